using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.ToDo;

/// <summary>Tenders with questions nobody has answered.</summary>
public sealed class QuestionsToAnswer : IToDoSource
{
    public Roles For => Roles.Coordinator;

    public async Task<IReadOnlyList<ToDoItem>> FindAsync(PurchasingDb db, ToDoReader reader, CancellationToken ct)
    {
        var rounds = await db.Rounds.AsNoTracking()
            .Where(r => r.ClusterId == reader.Cluster && r.State == RoundState.Tendering && r.BidsCloseAt > reader.Now)
            .Where(r => db.Questions.Any(q => q.ClusterId == r.ClusterId && q.RoundId == r.Id && q.AnsweredAt == null))
            .Select(r => new { r.Id, r.Title, r.BidsCloseAt })
            .ToListAsync(ct);
        return [.. rounds.Select(r => new ToDoItem(ToDoKind.AnswerQuestions, r.Title, r.BidsCloseAt, $"{reader.LinkToTender(r.Id)}/questions", r.Id.Value))];
    }
}
