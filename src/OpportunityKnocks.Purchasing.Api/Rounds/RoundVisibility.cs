using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>Which rounds of a cluster a caller sees: a coordinator all, an auditor those that were published, a member those open to its
/// groups and those it has needs in, whatever its groups are now, a supplier none (it sees tenders).</summary>
public static class RoundVisibility
{
    /// <summary>Figures of fewer members are shown to no other member: they would tell what one of them needs.</summary>
    public const int FewestMembersToShow = 3;

    public static IQueryable<Round> VisibleRounds(this PurchasingDb db, Caller caller, ClusterId cluster)
    {
        var rounds = db.Rounds.Where(r => r.ClusterId == cluster);
        if (caller.Is(Roles.Coordinator))
            return rounds;

        rounds = rounds.Where(r => r.State != RoundState.Draft && r.PublishedAt != null);
        if (caller.Is(Roles.Auditor))
            return rounds;

        var member = caller.Member;
        return member is null
            ? rounds.Where(r => false)
            : rounds.Where(r => r.GroupIds.Count == 0
                || db.Members.Any(m => m.ClusterId == cluster && m.Id == member && m.Groups.Any(g => r.GroupIds.Contains(g)))
                || db.Needs.Any(n => n.ClusterId == cluster && n.RoundId == r.Id && n.MemberId == member));
    }
}
