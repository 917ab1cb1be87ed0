namespace OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

/// <summary>What is decided by an award; everything else follows from it.</summary>
/// <param name="Quantities">Units per period by the price schedule, by lot and supplier; nothing where nothing is supplied.</param>
/// <param name="Packages">By supplier and package.</param>
public sealed record OptimumChoice(
    IReadOnlyDictionary<(string LotId, string SupplierId), long> Quantities, IReadOnlySet<(string SupplierId, string PackageId)> Packages);
