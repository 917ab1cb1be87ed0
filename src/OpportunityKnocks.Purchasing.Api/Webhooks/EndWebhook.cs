using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;

namespace OpportunityKnocks.Purchasing.Api.Webhooks;

/// <summary>Ends a webhook; what is still on its way is not sent.</summary>
public sealed record EndWebhook(Guid ClusterId, Guid WebhookId, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<Unit>;

public sealed class EndWebhookHandler(Caller caller, PurchasingDb db, JournalWriter journal, TimeProvider time) : IRequestHandler<EndWebhook, Unit>
{
    public async Task<Unit> Handle(EndWebhook request, CancellationToken cancellationToken)
    {
        var own = await db.RequireOwnAsync(caller, (request.ClusterId, request.WebhookId), Channel.Webhook, request.IfMatch, cancellationToken);

        own.End(time.GetUtcNow());
        journal.Record(EventType.SubscriptionEnded, own, caller.Member);
        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }
}

public sealed class EndWebhookEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapDelete(
            "/clusters/{clusterId}/webhooks/{webhookId}",
            async ([AsParameters] EndWebhook command, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(command, ct);
                return TypedResults.NoContent();
            })
        .Named(nameof(EndWebhook), "Events", "End a webhook", "What is still on its way is not sent.")
        .Allows(Scopes.EventsSubscribe, Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor);
}
