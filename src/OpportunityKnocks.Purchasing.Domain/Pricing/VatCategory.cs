namespace OpportunityKnocks.Purchasing.Domain.Pricing;

/// <summary>Why a price line bears the VAT it does.</summary>
public enum VatCategory
{
    /// <summary>The standard rate of the supplier's country.</summary>
    Standard,

    /// <summary>A reduced rate above zero.</summary>
    Reduced,

    /// <summary>Taxable at 0 %.</summary>
    Zero,

    /// <summary>Outside or exempt from VAT, so 0 %.</summary>
    Exempt,

    /// <summary>The supplier is not registered for VAT and charges none.</summary>
    NotRegistered,
}

/// <summary>Which rates fit which category.</summary>
public static class VatCategories
{
    /// <summary>Standard and reduced rates are above zero, all others are 0 %.</summary>
    public static bool Accepts(this VatCategory category, Percent rate) =>
        category is VatCategory.Standard or VatCategory.Reduced ? rate.Hundredths > 0 : rate.Hundredths == 0;
}
