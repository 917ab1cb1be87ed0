using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Events;

/// <summary>What happened in the cluster, in the order of the journal, as far as the caller may see it.</summary>
/// <param name="After">The cursor of the last event read; without it the feed starts at the beginning.</param>
public sealed record ListEvents(Guid ClusterId, string? After, int? Limit) : IRequest<EventFeed>;

/// <param name="Cursor">Where to go on: the cursor of the last event here, or the one asked with when there is nothing new.</param>
public sealed record EventFeed(IReadOnlyList<EventResponse> Items, string? Cursor);

public sealed class ListEventsHandler(Caller caller, PurchasingDb db, FeedCursors cursors) : IRequestHandler<ListEvents, EventFeed>
{
    public async Task<EventFeed> Handle(ListEvents request, CancellationToken cancellationToken)
    {
        var after = cursors.PositionOf(request.ClusterId, request.After);
        var reader = EventReader.Of(caller);
        var entries = await reader.Visible(db, new ClusterId(request.ClusterId))
            .Where(e => e.Position > after)
            .OrderBy(e => e.Position)
            .Take(new PageOf(request.Limit, null).Size)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        var items = entries.ConvertAll(e => EventResponse.Of(e, reader, cursors.Of(request.ClusterId, e.Position!.Value)));
        return new EventFeed(items, items.Count == 0 ? request.After : items[^1].Cursor);
    }
}

public sealed class ListEventsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/events",
            async ([AsParameters] ListEvents query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListEvents), "Events", "Read the feed", "Ask again with the cursor of the answer: every event comes once, in one order, and none is left out.")
        .Allows(Scopes.EventsRead, Roles.Coordinator | Roles.Member | Roles.Auditor);
}
