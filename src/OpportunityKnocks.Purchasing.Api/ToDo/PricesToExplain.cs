using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.ToDo;

/// <summary>Questions on a supplier's own low price that it has not answered.</summary>
public sealed class PricesToExplain : IToDoSource
{
    public Roles For => Roles.Supplier;

    public async Task<IReadOnlyList<ToDoItem>> FindAsync(PurchasingDb db, ToDoReader reader, CancellationToken ct)
    {
        var supplier = reader.Caller.Organisation;
        var asked = await db.PriceInquiries.AsNoTracking()
            .Where(i => i.ClusterId == reader.Cluster && i.Question != null && i.AnsweredAt == null && i.AnswerBy > reader.Now)
            .Where(i => i.DecidedAt == null || i.DecidedAt < i.AskedAt)
            .Where(i => db.Bids.Any(b => b.ClusterId == i.ClusterId && b.Id == i.BidId && b.SupplierId == supplier))
            .Join(
                db.Rounds.Where(r => r.State == RoundState.Evaluating), i => new { i.ClusterId, i.RoundId }, r => new { r.ClusterId, RoundId = r.Id },
                (i, r) => new { r.Id, r.Title, i.AnswerBy })
            .ToListAsync(ct);
        return [.. asked.Select(a => new ToDoItem(ToDoKind.ExplainPrice, a.Title, a.AnswerBy, $"{reader.LinkToTender(a.Id)}/bid/price-question", a.Id.Value))];
    }
}
