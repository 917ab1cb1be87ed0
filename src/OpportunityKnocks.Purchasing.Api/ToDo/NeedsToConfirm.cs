using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.ToDo;

/// <summary>The member's needs that wait for its word: in review, and proposals while their round collects.</summary>
public sealed class NeedsToConfirm : IToDoSource
{
    public Roles For => Roles.Member;

    public async Task<IReadOnlyList<ToDoItem>> FindAsync(PurchasingDb db, ToDoReader reader, CancellationToken ct)
    {
        var member = reader.Caller.Member;
        var needs = await db.Needs.AsNoTracking()
            .Where(n => n.ClusterId == reader.Cluster && n.MemberId == member && n.ConfirmedAt == null)
            .Join(db.Rounds, n => new { n.ClusterId, n.RoundId }, r => new { r.ClusterId, RoundId = (Domain.RoundId?)r.Id }, (n, r) => new { Need = n, Round = r })
            .Where(x => (x.Round.State == RoundState.Review && x.Need.State == NeedState.Pooled && x.Round.ConfirmBy > reader.Now)
                || (x.Round.State == RoundState.Collecting && x.Need.State == NeedState.Proposed && x.Round.NeedsCloseAt > reader.Now))
            .Select(x => new { x.Need.Id, x.Need.Description, RoundId = x.Round.Id, DueAt = x.Round.State == RoundState.Review ? x.Round.ConfirmBy : x.Round.NeedsCloseAt })
            .ToListAsync(ct);
        return
        [
            .. needs.Select(n => new ToDoItem(
                ToDoKind.ConfirmNeed, n.Description, n.DueAt, $"/v1/clusters/{reader.Cluster.Value}/needs/{n.Id.Value}/confirm", n.RoundId.Value)),
        ];
    }
}
