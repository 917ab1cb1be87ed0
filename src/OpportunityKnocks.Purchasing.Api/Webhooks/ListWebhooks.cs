using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Webhooks;

/// <summary>The webhooks of the caller's party in the cluster.</summary>
public sealed record ListWebhooks(Guid ClusterId, int? Limit, string? Cursor) : IRequest<Page<WebhookResponse>>;

public sealed class ListWebhooksHandler(Caller caller, PurchasingDb db) : IRequestHandler<ListWebhooks, Page<WebhookResponse>>
{
    public async Task<Page<WebhookResponse>> Handle(ListWebhooks request, CancellationToken cancellationToken)
    {
        var page = await db.OwnSubscriptions(caller, new ClusterId(request.ClusterId), Channel.Webhook).AsNoTracking()
            .PageByIdAsync(s => s.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        return page.Select(WebhookResponse.Of);
    }
}

public sealed class ListWebhooksEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/webhooks",
            async Task<Ok<Page<WebhookResponse>>> ([AsParameters] ListWebhooks query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListWebhooks), "Events", "List the webhooks of one's party")
        .Allows(Scopes.EventsRead, Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor);
}
