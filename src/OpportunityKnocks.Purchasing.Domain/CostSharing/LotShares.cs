namespace OpportunityKnocks.Purchasing.Domain.CostSharing;

/// <summary>Who pays what of a lot, and how it was worked out. All lists are in the order of the members' ids.</summary>
/// <param name="Line">The line over the whole term, split by quantity.</param>
/// <param name="FixedFee">The fixed fee, split by the round's policy.</param>
public sealed record LotShares(
    LotCost Cost, WeightedAllocation Line, WeightedAllocation FixedFee, IReadOnlyList<MemberShare> Shares)
{
    public LotId LotId => Cost.Offer.LotId;
}
