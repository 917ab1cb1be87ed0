using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.ToDo;

/// <summary>The next step of each round that takes a coordinator.</summary>
public sealed class RoundsToRun : IToDoSource
{
    private static readonly RoundState[] WithAStep =
    [
        RoundState.Draft, RoundState.Collecting, RoundState.Review, RoundState.Sealed, RoundState.Evaluating, RoundState.Awarded, RoundState.Contracted,
    ];

    public Roles For => Roles.Coordinator;

    public async Task<IReadOnlyList<ToDoItem>> FindAsync(PurchasingDb db, ToDoReader reader, CancellationToken ct)
    {
        var rounds = await db.Rounds.AsNoTracking().Where(r => r.ClusterId == reader.Cluster && WithAStep.Contains(r.State)).ToListAsync(ct);
        return [.. rounds.Select(round => ItemOf(round, reader)).OfType<ToDoItem>()];
    }

    private static ToDoItem? ItemOf(Round round, ToDoReader reader) => round.State switch
    {
        RoundState.Draft when round.OpensAt is null => Item(ToDoKind.PublishDraft, round, round.NeedsCloseAt, reader, "publish"),
        RoundState.Collecting when round.WaitsSince is not null => Item(ToDoKind.DecideOnMinimum, round, null, reader, "close-collection"),
        RoundState.Review when round.WaitsSince is not null => Item(ToDoKind.DecideOnMinimum, round, null, reader, "close-review"),
        RoundState.Sealed => Item(ToDoKind.OpenBids, round, null, reader, "open-bids"),
        RoundState.Evaluating => Item(ToDoKind.CloseRound, round, null, reader, "close"),
        RoundState.Awarded when round.StandstillEndsAt <= reader.Now => Item(ToDoKind.MakeContracts, round, null, reader, "contract"),
        RoundState.Contracted => Item(ToDoKind.PostCharges, round, null, reader, "settle"),
        _ => null,
    };

    private static ToDoItem Item(ToDoKind kind, Round round, DateTimeOffset? dueAt, ToDoReader reader, string step) =>
        new(kind, round.Title, dueAt, reader.LinkTo(round.Id, step), round.Id.Value);
}
