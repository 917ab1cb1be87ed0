using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Scoring;

/// <summary>How scores become the one figure a bid is compared by.</summary>
public static class QualityScore
{
    /// <summary>Changes when the formula does.</summary>
    public const string FormulaVersion = "price-by-quality-1";

    /// <summary>The formula for people.</summary>
    public const string Formula =
        "q = sum(weight x consensus) / sum(weight), half up to 6 decimals; factor = (1 + VAT rate x unrecovered share) / (1 + (100 - priceWeight) / priceWeight x q), "
        + "half up to 6 decimals; evaluated cost = unrounded net cost x factor; the lowest is rank 1, equals share a rank.";

    /// <summary>q: the weighted mean of the scores that were agreed on, half up to the millionth.</summary>
    /// <returns>Null while one is missing.</returns>
    public static long? Of(RoundEvaluation evaluation, IReadOnlyCollection<AgreedScore> agreed)
    {
        var sum = Int128.Zero;
        foreach (var criterion in evaluation.Criteria)
        {
            if (agreed.SingleOrDefault(score => score.CriterionId == criterion.Id) is not { } found)
                return null;
            sum += (Int128)criterion.Weight * found.Score.Millionths;
        }

        return evaluation.ScoresQuality ? (long)Rounding.HalfUp(sum, evaluation.QualityWeight) : 0;
    }
}
