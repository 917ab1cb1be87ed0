using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

/// <summary>What a quantity costs: volume tiers, and a fee that is paid once by whoever buys anything.</summary>
/// <param name="AllowOverbuy">Whether a group may buy more than it needs where that is cheaper, or reaches the first tier.</param>
public sealed record Tariff(PriceSchedule Prices, Fraction FixedFee, bool AllowOverbuy)
{
    private const long TenThousand = 10_000;

    /// <returns>Null when the quantity is below the first tier and may not be raised to it; zero for nothing.</returns>
    public Fraction? CostOf(long quantity)
    {
        if (quantity == 0)
            return Fraction.Zero;

        var best = Price(quantity);
        if (AllowOverbuy)
        {
            // Between two tiers a price per unit only rises with the quantity: the cheapest is here, or where a tier begins.
            foreach (var tier in Prices.Tiers.Where(tier => tier.FromQuantity > quantity))
                best = Least(best, Price(tier.FromQuantity));
        }

        return best is { } price ? price + FixedFee : null;
    }

    private static Fraction? Least(Fraction? left, Fraction? right) => left is null || right < left ? right : left;

    private Fraction? Price(long quantity)
    {
        if (quantity < Prices.Tiers[0].FromQuantity)
            return null;

        var (total, counted) = (Fraction.Zero, 0L);
        for (var i = Prices.Tiers.Count - 1; i >= 0; i--)
        {
            var tier = Prices.Tiers[i];
            if (quantity < tier.FromQuantity)
                continue;
            if (Prices.Basis == PriceBasis.AllUnits)
                return new Fraction(quantity, 1) * new Fraction(tier.UnitPrice.TenThousandths, TenThousand);
            var units = quantity - (i == 0 ? 1 : tier.FromQuantity) + 1 - counted;
            total += new Fraction(units, 1) * new Fraction(tier.UnitPrice.TenThousandths, TenThousand);
            counted += units;
        }

        return total;
    }
}
