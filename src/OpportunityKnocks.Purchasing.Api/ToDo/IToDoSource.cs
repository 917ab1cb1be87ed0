using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.ToDo;

/// <summary>Something a person should do.</summary>
public enum ToDoKind
{
    PublishDraft,
    SubmitNeeds,
    DecideOnMinimum,
    Bid,
    OpenBids,
    CloseRound,
    MakeContracts,
    PostCharges,
    MendSubscription,
    RenewBid,
    AnswerQuestions,
    ConfirmNeed,
    AnswerAward,
    ExplainPrice,
    DecideOnLowPrice,
    ConfirmWithdrawal,
}

/// <param name="Title">What it is about, such as a round's title.</param>
/// <param name="DueAt">After that it is too late, or goes on without you; left out when nothing presses.</param>
/// <param name="Link">Where to do it.</param>
public sealed record ToDoItem(ToDoKind Kind, string Title, DateTimeOffset? DueAt, string Link, Guid? RoundId = null);

/// <summary>Whom a list is for.</summary>
public sealed record ToDoReader(ClusterId Cluster, Caller Caller, DateTimeOffset Now)
{
    public string LinkTo(RoundId round, string? step = null) => $"/v1/clusters/{Cluster.Value}/rounds/{round.Value}{(step is null ? "" : $"/{step}")}";

    public string LinkToTender(RoundId round) => $"/v1/clusters/{Cluster.Value}/tenders/{round.Value}";
}

/// <summary>Finds what awaits people of some roles. Found by scanning: a new one is one file.</summary>
public interface IToDoSource
{
    Roles For { get; }

    Task<IReadOnlyList<ToDoItem>> FindAsync(PurchasingDb db, ToDoReader reader, CancellationToken ct);
}
