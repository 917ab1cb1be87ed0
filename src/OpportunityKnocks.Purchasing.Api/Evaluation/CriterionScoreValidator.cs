using FluentValidation;

namespace OpportunityKnocks.Purchasing.Api.Evaluation;

public sealed class CriterionScoreValidator : AbstractValidator<CriterionScoreDetails>
{
    public CriterionScoreValidator() => RuleFor(s => s.Note).NotEmpty().MaximumLength(2000);
}
