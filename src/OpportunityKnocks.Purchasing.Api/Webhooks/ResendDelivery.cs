using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Webhooks;

/// <summary>Sends a delivery again, whatever became of it: the same message under the same id.</summary>
public sealed record ResendDelivery(Guid ClusterId, Guid WebhookId, Guid DeliveryId) : IRequest<DeliveryResponse>;

public sealed class ResendDeliveryHandler(Caller caller, PurchasingDb db, DeliveryQueue queue) : IRequestHandler<ResendDelivery, DeliveryResponse>
{
    public async Task<DeliveryResponse> Handle(ResendDelivery request, CancellationToken cancellationToken)
    {
        var (cluster, webhook, id) = (new ClusterId(request.ClusterId), new SubscriptionId(request.WebhookId), new DeliveryId(request.DeliveryId));
        if (!await db.OwnSubscriptions(caller, cluster, Channel.Webhook).AnyAsync(s => s.Id == webhook, cancellationToken)
            || !await queue.SendAgainAsync(db, cluster, webhook, id, cancellationToken))
        {
            throw HttpRefusals.NotFound.Because("There is no such delivery to a webhook of yours.");
        }

        return DeliveryResponse.Of(await db.Deliveries.AsNoTracking().SingleAsync(d => d.ClusterId == cluster && d.Id == id, cancellationToken));
    }
}

public sealed class ResendDeliveryEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/webhooks/{webhookId}/deliveries/{deliveryId}/resend",
            async Task<Ok<DeliveryResponse>> ([AsParameters] ResendDelivery command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(ResendDelivery), "Events", "Send a delivery again", "At once, whatever became of it; the message keeps its webhook-id.")
        .Allows(Scopes.EventsSubscribe, Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor);
}
