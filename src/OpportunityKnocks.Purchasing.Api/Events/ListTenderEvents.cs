using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Events;

/// <summary>What happened to the tenders of every cluster that approved the calling supplier. Nothing in it depends on other bids.</summary>
/// <param name="After">The cursor of the last answer; without it the feed starts at the beginning.</param>
public sealed record ListTenderEvents(string? After, int? Limit) : IRequest<EventFeed>;

public sealed class ListTenderEventsHandler(Caller caller, PurchasingDb db, FeedCursors cursors) : IRequestHandler<ListTenderEvents, EventFeed>
{
    private static readonly EventReader Reader = new(Roles.Supplier, null);

    public async Task<EventFeed> Handle(ListTenderEvents request, CancellationToken cancellationToken)
    {
        // Crosses clusters: one of the marked reads that do, and so it locks nothing.
        var supplier = caller.Organisation!.Value;
        var clusters = await db.SupplierApprovals.Where(s => s.OrganisationId == supplier && s.Approved)
            .Join(db.Feeds, s => s.ClusterId, f => f.ClusterId, (s, f) => new { s.ClusterId, f.Position })
            .ToDictionaryAsync(f => f.ClusterId.Value, f => f.Position, cancellationToken);
        var read = cursors.PositionsOf(clusters.Keys, request.After);
        var size = new PageOf(request.Limit, null).Size;

        var entries = new List<(DateTimeOffset Key, JournalEntry Entry)>();
        foreach (var (cluster, head) in clusters.Where(c => read.GetValueOrDefault(c.Key) < c.Value))
        {
            var after = read.GetValueOrDefault(cluster);
            var some = await Reader.Visible(db, new ClusterId(cluster))
                .Where(e => e.Position > after && e.Position <= head)
                .OrderBy(e => e.Position)
                .Take(size)
                .AsNoTracking()
                .ToListAsync(cancellationToken);

            // By time over all clusters, but never out of a cluster's own order: that is what the cursor goes by.
            var latest = DateTimeOffset.MinValue;
            entries.AddRange(some.Select(e => (latest = e.At > latest ? e.At : latest, e)));
        }

        var items = new List<EventResponse>();
        foreach (var (_, entry) in entries.OrderBy(e => e.Key).ThenBy(e => e.Entry.ClusterId.Value).ThenBy(e => e.Entry.Position).Take(size))
        {
            read[entry.ClusterId.Value] = entry.Position!.Value;
            items.Add(EventResponse.Of(entry, Reader, cursors.Of(read)));
        }

        return new EventFeed(items, items.Count == 0 ? request.After : items[^1].Cursor);
    }
}

public sealed class ListTenderEventsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/events",
            async ([AsParameters] ListTenderEvents query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(ListTenderEvents), "Events", "Read a supplier's feed",
            "What happened to the tenders of every cluster that approved the caller. Ask again with the cursor of the answer. It never moves because "
            + "another supplier bid.")
        .Allows(Scopes.EventsRead, Roles.Supplier);
}
