namespace OpportunityKnocks.Purchasing.Domain.Scoring;

/// <summary>What a bid asks for a lot, net over the term at the tendered demand, unrounded.</summary>
public readonly record struct LotPrice(BidId BidId, Int128 Net);

/// <summary>A price that is abnormally low.</summary>
/// <param name="UnderMean">How far under the mean of the other bids for the lot, in percent.</param>
/// <param name="UnderNext">How far under the next bid; null of one that is not the lowest.</param>
public sealed record LowPrice(BidId BidId, Int128 Net, Fraction UnderMean, Fraction? UnderNext);

/// <summary>Finds abnormally low prices: at least 40 % under the mean of the other bids for the lot, or, of the lowest, 30 % under the next.
/// Exact; a pure function.</summary>
public static class AbnormallyLow
{
    public const int PercentUnderMean = 40;
    public const int PercentUnderNext = 30;

    /// <param name="prices">Of one lot, one for each bid that can supply it.</param>
    /// <returns>The lowest first.</returns>
    public static IReadOnlyList<LowPrice> Find(IEnumerable<LotPrice> prices)
    {
        var sorted = prices.OrderBy(price => price.Net).ThenBy(price => price.BidId.Value).ToList();
        var sum = sorted.Aggregate(Fraction.Zero, (total, price) => total + Exact(price.Net));
        var low = new List<LowPrice>();
        for (var i = 0; i < sorted.Count && sorted.Count > 1; i++)
        {
            var net = Exact(sorted[i].Net);
            var underMean = Under(net, (sum - net) / (sorted.Count - 1));
            Fraction? underNext = i == 0 ? Under(net, Exact(sorted[1].Net)) : null;
            if (underMean >= PercentUnderMean || underNext >= PercentUnderNext)
                low.Add(new LowPrice(sorted[i].BidId, sorted[i].Net, underMean, underNext));
        }

        return low;
    }

    private static Fraction Under(Fraction price, Fraction other) => other == Fraction.Zero ? Fraction.Zero : (other - price) / other * 100;

    private static Fraction Exact(Int128 net) => new((System.Numerics.BigInteger)net, 1);
}
