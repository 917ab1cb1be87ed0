using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds.DueSteps;

/// <summary>Once a round that comes again is published: the next one is drafted, by the dates as they were planned.</summary>
public sealed class DraftsASuccessor(PurchasingDb db, JournalWriter journal) : IDueStep
{
    public DueStep Name => DueStep.DraftSuccessor;

    public string Condition =>
        """
        r.recurrence_rule IS NOT NULL AND r.published_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM rounds s WHERE s.cluster_id = r.cluster_id AND s.predecessor_id = r.id)
        """;

    public bool IsDue(Round round, DateTimeOffset now) => round.RecurrenceRule is not null && round.PublishedAt is not null;

    public IEnumerable<DateTimeOffset> DueTimes(Round round) =>
        round is { State: RoundState.Draft, RecurrenceRule: not null, OpensAt: { } at } ? [at] : [];

    public async Task TakeAsync(TakenRound taken, CancellationToken ct)
    {
        // The round is held: of several instances, only the first finds none.
        var (round, now) = taken;
        if (await db.Rounds.AnyAsync(r => r.ClusterId == round.ClusterId && r.PredecessorId == round.Id, ct))
            return;

        var successor = round.Succeed(RoundCopies.Next(round.ToPlan(), now), now);
        db.Rounds.Add(successor);
        journal.Record(EventType.RoundDrafted, successor, new { Follows = round.Id.Value });
    }
}
