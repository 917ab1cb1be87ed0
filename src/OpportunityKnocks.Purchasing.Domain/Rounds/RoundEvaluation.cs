using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>One thing that bids are scored by.</summary>
/// <param name="Id">Bids and scores refer to it; given with the draft.</param>
/// <param name="Weight">Whole percent of the evaluation.</param>
public sealed record QualityCriterion(QualityCriterionId Id, int Number, string Title, string? Description, int Weight);

/// <summary>How a round weighs quality against price; frozen by publication. What the criteria leave of 100 is the price's weight.</summary>
/// <param name="Criteria">In the order of their numbers; none: price alone decides.</param>
/// <param name="HideSuppliers">Whether coordinators see bids without their suppliers until the consensus on every bid is there.</param>
public sealed record RoundEvaluation(IReadOnlyList<QualityCriterion> Criteria, bool HideSuppliers)
{
    public const int MaximumCriteria = 20;

    /// <summary>What holds unless the coordinator says otherwise.</summary>
    public static readonly RoundEvaluation Usual = new([], false);

    public int QualityWeight => Criteria.Sum(criterion => criterion.Weight);

    /// <summary>Wp, from 1 to 100.</summary>
    public int PriceWeight => 100 - QualityWeight;

    public bool ScoresQuality => Criteria.Count > 0;

    /// <summary>What full quality may cost more, in percent.</summary>
    /// <inheritdoc cref="EvaluationFactor.QualityPremiumPercent"/>
    public Fraction QualityPremiumPercent => EvaluationFactor.QualityPremiumPercent(PriceWeight);

    /// <summary>The same for a round of its own: its criteria are other ones.</summary>
    public RoundEvaluation Anew() =>
        this with { Criteria = [.. Criteria.Select((criterion, i) => criterion with { Id = QualityCriterionId.New(), Number = i + 1 })] };
}

public sealed partial class Round
{
    public RoundEvaluation Evaluation { get; private set; } = RoundEvaluation.Usual;

    private void Take(RoundEvaluation evaluation)
    {
        if (evaluation.PriceWeight < 1 || evaluation.Criteria.Any(criterion => criterion.Weight < 1))
            throw RoundRefusals.WeightsOutOfRange.Because("Each criterion weighs 1 percent or more, and 1 percent or more is left for the price.");
        Evaluation = evaluation.Anew();
    }
}
