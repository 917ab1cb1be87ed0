using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.ToDo;

/// <summary>Withdrawals of an award that another person proposed.</summary>
public sealed class WithdrawalsToConfirm : IToDoSource
{
    public Roles For => Roles.Coordinator;

    public async Task<IReadOnlyList<ToDoItem>> FindAsync(PurchasingDb db, ToDoReader reader, CancellationToken ct)
    {
        var me = PersonName.Plain(reader.Caller.Person!);
        var rounds = await db.Rounds.AsNoTracking().Where(r => r.ClusterId == reader.Cluster && r.State == RoundState.Awarded && r.Withdrawal != null)
            .Select(r => new { r.Id, r.Title, r.Withdrawal })
            .ToListAsync(ct);
        return
        [
            .. rounds.Where(r => PersonName.Plain(r.Withdrawal!.ProposedBy) != me)
                .Select(r => new ToDoItem(ToDoKind.ConfirmWithdrawal, r.Title, null, reader.LinkTo(r.Id, "withdraw-award"), r.Id.Value)),
        ];
    }
}
