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
public sealed record Baseline(UnitPrice Price, VatTreatment Vat, Percent VatRate, BaselineSource Source)
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
    public Money Cost(long quantity, int periods, Percent vatRecovery, Currency currency) =>
        new((CostPerUnit(vatRecovery) * quantity * periods * currency.MinorUnitsPerUnit).RoundHalfUp(), currency);
}
