using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>What an interest that is declared late does to the scores its person gave.</summary>
public sealed class StruckScores(PurchasingDb db, JournalWriter journal)
{
    /// <summary>The round is taken; the caller saves.</summary>
    public async Task StrikeAsync(InterestDeclaration declaration, DateTimeOffset now, CancellationToken ct)
    {
        var (cluster, round) = (declaration.ClusterId, declaration.RoundId);
        if (!declaration.HasInterest)
            return;

        var scored = await db.ScoreSheets
            .Where(s => s.ClusterId == cluster && s.RoundId == round && s.PersonKey == declaration.PersonKey && s.StruckAt == null)
            .Join(db.Bids, s => new { s.ClusterId, s.BidId }, b => new { b.ClusterId, BidId = b.Id }, (s, b) => new { Sheet = s, b.SupplierId })
            .ToListAsync(ct);
        foreach (var sheet in scored.Where(s => declaration.Concerns(s.SupplierId)).Select(s => s.Sheet))
        {
            sheet.Strike(now);
            Tell(EventType.ScoresStruck, SubjectKind.ScoreSheet, sheet.Id.Value, sheet.Version, sheet.BidId);
            var consensus = await db.Consensuses.SingleOrDefaultAsync(c => c.ClusterId == cluster && c.BidId == sheet.BidId, ct);
            if (consensus?.Reopen(sheet) == true)
                Tell(EventType.ScoresStruck, SubjectKind.Consensus, consensus.Id.Value, consensus.Version, sheet.BidId);
        }

        void Tell(EventType type, SubjectKind kind, Guid id, int version, BidId bid) =>
            journal.Record(cluster, type, kind, id, version, new { BidId = bid.Value, declaration.Person }).For(Audience.Coordinator, round)
                .Because("An interest was declared after the bid was scored.");
    }
}
