using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Events;

/// <summary>The feed, pushed: the same events in the same order, as they happen.</summary>
/// <param name="LastEventId">The id of the last event received, as a browser sends it when it connects again.</param>
/// <param name="After">The same for a first connection: a cursor of the feed. Without both the stream starts at the beginning.</param>
public sealed record StreamEvents(Guid ClusterId, [FromHeader(Name = "Last-Event-ID")] string? LastEventId, string? After)
    : IRequest<IAsyncEnumerable<SseItem<EventResponse?>>>;

public sealed class StreamEventsHandler(
    Caller caller, PurchasingDb db, FeedCursors cursors, SequencedSignal sequenced, IHttpContextAccessor accessor, IHostApplicationLifetime lifetime, TimeProvider time)
    : IRequestHandler<StreamEvents, IAsyncEnumerable<SseItem<EventResponse?>>>
{
    /// <summary>A line now and then, so that nobody in between takes the connection for dead.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>Who may read a cluster's feed.</summary>
    public const Roles Readers = Roles.Coordinator | Roles.Member | Roles.Auditor;

    private const int AtOnce = 200;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    public Task<IAsyncEnumerable<SseItem<EventResponse?>>> Handle(StreamEvents request, CancellationToken cancellationToken)
    {
        // Refused here, while there is still a status to refuse with.
        var after = cursors.PositionOf(request.ClusterId, request.LastEventId ?? request.After);
        return Task.FromResult(ReadAsync(new ClusterId(request.ClusterId), after, cancellationToken));
    }

    private async IAsyncEnumerable<SseItem<EventResponse?>> ReadAsync(ClusterId cluster, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        var (expires, last) = (ExpiryOfTheToken(), time.GetUtcNow());
        while (!end.IsCancellationRequested && time.GetUtcNow() < expires)
        {
            var next = sequenced.NextAsync();
            var reader = await ReaderNowAsync(cluster, ct);
            if ((reader.Roles & Readers) == Roles.None)
                yield break;

            var entries = await reader.Visible(db, cluster).Where(e => e.Position > after).OrderBy(e => e.Position).Take(AtOnce).AsNoTracking().ToListAsync(ct);
            foreach (var entry in entries)
            {
                after = entry.Position!.Value;
                last = time.GetUtcNow();
                var shown = EventResponse.Of(entry, reader, cursors.Of(cluster.Value, after));
                yield return new SseItem<EventResponse?>(shown, EnumName.Of(entry.Type)) { EventId = shown.Cursor };
            }

            if (entries.Count == AtOnce)
                continue;
            if (time.GetUtcNow() - last >= Quiet)
            {
                last = time.GetUtcNow();
                yield return new SseItem<EventResponse?>(null, Heartbeat);
            }

            await SequencedSignal.WaitAsync(next, end.Token);
        }
    }

    /// <summary>Rights can end while a stream is open, so each turn asks for them anew. A coordinator's and an auditor's are the token's.</summary>
    private async Task<EventReader> ReaderNowAsync(ClusterId cluster, CancellationToken ct) =>
        caller.Party == PartyKind.Organisation ? await db.ReaderOfAsync(cluster, caller.Organisation, ct) : EventReader.Of(caller);

    private DateTimeOffset ExpiryOfTheToken() =>
        long.TryParse(accessor.HttpContext!.User.FindFirstValue("exp"), out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.MaxValue;
}

public sealed class StreamEventsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/events/stream",
            async Task<ServerSentEventsResult<EventResponse?>> ([AsParameters] StreamEvents query, IMediator mediator, CancellationToken ct) =>
                TypedResults.ServerSentEvents(await mediator.Send(query, ct)))
        .Named(
            nameof(StreamEvents), "Events", "Stream the feed",
            "Server-sent events: the event is the type, the id its cursor, the data what the feed shows; `heartbeat` every quarter of a minute of silence. "
            + "Connect again with Last-Event-ID and nothing is missed. The stream ends when the token or the membership does.")
        .Allows(Scopes.EventsRead, StreamEventsHandler.Readers);
}
