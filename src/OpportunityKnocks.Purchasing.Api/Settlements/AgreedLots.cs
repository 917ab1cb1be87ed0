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
        return new AgreedLot(lot.Cost(), term, shares, []);
    }
}
