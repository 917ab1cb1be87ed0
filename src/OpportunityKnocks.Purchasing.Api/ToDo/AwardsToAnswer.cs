using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Api.ToDo;

/// <summary>The member's commitments that it has neither accepted nor declined; silence declines.</summary>
public sealed class AwardsToAnswer : IToDoSource
{
    public Roles For => Roles.Member;

    public async Task<IReadOnlyList<ToDoItem>> FindAsync(PurchasingDb db, ToDoReader reader, CancellationToken ct)
    {
        var member = reader.Caller.Member;
        var open = await db.Commitments.AsNoTracking()
            .Where(c => c.ClusterId == reader.Cluster && c.MemberId == member && c.Answer == CommitmentAnswer.Awaited)
            .Join(db.Awards.Where(a => a.State == AwardState.Active), c => new { c.ClusterId, c.AwardId }, a => new { a.ClusterId, AwardId = a.Id }, (c, a) => new { c.Id, a.ClusterId, a.RoundId })
            .Join(db.Rounds, x => new { x.ClusterId, x.RoundId }, r => new { r.ClusterId, RoundId = r.Id }, (x, r) => new { x.Id, RoundId = r.Id, r.Title, r.AcceptBy, r.AcceptanceEndedAt })
            .Where(x => x.AcceptanceEndedAt == null && x.AcceptBy > reader.Now)
            .ToListAsync(ct);
        return
        [
            .. open.Select(c => new ToDoItem(
                ToDoKind.AnswerAward, c.Title, c.AcceptBy, $"{reader.LinkTo(c.RoundId)}/commitments/{c.Id.Value}", c.RoundId.Value)),
        ];
    }
}
