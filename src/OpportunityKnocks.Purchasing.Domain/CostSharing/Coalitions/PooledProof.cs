using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;

/// <summary>When the same price for every unit leaves no group a gain, by theorem, however many members there are.
/// <para>With one supplier a lot and an average price of the line that does not rise with the quantity, a group S pays
/// <c>C(Q)/Q x q(S)</c> of a line, and alone would pay <c>C(q(S)) = C(q(S))/q(S) x q(S)</c>, which is not less. Of a fixed fee it pays a part,
/// and alone would pay the whole; its members' own fees are the same either way; and whole packs only add to what it would pay alone. The
/// round's game is the sum of those of its lines and fees, and a sum of core points is in the core of the sum (Faulhaber, "Cross-subsidization:
/// pricing in public enterprises", 1975; Moulin, "Cost sharing under increasing returns", 1996).</para></summary>
public static class PooledProof
{
    /// <param name="pooled">The pooled quantity of each lot, in the order of the lots: no group is larger. Of whole packs.</param>
    public static bool Holds(SupplyTerms terms, IReadOnlyList<long> pooled)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var quantities = terms.Lots.Select((lot, i) => (lot.Id, Quantity: pooled[i])).ToDictionary(lot => lot.Id, lot => lot.Quantity, StringComparer.Ordinal);
        return terms.IsForced
            && terms.Lots.All(lot => quantities[lot.Id] % lot.PackSize == 0)
            && terms.Bids.All(bid => bid.Discounts.Count == 0 || AreSafe(bid))
            && terms.Bids.SelectMany(bid => bid.Offers).All(offer => AverageDoesNotRise(offer.Prices, quantities[offer.LotId]));
    }

    /// <summary>A discount of the whole bid grows with the quantity, and no group has more than all.</summary>
    private static bool AreSafe(OptimumBid bid) =>
        bid.Discounts.Zip(bid.Discounts.Skip(1)).All(pair => pair.First.Percent.Hundredths <= pair.Second.Percent.Hundredths);

    private static bool AverageDoesNotRise(PriceSchedule prices, long most)
    {
        // Between two tiers the average moves one way only: under all-units prices not at all, else towards the tier's price.
        var reached = prices.Tiers.Where(tier => tier.FromQuantity <= most).ToList();
        for (var i = 1; i < reached.Count; i++)
        {
            var before = reached[i].FromQuantity - 1;
            var isDearer = prices.Basis == PriceBasis.AllUnits
                ? reached[i].UnitPrice > reached[i - 1].UnitPrice
                : (Int128)reached[i].UnitPrice.TenThousandths * before > prices.UnroundedTotal(before);
            if (isDearer)
                return false;
        }

        return true;
    }
}
