using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.ToDo;

/// <summary>Tenders that take bids, and in which the supplier has none, or one for terms that changed since. It looks at the supplier's own bids only.</summary>
public sealed class TendersToBidFor : IToDoSource
{
    public Roles For => Roles.Supplier;

    public async Task<IReadOnlyList<ToDoItem>> FindAsync(PurchasingDb db, ToDoReader reader, CancellationToken ct)
    {
        var supplier = reader.Caller.Organisation;
        var rounds = await db.Rounds.AsNoTracking()
            .Where(r => r.ClusterId == reader.Cluster && r.State == RoundState.Tendering && r.BidsCloseAt > reader.Now)
            .Select(r => new
            {
                r.Id,
                r.Title,
                r.BidsCloseAt,
                r.TermsVersion,
                Bids = db.Bids.Where(b => b.ClusterId == r.ClusterId && b.RoundId == r.Id && b.SupplierId == supplier && b.State == BidState.Submitted)
                    .SelectMany(b => db.BidVersions.Where(v => v.ClusterId == b.ClusterId && v.BidId == b.Id && v.Number == b.OfferVersion))
                    .Select(v => v.TermsVersion)
                    .ToList(),
            })
            .ToListAsync(ct);
        return [.. rounds.Where(r => !r.Bids.Contains(r.TermsVersion)).Select(r => new ToDoItem(
            r.Bids.Count == 0 ? ToDoKind.Bid : ToDoKind.RenewBid, r.Title, r.BidsCloseAt, reader.LinkToTender(r.Id), r.Id.Value))];
    }
}
