namespace OpportunityKnocks.Purchasing.Domain.Pricing;

/// <summary>The ways a price schedule or an offer for a lot is refused.</summary>
public static class PricingRefusals
{
    public static readonly Refusal NoTiers = new("noTiers", "A price schedule has at least one tier.", RefusalKind.Invalid);

    public static readonly Refusal TooManyTiers = new("tooManyTiers", "A price schedule has at most 50 tiers.", RefusalKind.Invalid);

    public static readonly Refusal TierQuantityOutOfRange =
        new("tierQuantityOutOfRange", "A tier begins at a quantity from 1 to 1,000,000,000.", RefusalKind.Invalid);

    public static readonly Refusal TiersDoNotRise =
        new("tiersDoNotRise", "Each tier begins at a larger quantity than the one before.", RefusalKind.Invalid);

    public static readonly Refusal VatRateDoesNotFitCategory =
        new("vatRateDoesNotFitCategory", "The VAT rate does not fit the VAT category.", RefusalKind.Invalid);

    public static readonly Refusal FeeOutOfRange =
        new("feeOutOfRange", "A fee is not negative and not larger than the largest amount.", RefusalKind.Invalid);

    public static readonly Refusal FeesInDifferentCurrencies =
        new("feesInDifferentCurrencies", "All fees of an offer are in one currency.", RefusalKind.Invalid);

    public static readonly Refusal CapacityBelowMinimum =
        new("capacityBelowMinimum", "The capacity is not below the least quantity of the price schedule.", RefusalKind.Invalid);
}
