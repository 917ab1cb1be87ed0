namespace OpportunityKnocks.Purchasing.Domain.CostSharing;

/// <summary>Who pays what of a lot, and how it was worked out. All lists are in the order of the members' ids.</summary>
/// <param name="Line">The line over the whole term, split by quantity.</param>
/// <param name="FixedFee">The fixed fee, split by the round's policy.</param>
public sealed record LotShares(
    LotCost Cost, WeightedAllocation Line, WeightedAllocation FixedFee, IReadOnlyList<MemberShare> Shares)
{
    public LotId LotId => Cost.Offer.LotId;

    /// <summary>Whose supply is shared.</summary>
    public OrganisationId SupplierId { get; init; }

    /// <summary>What one member may see of its share.</summary>
    /// <param name="unitWord">The lot's unit as people say it, such as "users".</param>
    /// <param name="periodWord">The lot's period as people say it, such as "months"; not used for a one-off.</param>
    /// <param name="ceilings">Each of the member's needs in the lot.</param>
    /// <exception cref="ArgumentException">The member has no share of this lot.</exception>
    public ShareExplanation Explain(MemberId memberId, string unitWord, string periodWord, IReadOnlyList<CeilingCheck> ceilings)
    {
        var place = PlaceOf(memberId);
        var share = Shares[place];
        return new ShareExplanation(
            LotId,
            memberId,
            share.Member.Quantity,
            Cost.Periods,
            Cost.UnitPrice,
            Cost.LineTotalPerPeriod,
            AllocationExplanation.Of(Line, Line.Entries[place]),
            share.Spread.Offset,
            AllocationExplanation.Of(FixedFee, FixedFee.Entries[place]),
            share.FeePerMember,
            share.VatRate,
            share.Member.VatRecovery,
            share.Amounts,
            ceilings,
            ShareSummary.Of(share, Cost, unitWord, periodWord));
    }

    private int PlaceOf(MemberId memberId)
    {
        var (low, high) = (0, Shares.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Shares[middle].Member.MemberId.Value.CompareTo(memberId.Value);
            if (order == 0)
                return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }
        throw new ArgumentException("The member has no share of this lot.", nameof(memberId));
    }
}
