using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Events;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Subscriptions;

/// <summary>Whose a subscription is, what its owner may see at the moment, and how the journal tells of it.</summary>
public static class SubscriptionOwner
{
    /// <summary>So many a party can have in a cluster: no party fills all the workers.</summary>
    public const int MostWebhooks = 20;

    /// <summary>Addresses are not confirmed; so few keep a party from mailing the world.</summary>
    public const int MostMailSubscriptions = 50;

    public static IQueryable<Subscription> OwnSubscriptions(this PurchasingDb db, Caller caller, ClusterId cluster, Channel channel)
    {
        var (party, organisation) = OwnerOf(caller);
        return db.Subscriptions.Where(s => s.ClusterId == cluster && s.Channel == channel && s.EndedAt == null
            && s.Owner == party && s.OrganisationId == organisation);
    }

    /// <summary>The caller's own subscription, for a change.</summary>
    public static async Task<Subscription> RequireOwnAsync(
        this PurchasingDb db, Caller caller, (Guid Cluster, Guid Id) subscription, Channel channel, string? ifMatch, CancellationToken ct)
    {
        var id = new SubscriptionId(subscription.Id);
        var own = await db.OwnSubscriptions(caller, new ClusterId(subscription.Cluster), channel).SingleOrDefaultAsync(s => s.Id == id, ct)
            ?? throw NotFound;
        ETags.Require(ifMatch, own.Version);
        return own;
    }

    /// <summary>Refuses one more than a party may have. Two at the same time are counted one after the other.</summary>
    public static async Task RequireRoomAsync(this PurchasingDb db, Caller caller, ClusterId cluster, Channel channel, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM clusters WHERE id = {cluster.Value} FOR NO KEY UPDATE", ct);
        var most = channel == Channel.Webhook ? MostWebhooks : MostMailSubscriptions;
        if (await db.OwnSubscriptions(caller, cluster, channel).CountAsync(ct) >= most)
            throw SubscriptionRefusals.TooMany.Because($"A party has at most {most} in a cluster. End one first.");
    }

    public static DomainException NotFound => HttpRefusals.NotFound.Because("There is no such subscription of yours.");

    public static (PartyKind Party, OrganisationId? Organisation) OwnerOf(Caller caller) => (caller.Party, caller.Organisation);

    /// <summary>What the owner is in the cluster now: one that has left is told nothing more.</summary>
    public static async Task<EventReader> ReaderOfAsync(this PurchasingDb db, Subscription subscription, CancellationToken ct)
    {
        if (subscription.Owner == PartyKind.Coordinator)
            return new EventReader(Roles.Coordinator, null);
        if (subscription.Owner == PartyKind.Auditor)
            return new EventReader(Roles.Auditor, null);

        return await db.ReaderOfAsync(subscription.ClusterId, subscription.OrganisationId, ct);
    }

    /// <summary>What an organisation is in the cluster now.</summary>
    public static async Task<EventReader> ReaderOfAsync(this PurchasingDb db, ClusterId cluster, OrganisationId? organisation, CancellationToken ct)
    {
        var member = await db.Members.Where(m => m.ClusterId == cluster && m.OrganisationId == organisation && m.Active)
            .Select(m => (MemberId?)m.Id).SingleOrDefaultAsync(ct);
        var supplies = await db.SupplierApprovals.AnyAsync(s => s.ClusterId == cluster && s.OrganisationId == organisation && s.Approved, ct);
        return new EventReader((member is null ? Roles.None : Roles.Member) | (supplies ? Roles.Supplier : Roles.None), member);
    }

    /// <summary>Addresses stay out of the journal: they are nobody else's business.</summary>
    /// <param name="member">The owner's membership, when it has one.</param>
    public static void Record(this JournalWriter journal, EventType type, Subscription subscription, MemberId? member) =>
        journal.Record(
                subscription.ClusterId, type, SubjectKind.Subscription, subscription.Id.Value, subscription.Version,
                new { subscription.Channel, subscription.Active })
            .For(member is null ? Audience.Coordinator : Audience.Member, null, member)
            .Because(subscription.PausedBecause);
}
