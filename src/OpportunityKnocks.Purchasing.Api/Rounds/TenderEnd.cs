using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>The end of a tender: sealed by the deadline or by the opening, opened by the coordinator. The round is taken, its bidders are
/// out.</summary>
public sealed class TenderEnd(PurchasingDb db, NeedRelease needs, JournalWriter journal)
{
    public void Seal(TakenRound taken)
    {
        taken.Round.Seal(taken.Now);
        journal.Record(EventType.BidsSealed, taken.Round);
    }

    public async Task OpenAsync(TakenRound taken, CancellationToken ct)
    {
        var (round, now) = taken;
        var bids = await db.CountConsideredBidsAsync(round, ct);
        var log = await db.BidLog.Where(e => e.ClusterId == round.ClusterId && e.RoundId == round.Id).OrderBy(e => e.Id).AsNoTracking().ToListAsync(ct);

        round.OpenBids(bids, now);
        var type = round.State == RoundState.NotReached ? EventType.RoundNotReached : EventType.BidsOpened;
        journal.Record(type, round, new OpeningPayload(bids, log.Count, Convert.ToHexStringLower(BidLog.RootOf(log)))).Because(round.EndReason);
        if (round.State == RoundState.NotReached)
            await needs.ReleaseAsync(round, now, ct);
        else
            await db.ExcludeUnmetAsync(journal, round, ct);
    }

    /// <param name="Bids">How many are considered.</param>
    /// <param name="LogEntries">How many submissions, revisions, confirmations and withdrawals there were.</param>
    /// <param name="LogRoot">The root of the log's Merkle tree, hexadecimal.</param>
    private sealed record OpeningPayload(int Bids, int LogEntries, string LogRoot);
}
