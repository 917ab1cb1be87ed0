namespace OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

/// <summary>What the cost of a bid is multiplied by to compare it: (1 + VAT rate x share of demand that cannot recover it) /
/// (1 + (Wq/Wp) x q), rounded half up to six decimals.</summary>
public static class EvaluationFactor
{
    /// <summary>1 in millionths.</summary>
    public const long One = 1_000_000;

    /// <param name="priceWeight">Wp, from 1 to 100; the quality weights make up the rest to 100.</param>
    /// <param name="qualityMillionths">q: the weighted quality score from 0 to 1, in millionths.</param>
    /// <param name="unrecovered">VAT rate x share of demand that cannot recover it.</param>
    /// <returns>Millionths, at least 1.</returns>
    public static long Of(int priceWeight, long qualityMillionths, Fraction unrecovered = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(priceWeight, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(priceWeight, 100);
        ArgumentOutOfRangeException.ThrowIfNegative(qualityMillionths);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(qualityMillionths, One);
        var quality = Fraction.One + (new Fraction(100 - priceWeight, priceWeight) * new Fraction(qualityMillionths, One));
        return ((Fraction.One + unrecovered) / quality * One).RoundHalfUp();
    }

    /// <summary>Reads a quality score: a decimal from 0 to 1 with up to six decimals.</summary>
    public static bool TryParseScore(string? text, out long millionths) =>
        PlainDecimal.TryParse(text, 1, 6, out millionths) && millionths <= One;

    /// <summary>What full quality may cost more, in percent: 100 Wq/Wp.</summary>
    public static Fraction QualityPremiumPercent(int priceWeight) => new(100 * (100 - priceWeight), priceWeight);
}
