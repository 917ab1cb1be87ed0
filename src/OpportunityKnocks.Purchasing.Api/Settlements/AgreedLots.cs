using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>Reads what is agreed for an awarded lot: the award's shares, and every change since.</summary>
public static class AgreedLots
{
    public static async Task<AgreedLot> LoadAgreedLotAsync(this PurchasingDb db, AwardedLot lot, Term term, CancellationToken ct)
    {
        var shares = new List<MemberShare>(lot.Members);
        var rows = db.Shares.AsNoTracking()
            .Where(s => s.ClusterId == lot.ClusterId && s.AwardId == lot.AwardId && s.LotId == lot.LotId && s.Part == lot.Part)
            .OrderBy(s => s.MemberId)
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(ct))
            shares.Add(lot.Restore(row));

        var later = await db.CommitmentLines.Where(l => l.ClusterId == lot.ClusterId && l.LotId == lot.LotId && l.Number > 1)
            .Join(
                db.Commitments.Where(c => c.AwardId == lot.AwardId && c.SupplierId == lot.SupplierId),
                l => new { l.ClusterId, l.CommitmentId },
                c => new { c.ClusterId, CommitmentId = c.Id },
                (l, c) => new LotLine(c.MemberId, l.Number, l.StartsOn, l.Quantity))
            .ToListAsync(ct);
        return new AgreedLot(lot.Cost(), term, shares, later);
    }
}
