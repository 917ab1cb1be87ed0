using OpportunityKnocks.Purchasing.Domain.CostSharing;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>What one supplier supplies of a lot, and what that costs: its own fee for the lot, with the part of the bid's fee that falls on
/// it.</summary>
/// <param name="Packages">Those of the supplier's packages with units of the lot, in the order of their ids.</param>
public sealed record LotSupply(BidId BidId, OrganisationId SupplierId, LotCost Cost, IReadOnlyList<string> Packages)
{
    public static LotSupply Plain(BidOffer bid, LotCost cost) => new(bid.BidId, bid.SupplierId, cost, []);
}
