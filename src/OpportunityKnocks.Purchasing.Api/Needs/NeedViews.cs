using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>A need with what the reader may know of it.</summary>
public sealed record NeedAsSeen
{
    public required Need Need { get; init; }

    /// <summary>Whether ceiling, anyPrice and bundle are shown.</summary>
    public required bool WithSealed { get; init; }

    /// <summary>The charge periods of the lot it is in.</summary>
    public required int? Periods { get; init; }

    public required Currency Currency { get; init; }

    public required LotId? ChosenFor { get; init; }

    public NeedResponse ToResponse() =>
        NeedResponse.Of(Need, Periods is { } periods ? Need.MaximumCost(periods, Currency) : null, WithSealed, ChosenFor);
}

/// <summary>Who sees which needs: a member its own, the coordinator all; what is sealed only once the bids of the need's round are open.</summary>
public static class NeedViews
{
    public static IQueryable<Need> VisibleNeeds(this PurchasingDb db, Caller caller, ClusterId cluster)
    {
        var needs = db.Needs.Where(n => n.ClusterId == cluster);
        var member = caller.Member;
        return caller.Is(Roles.Coordinator) ? needs : needs.Where(n => n.MemberId == member);
    }

    public static IQueryable<NeedAsSeen> AsSeenBy(this IQueryable<Need> needs, PurchasingDb db, Caller caller)
    {
        var member = caller.Member;
        var seesDrafts = caller.Is(Roles.Coordinator);
        return needs.Select(n => new NeedAsSeen
        {
            Need = n,
            WithSealed = n.MemberId == member
                || db.Rounds.Any(r => r.ClusterId == n.ClusterId && r.Id == n.RoundId && r.BidsOpenedAt != null),
            Periods = db.Lots.Where(l => l.ClusterId == n.ClusterId && l.Id == n.LotId).Select(l => (int?)l.Periods).FirstOrDefault(),
            Currency = db.Clusters.Where(c => c.Id == n.ClusterId).Select(c => c.Currency).First(),
            ChosenFor = db.Proposals.Where(p => seesDrafts && p.ClusterId == n.ClusterId && p.NeedId == n.Id)
                .Select(p => (LotId?)p.LotId).FirstOrDefault(),
        });
    }
}
