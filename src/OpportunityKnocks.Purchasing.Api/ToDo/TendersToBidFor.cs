using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.ToDo;

/// <summary>Tenders that take bids, and in which the supplier has none. It looks at the supplier's own bids only.</summary>
public sealed class TendersToBidFor : IToDoSource
{
    public Roles For => Roles.Supplier;

    public async Task<IReadOnlyList<ToDoItem>> FindAsync(PurchasingDb db, ToDoReader reader, CancellationToken ct)
    {
        var supplier = reader.Caller.Organisation;
        var rounds = await db.Rounds.AsNoTracking()
            .Where(r => r.ClusterId == reader.Cluster && r.State == RoundState.Tendering && r.BidsCloseAt > reader.Now)
            .Where(r => !db.Bids.Any(b => b.ClusterId == r.ClusterId && b.RoundId == r.Id && b.SupplierId == supplier && b.State == BidState.Submitted))
            .Select(r => new { r.Id, r.Title, r.BidsCloseAt })
            .ToListAsync(ct);
        return [.. rounds.Select(r => new ToDoItem(ToDoKind.Bid, r.Title, r.BidsCloseAt, reader.LinkToTender(r.Id), r.Id.Value))];
    }
}
