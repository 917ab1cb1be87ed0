namespace OpportunityKnocks.Purchasing.Domain.Pricing;

/// <summary>A package's part in one lot.</summary>
/// <param name="Quantity">Units per period.</param>
/// <param name="Price">What they cost per period, without VAT.</param>
public sealed record PackageLot(LotId LotId, long Quantity, Money Price, VatCategory VatCategory, Percent VatRate);

/// <summary>Units of several lots, all or nothing, at most once.</summary>
/// <param name="XorGroup">At most one package of a bid's group is taken; null if it excludes none.</param>
public sealed record BidPackage(string Id, string? XorGroup, IReadOnlyList<PackageLot> Lots);
