using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Webhooks;

/// <summary>What was sent to a webhook, and what came of it.</summary>
public sealed record ListDeliveries(Guid ClusterId, Guid WebhookId, DeliveryState? State, int? Limit, string? Cursor) : IRequest<Page<DeliveryResponse>>;

/// <param name="Id">The message's <c>webhook-id</c>, the same in every attempt.</param>
/// <param name="LastResult">Of the last attempt: the receiver's status, or why there was none.</param>
public sealed record DeliveryResponse(
    Guid Id,
    Guid EventId,
    EventType Type,
    DeliveryState State,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? LastAttemptAt,
    string? LastResult,
    DateTimeOffset? DeliveredAt)
{
    public static DeliveryResponse Of(Delivery d) => new(
        d.Id.Value, d.EntryId.Value, d.Type, d.State, d.Attempts,
        d.State == DeliveryState.Pending ? d.NextAttemptAt : null, d.LastAttemptAt, d.LastResult, d.DeliveredAt);
}

public sealed class ListDeliveriesHandler(Caller caller, PurchasingDb db) : IRequestHandler<ListDeliveries, Page<DeliveryResponse>>
{
    public async Task<Page<DeliveryResponse>> Handle(ListDeliveries request, CancellationToken cancellationToken)
    {
        var (cluster, webhook) = (new ClusterId(request.ClusterId), new SubscriptionId(request.WebhookId));
        if (!await db.OwnSubscriptions(caller, cluster, Channel.Webhook).AnyAsync(s => s.Id == webhook, cancellationToken))
            throw SubscriptionOwner.NotFound;

        var page = await db.Deliveries.AsNoTracking()
            .Where(d => d.ClusterId == cluster && d.SubscriptionId == webhook && (request.State == null || d.State == request.State))
            .PageByIdAsync(d => d.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        return page.Select(DeliveryResponse.Of);
    }
}

public sealed class ListDeliveriesEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/webhooks/{webhookId}/deliveries",
            async Task<Ok<Page<DeliveryResponse>>> ([AsParameters] ListDeliveries query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListDeliveries), "Events", "List a webhook's deliveries", "The oldest first; ?state=pending or failed for those that did not arrive.")
        .Allows(Scopes.EventsRead, Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor);
}
