using FluentValidation;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

public sealed class CriterionScoreValidator : AbstractValidator<CriterionScoreDetails>
{
    public CriterionScoreValidator() => RuleFor(s => s.Note).NotEmpty().MaximumLength(2000);
}
