using FluentValidation;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>Something bids are scored by.</summary>
/// <param name="Weight">Whole percent of the evaluation.</param>
public sealed record CriterionDetails(string Title, int Weight, string? Description = null);

/// <summary>How a round weighs quality against price; frozen by its publication.</summary>
/// <param name="Criteria">Their weights leave at least 1 of 100 for the price; none: price alone decides.</param>
/// <param name="HideSuppliers">Whether coordinators see the bids without their suppliers until the consensus on every bid is there.</param>
public sealed record EvaluationDetails(IReadOnlyList<CriterionDetails>? Criteria = null, bool HideSuppliers = false)
{
    public RoundEvaluation ToEvaluation() => new(
        [.. (Criteria ?? []).Select((c, i) => new QualityCriterion(QualityCriterionId.New(), i + 1, c.Title, c.Description, c.Weight))],
        HideSuppliers);
}

public sealed class EvaluationDetailsValidator : AbstractValidator<EvaluationDetails>
{
    public EvaluationDetailsValidator()
    {
        RuleFor(e => e.Criteria).Must(list => list is null || list.Count <= RoundEvaluation.MaximumCriteria)
            .WithMessage($"at most {RoundEvaluation.MaximumCriteria} criteria")
            .Must(list => list is null || list.Sum(c => (long)(c?.Weight ?? 0)) <= 99).WithMessage("the weights must leave at least 1 of 100 for the price");
        RuleForEach(e => e.Criteria).NotNull().SetValidator(new CriterionValidator());
        RuleFor(e => e.HideSuppliers).Must((e, hides) => !hides || e.Criteria is { Count: > 0 }).WithMessage("only with criteria to score");
    }

    private sealed class CriterionValidator : AbstractValidator<CriterionDetails>
    {
        public CriterionValidator()
        {
            RuleFor(c => c.Title).NotEmpty().MaximumLength(200);
            RuleFor(c => c.Description).MaximumLength(4000);
            RuleFor(c => c.Weight).InclusiveBetween(1, 99);
        }
    }
}

/// <param name="Weight">Whole percent of the evaluation.</param>
public sealed record RoundCriterion(Guid Id, int Number, string Title, string? Description, int Weight);

/// <summary>How bids are compared.</summary>
/// <param name="PriceWeight">What the criteria leave of 100.</param>
/// <param name="QualityPremiumPercent">What full quality may cost more: 100 x quality weight / price weight, to two decimals.</param>
/// <param name="HideSuppliers">Whether coordinators see the bids without their suppliers until the consensus on every bid is there.</param>
public sealed record RoundEvaluationResponse(
    int PriceWeight, string QualityPremiumPercent, IReadOnlyList<RoundCriterion> Criteria, bool HideSuppliers)
{
    public static RoundEvaluationResponse Of(RoundEvaluation evaluation) => new(
        evaluation.PriceWeight,
        evaluation.QualityPremiumPercent.ToDecimal(0, 2),
        [.. evaluation.Criteria.Select(c => new RoundCriterion(c.Id.Value, c.Number, c.Title, c.Description, c.Weight))],
        evaluation.HideSuppliers);
}
