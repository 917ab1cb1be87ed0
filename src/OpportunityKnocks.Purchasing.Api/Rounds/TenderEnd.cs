using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Sealing;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>The end of a tender: sealed by the deadline or by the opening, opened by the coordinator. The round is taken, its bidders are
/// out.</summary>
public sealed class TenderEnd(PurchasingDb db, BidOpening envelopes, NeedRelease needs, JournalWriter journal)
{
    /// <summary>Seals, or, when a question is unanswered and the round's policy says so, moves the deadline.</summary>
    public async Task EndAsync(TakenRound taken, CancellationToken ct)
    {
        var (round, now) = taken;
        var unanswered = await db.Questions.CountAsync(q => q.ClusterId == round.ClusterId && q.RoundId == round.Id && q.AnsweredAt == null, ct);
        if (round.ExtendForQuestions(unanswered, now))
        {
            journal.Record(EventType.RoundExtended, round, new Extension(round.NeedsCloseAt, round.ConfirmBy, round.BidsCloseAt))
                .Because("A question on the tender was not answered yet.");
            return;
        }

        round.Seal(now);
        journal.Record(EventType.BidsSealed, round);
    }

    /// <summary>A person approves the opening; when that is enough, the bids are opened.</summary>
    public async Task ApproveAsync(TakenRound taken, string person, CancellationToken ct)
    {
        if (taken.Round.ApproveOpening(person, taken.Now))
            await OpenAsync(taken, ct);
        else
            journal.Record(EventType.OpeningApproved, taken.Round, new { By = person });
    }

    private async Task OpenAsync(TakenRound taken, CancellationToken ct)
    {
        var (round, now) = taken;
        await envelopes.OpenAsync(round, ct);
        var bids = await db.CountConsideredBidsAsync(round, ct);
        var log = await db.BidLog.Where(e => e.ClusterId == round.ClusterId && e.RoundId == round.Id).OrderBy(e => e.Id).AsNoTracking().ToListAsync(ct);

        round.OpenBids(bids, now);
        var type = round.State == RoundState.NotReached ? EventType.RoundNotReached : EventType.BidsOpened;
        journal.Record(type, round, new OpeningPayload(bids, log.Count, Convert.ToHexStringLower(BidLog.RootOf(log)), ApprovedBy(round))).Because(round.EndReason);
        if (round.State == RoundState.NotReached)
            await needs.ReleaseAsync(round, now, ct);
        else
            await db.ExcludeUnmetAsync(journal, round, ct);
    }

    /// <param name="Bids">How many are considered.</param>
    /// <param name="LogEntries">How many submissions, revisions, confirmations and withdrawals there were.</param>
    /// <param name="LogRoot">The root of the log's Merkle tree, hexadecimal.</param>
    /// <param name="ApprovedBy">The persons who opened them.</param>
    private sealed record OpeningPayload(int Bids, int LogEntries, string LogRoot, IReadOnlyList<string> ApprovedBy);

    private static List<string> ApprovedBy(Round round) => [.. new[] { round.OpeningApprovedBy, round.BidsOpenedBy }.OfType<string>()];
}
