using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Sealing;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>What follows the end of a window for needs, collection or review: it is told, and the needs of lots that are given up go back
/// to their members.</summary>
public sealed class WindowFinish(PurchasingDb db, TenderKey keys, NeedRelease needs, JournalWriter journal)
{
    /// <param name="demand">What was pooled when the window ended.</param>
    public async Task FinishAsync(TakenRound taken, WindowOutcome outcome, IReadOnlyCollection<PooledDemand> demand, CancellationToken ct)
    {
        var round = taken.Round;
        if (round.State == RoundState.Tendering)
            await keys.GiveAsync(round, ct);
        var lots = round.Lots.OrderBy(lot => lot.Number).Select(lot => LotPayload.Of(lot, demand, outcome.GivenUp));
        journal.Record(TypeOf(outcome, round), round, new WindowPayload(round.NeedsCloseAt, round.ConfirmBy, round.BidsCloseAt, [.. lots]))
            .Because(outcome.Reason);

        if (outcome.GivenUp.Count > 0)
            await needs.ReleaseAsync(round, db.NeedsIn(round, outcome.GivenUp), outcome.Reason, taken.Now, ct);
    }

    private static EventType TypeOf(WindowOutcome outcome, Round round) => outcome.End switch
    {
        WindowEnd.MovedOn => round.State == RoundState.Review ? EventType.CollectionClosed : EventType.TenderOpened,
        WindowEnd.Extended => EventType.RoundExtended,
        WindowEnd.Waits => EventType.RoundWaits,
        WindowEnd.NotReached => EventType.RoundNotReached,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private sealed record WindowPayload(
        DateTimeOffset NeedsCloseAt, DateTimeOffset? ConfirmBy, DateTimeOffset BidsCloseAt, IReadOnlyList<LotPayload> Lots);

    /// <summary>Every member reads it, so the figures of few members are left out.</summary>
    private sealed record LotPayload(Guid LotId, long? Quantity, int? Members, bool GivenUp)
    {
        public static LotPayload Of(Lot lot, IReadOnlyCollection<PooledDemand> demand, IReadOnlyList<LotId> givenUp)
        {
            var pooled = demand.SingleOrDefault(d => d.LotId == lot.Id) ?? new PooledDemand(lot.Id, 0, 0);
            var told = pooled.Members is 0 or >= RoundVisibility.FewestMembersToShow;
            return new LotPayload(lot.Id.Value, told ? pooled.Quantity : null, told ? pooled.Members : null, givenUp.Contains(lot.Id));
        }
    }
}
