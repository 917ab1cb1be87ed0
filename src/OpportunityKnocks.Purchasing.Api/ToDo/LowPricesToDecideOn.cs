using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.ToDo;

/// <summary>Questions on low prices that are answered, or whose time has passed, and nobody has decided on.</summary>
public sealed class LowPricesToDecideOn : IToDoSource
{
    public Roles For => Roles.Coordinator;

    public async Task<IReadOnlyList<ToDoItem>> FindAsync(PurchasingDb db, ToDoReader reader, CancellationToken ct)
    {
        var rounds = await db.Rounds.AsNoTracking()
            .Where(r => r.ClusterId == reader.Cluster && r.State == RoundState.Evaluating)
            .Where(r => db.PriceInquiries.Any(i => i.ClusterId == r.ClusterId && i.RoundId == r.Id && i.Question != null
                && (i.AnsweredAt != null || i.AnswerBy <= reader.Now) && (i.DecidedAt == null || i.DecidedAt < i.AskedAt)))
            .Select(r => new { r.Id, r.Title })
            .ToListAsync(ct);
        return [.. rounds.Select(r => new ToDoItem(ToDoKind.DecideOnLowPrice, r.Title, null, reader.LinkTo(r.Id, "abnormally-low"), r.Id.Value))];
    }
}
