using System.Numerics;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;

/// <summary>The cost of a group where each lot has one supplier, so that there is nothing to choose: in closed form, exact, and not rounded to
/// minor units, for rounding is no one's gain.</summary>
public static class ForcedSupply
{
    /// <returns>In the currency's major unit; null when the awarded bids cannot supply so much, or so little.</returns>
    /// <exception cref="InvalidOperationException">The supply is not forced.</exception>
    public static Fraction? CostOf(SupplyTerms terms, GroupDemand demand)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (!terms.IsForced)
            throw new InvalidOperationException("There are several ways to supply the group.");

        var orders = Orders(terms, demand);
        var (cost, supplied) = (BigInteger.Zero, 0);
        foreach (var bid in terms.Bids)
        {
            var total = bid.Offers.Sum(offer => orders.GetValueOrDefault(offer.LotId).Quantity);
            if (total == 0)
                continue;
            if (total > bid.Capacity)
                return null;

            cost += Fee(bid.FixedFee.MinorUnits, bid.FactorMillionths);
            var paid = OptimumPricing.DiscountAt(bid, total).Remainder.Hundredths;
            foreach (var offer in bid.Offers)
            {
                if (!orders.TryGetValue(offer.LotId, out var order))
                    continue;
                if (order.Quantity > offer.Capacity || order.Quantity < offer.Prices.MinimumQuantity)
                    return null;
                supplied++;
                cost += (BigInteger)offer.Prices.UnroundedTotal(order.Quantity) * paid * order.Periods * offer.FactorMillionths;
                cost += Fee(offer.FixedFee.MinorUnits + ((BigInteger)offer.FeePerMember.MinorUnits * order.Members), offer.FactorMillionths);
            }
        }

        return supplied == orders.Count ? new Fraction(cost, BigInteger.Pow(10, OptimumAward.Decimals)) : null;

        BigInteger Fee(BigInteger minorUnits, long factor) => minorUnits * factor * (BigInteger.Pow(10, 8) / terms.Currency.MinorUnitsPerUnit);
    }

    private static Dictionary<string, (long Quantity, int Members, int Periods)> Orders(SupplyTerms terms, GroupDemand demand)
    {
        var orders = new Dictionary<string, (long, int, int)>(StringComparer.Ordinal);
        for (var i = 0; i < terms.Lots.Count; i++)
        {
            if (demand.Quantities[i] > 0)
                orders.Add(terms.Lots[i].Id, (InPacks(demand.Quantities[i], terms.Lots[i].PackSize), demand.Members[i], terms.Lots[i].Periods));
        }

        return orders;
    }

    /// <summary>The fewest whole packs that hold the quantity, in units.</summary>
    public static long InPacks(long quantity, long packSize) => checked((quantity + packSize - 1) / packSize * packSize);
}
