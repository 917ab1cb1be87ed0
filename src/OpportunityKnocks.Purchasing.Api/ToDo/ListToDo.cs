using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.ToDo;

/// <summary>What awaits the caller in a cluster, the most urgent first.</summary>
public sealed record ListToDo(Guid ClusterId) : IRequest<ToDoList>;

/// <param name="Items">At most 200; those without a deadline last.</param>
public sealed record ToDoList(IReadOnlyList<ToDoItem> Items);

public sealed class ListToDoHandler(Caller caller, PurchasingDb db, TimeProvider time, IEnumerable<IToDoSource> sources) : IRequestHandler<ListToDo, ToDoList>
{
    private const int Most = 200;

    public async Task<ToDoList> Handle(ListToDo request, CancellationToken cancellationToken)
    {
        var reader = new ToDoReader(new ClusterId(request.ClusterId), caller, time.GetUtcNow());
        var items = new List<ToDoItem>();
        foreach (var source in sources.Where(source => caller.Is(source.For)))
            items.AddRange(await source.FindAsync(db, reader, cancellationToken));
        return new ToDoList([.. items.OrderBy(item => item.DueAt ?? DateTimeOffset.MaxValue).ThenBy(item => item.Link, StringComparer.Ordinal).Take(Most)]);
    }
}

public sealed class ListToDoEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/to-do",
            async Task<Ok<ToDoList>> ([AsParameters] ListToDo query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListToDo), "Events", "What awaits the caller", "Each with its deadline, if it has one, and where to do it.")
        .Allows(Scopes.RoundsRead, Roles.Coordinator | Roles.Member | Roles.Supplier);
}
