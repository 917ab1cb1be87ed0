namespace OpportunityKnocks.Purchasing.Domain.Pricing;

/// <summary>Which units a tier's price is for.</summary>
public enum PriceBasis
{
    /// <summary>The tier that holds the whole quantity prices every unit.</summary>
    AllUnits,

    /// <summary>Each tier prices only the units from its own quantity on, up to where the next tier begins.</summary>
    Incremental,
}

/// <summary>One step of a price schedule.</summary>
/// <param name="FromQuantity">Units per period from which the price holds.</param>
/// <param name="UnitPrice">Per unit and period.</param>
public readonly record struct PriceTier(long FromQuantity, UnitPrice UnitPrice);

/// <summary>Volume prices for the quantity of one period. Quantities strictly rise; prices need not fall, and 99 units may cost more
/// than 100. The first tier's quantity is the least the supplier will supply; its price is also that of the units below it.</summary>
public sealed class PriceSchedule
{
    public const int MaximumTiers = 50;

    private PriceSchedule(PriceBasis basis, IReadOnlyList<PriceTier> tiers)
    {
        Basis = basis;
        Tiers = tiers;
    }

    public PriceBasis Basis { get; }

    /// <summary>From the smallest quantity to the largest.</summary>
    public IReadOnlyList<PriceTier> Tiers { get; }

    /// <summary>The least quantity per period the supplier will supply.</summary>
    public long MinimumQuantity => Tiers[0].FromQuantity;

    /// <exception cref="DomainException"><see cref="PricingRefusals.NoTiers"/>, <see cref="PricingRefusals.TooManyTiers"/>,
    /// <see cref="PricingRefusals.TierQuantityOutOfRange"/> or <see cref="PricingRefusals.TiersDoNotRise"/></exception>
    public static PriceSchedule Create(PriceBasis basis, IEnumerable<PriceTier> tiers)
    {
        PriceTier[] all = [.. tiers];
        if (all.Length == 0)
            throw PricingRefusals.NoTiers.Because("Give at least one tier.");
        if (all.Length > MaximumTiers)
            throw PricingRefusals.TooManyTiers.Because($"Give at most {MaximumTiers} tiers; there are {all.Length}.");

        for (var i = 0; i < all.Length; i++)
        {
            if (!Quantities.IsValid(all[i].FromQuantity))
                throw PricingRefusals.TierQuantityOutOfRange.Because($"Tier {i + 1} begins at {all[i].FromQuantity}.");
            if (i > 0 && all[i].FromQuantity <= all[i - 1].FromQuantity)
                throw PricingRefusals.TiersDoNotRise.Because($"Tier {i + 1} does not begin above tier {i}.");
        }
        return new PriceSchedule(basis, all);
    }

    /// <summary>The exact price of a quantity for one period, in ten-thousandths of the currency's major unit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The quantity is below the least the supplier will supply.</exception>
    public Int128 UnroundedTotal(long quantity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quantity, MinimumQuantity);
        return Basis == PriceBasis.AllUnits ? AllAtOnePrice(quantity) : EachTierAtItsPrice(quantity);
    }

    /// <summary>The line total of one period: the exact price, rounded half up to the minor unit, once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The quantity is below the least the supplier will supply.</exception>
    /// <exception cref="DomainException"><see cref="MoneyRefusals.AmountTooLarge"/></exception>
    public Money LineTotal(long quantity, Currency currency) => Money.Checked(RoundedTotal(quantity, currency), currency);

    /// <summary>The same with a discount off every price; of no units, nothing.</summary>
    /// <inheritdoc cref="LineTotal(long, Currency)"/>
    public Money LineTotal(long quantity, Currency currency, Percent discount) => quantity == 0 ? Money.Zero(currency) : Money.Checked(
        Rounding.HalfUp(
            UnroundedTotal(quantity) * discount.Remainder.Hundredths * currency.MinorUnitsPerUnit, (Int128)UnitPrice.PerUnit * Percent.Whole),
        currency);

    internal Int128 RoundedTotal(long quantity, Currency currency) =>
        Rounding.HalfUp(UnroundedTotal(quantity) * currency.MinorUnitsPerUnit, UnitPrice.PerUnit);

    private Int128 AllAtOnePrice(long quantity) =>
        (Int128)quantity * Tiers.Last(tier => tier.FromQuantity <= quantity).UnitPrice.TenThousandths;

    private Int128 EachTierAtItsPrice(long quantity)
    {
        var total = Int128.Zero;
        for (var i = 0; i < Tiers.Count; i++)
        {
            var before = i == 0 ? 0 : Math.Min(quantity, Tiers[i].FromQuantity - 1);
            var upTo = i + 1 == Tiers.Count ? quantity : Math.Min(quantity, Tiers[i + 1].FromQuantity - 1);
            total += (Int128)(upTo - before) * Tiers[i].UnitPrice.TenThousandths;
        }
        return total;
    }
}
