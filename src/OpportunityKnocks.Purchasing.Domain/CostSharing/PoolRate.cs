using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.CostSharing;

/// <summary>The default way to share a lot's cost: everyone pays the same unit price, the fixed fee is shared by the round's policy, and
/// each member pays its own fee. The shares sum to the cost exactly, over the term and in each period.</summary>
public static class PoolRate
{
    /// <param name="members">Everyone in the lot, each once; together not more and not less than the supplier can supply.</param>
    /// <exception cref="ArgumentException">A member comes twice, or there is none.</exception>
    /// <exception cref="DomainException"><see cref="MoneyRefusals.AmountTooLarge"/></exception>
    public static LotShares Share(LotOffer offer, int periods, FeePolicy policy, IReadOnlyList<MemberQuantity> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var quantity = members.Aggregate(0L, (sum, member) => checked(sum + member.Quantity));
        return Share(new LotCost(offer, periods, quantity, members.Count, policy), members);
    }

    /// <param name="members">Everyone in the lot, each once; their quantities are what the cost is shared by.</param>
    /// <inheritdoc cref="Share(LotOffer, int, FeePolicy, IReadOnlyList{MemberQuantity})"/>
    public static LotShares Share(LotCost cost, IReadOnlyList<MemberQuantity> members)
    {
        MemberQuantity[] ordered = [.. members.OrderBy(member => member.MemberId.Value)];
        var offer = cost.Offer;
        var (line, spreads) = Allocation.OverPeriods(
            cost.LineTotalPerPeriod.MinorUnits, cost.Periods, [.. ordered.Select(member => (member.MemberId.Value, member.Quantity))]);
        var fixedFee = Allocation.Allocate(
            offer.FixedFee.MinorUnits, [.. ordered.Select(member => (member.MemberId.Value, cost.FixedFeeWeight(member.Quantity)))]);
        var shares = ordered.Select((member, i) => new MemberShare(
            member, spreads[i], new Money(fixedFee.Entries[i].Amount, offer.Currency), offer.FeePerMember, offer.VatRate));
        return new LotShares(cost, line, fixedFee, [.. shares]);
    }
}
