using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Events;

/// <summary>Who reads events of a cluster: the one rule for the feed, the stream, webhooks and mail.</summary>
/// <param name="Roles">What the reader is in the cluster.</param>
/// <param name="Member">Its membership, when it has one.</param>
public sealed record EventReader(Roles Roles, MemberId? Member)
{
    /// <summary>What a supplier is told of a round, once its tender has opened. None of them depends on whether anybody has bid.</summary>
    private static readonly EventType[] ForSuppliers =
    [
        EventType.TenderOpened,
        EventType.RoundExtended,
        EventType.BidsSealed,
        EventType.BidsOpened,
        EventType.RoundClosed,
        EventType.RoundContracted,
        EventType.RoundCancelled,
        EventType.RoundNotReached,
        EventType.RoundAmended,
        EventType.QuestionAnswered,
        EventType.RoundReminder,
        EventType.AwardWithdrawn,
    ];

    /// <summary>What tells of the tender alone, details included. The details of the others tell of bids, amounts and awards.</summary>
    private static readonly EventType[] OfTheTender =
    [
        EventType.TenderOpened, EventType.RoundExtended, EventType.RoundAmended, EventType.QuestionAnswered, EventType.RoundReminder,
    ];

    private bool SeesAll => (Roles & (Roles.Coordinator | Roles.Auditor)) != Roles.None;

    public static EventReader Of(Caller caller) => new(caller.Roles, caller.Member);

    /// <summary>The sequenced entries of the cluster that this reader may see.</summary>
    public IQueryable<JournalEntry> Visible(PurchasingDb db, ClusterId cluster)
    {
        var entries = db.Journal.Where(e => e.ClusterId == cluster && e.Position != null);
        if (SeesAll)
            return entries;

        var (isMember, isSupplier, member) = (Roles.HasFlag(Roles.Member), Roles.HasFlag(Roles.Supplier), Member);
        return entries.Where(e =>
            (isMember && (e.Audience == Audience.Cluster || (e.Audience == Audience.Member && e.MemberId == member)))
            || (isSupplier && ForSuppliers.Contains(e.Type)
                && db.Rounds.Any(r => r.ClusterId == cluster && r.Id == e.RoundId && r.TenderOpenedAt != null
                    && (e.Type == EventType.TenderOpened || e.At >= r.TenderOpenedAt))));
    }

    /// <summary>Whether the entry's details are shown, too; without them it says that something happened, and to what.</summary>
    public bool SeesDetailsOf(JournalEntry entry) => SeesAll
        || (Roles.HasFlag(Roles.Member) && entry.Type != EventType.BidsOpened)
        || OfTheTender.Contains(entry.Type);

    /// <summary>Whether the entry's reason is shown. Why a tender failed would tell a supplier of the others.</summary>
    public bool SeesReasonOf(JournalEntry entry) =>
        SeesAll || Roles.HasFlag(Roles.Member) || entry.Type == EventType.RoundCancelled || OfTheTender.Contains(entry.Type);
}
