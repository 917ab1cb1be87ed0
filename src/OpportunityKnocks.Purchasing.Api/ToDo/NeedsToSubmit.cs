using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.ToDo;

/// <summary>Rounds that collect, and in which the member has no need yet.</summary>
public sealed class NeedsToSubmit : IToDoSource
{
    public Roles For => Roles.Member;

    public async Task<IReadOnlyList<ToDoItem>> FindAsync(PurchasingDb db, ToDoReader reader, CancellationToken ct)
    {
        var member = reader.Caller.Member;
        var rounds = await db.VisibleRounds(reader.Caller, reader.Cluster).AsNoTracking()
            .Where(r => r.State == RoundState.Collecting && r.NeedsCloseAt > reader.Now)
            .Where(r => !db.Needs.Any(n => n.ClusterId == r.ClusterId && n.RoundId == r.Id && n.MemberId == member && n.State == NeedState.Pooled))
            .Select(r => new { r.Id, r.Title, r.NeedsCloseAt })
            .ToListAsync(ct);
        return [.. rounds.Select(r => new ToDoItem(ToDoKind.SubmitNeeds, r.Title, r.NeedsCloseAt, reader.LinkTo(r.Id), r.Id.Value))];
    }
}
