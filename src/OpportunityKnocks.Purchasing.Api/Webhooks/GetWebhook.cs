using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Webhooks;

/// <summary>One webhook of the caller's party.</summary>
public sealed record GetWebhook(Guid ClusterId, Guid WebhookId) : IRequest<WebhookResponse>;

public sealed class GetWebhookHandler(Caller caller, PurchasingDb db) : IRequestHandler<GetWebhook, WebhookResponse>
{
    public async Task<WebhookResponse> Handle(GetWebhook request, CancellationToken cancellationToken)
    {
        var id = new SubscriptionId(request.WebhookId);
        var own = await db.OwnSubscriptions(caller, new ClusterId(request.ClusterId), Channel.Webhook).AsNoTracking()
            .SingleOrDefaultAsync(s => s.Id == id, cancellationToken) ?? throw SubscriptionOwner.NotFound;
        return WebhookResponse.Of(own);
    }
}

public sealed class GetWebhookEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/webhooks/{webhookId}",
            async Task<Ok<WebhookResponse>> ([AsParameters] GetWebhook query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetWebhook), "Events", "Read a webhook")
        .Allows(Scopes.EventsRead, Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor);
}
