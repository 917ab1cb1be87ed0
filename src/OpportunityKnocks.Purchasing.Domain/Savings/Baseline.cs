namespace OpportunityKnocks.Purchasing.Domain.Savings;

/// <summary>Whether a price was given with or without VAT.</summary>
public enum VatTreatment
{
    Excluded,
    Included,
}

/// <summary>How a member knows what it pays today; savings are shown apart for each.</summary>
public enum BaselineSource
{
    Invoice,
    Quote,
    Estimate,
}

/// <summary>What a member pays today for what it needs.</summary>
/// <param name="Price">Per unit and period.</param>
/// <param name="VatRate">The rate on that price; 0 % if it bears none.</param>
/// <param name="SwitchingCost">What changing to another supplier costs it once, as it bears it: leaving fees, setting up, training; null if
/// nothing.</param>
public sealed record Baseline(UnitPrice Price, VatTreatment Vat, Percent VatRate, BaselineSource Source, UnitPrice? SwitchingCost = null)
{
    /// <summary>What one unit costs the member per period, in the currency's major unit: net plus the VAT it cannot recover. With price
    /// p, rate r and recovered share s that is p(1 + r(1 - s)) if VAT is excluded; and that divided by 1 + r if it is included.</summary>
    public Fraction CostPerUnit(Percent vatRecovery)
    {
        var cost = Price.ToFraction() * (Fraction.One + (VatRate.ToFraction() * vatRecovery.Remainder.ToFraction()));
        return Vat == VatTreatment.Excluded ? cost : cost / (Fraction.One + VatRate.ToFraction());
    }

    /// <summary>The cost over the term, half up to the minor unit, once.</summary>
    /// <param name="quantity">Units per period.</param>
    /// <exception cref="OverflowException">The cost does not fit an amount.</exception>
    public Money Cost(long quantity, int periods, Percent vatRecovery, Currency currency)
    {
        var perUnit = CostPerUnit(vatRecovery);
        var exact = perUnit.Numerator * quantity * periods * currency.MinorUnitsPerUnit;
        return new Money(checked((long)Rounding.HalfUp(exact, perUnit.Denominator)), currency);
    }

    /// <summary>The switching cost, half up to the minor unit.</summary>
    public Money SwitchingCostIn(Currency currency) => new(
        SwitchingCost is { } price
            ? checked((long)Rounding.HalfUp((Int128)price.TenThousandths * currency.MinorUnitsPerUnit, UnitPrice.PerUnit))
            : 0,
        currency);
}
