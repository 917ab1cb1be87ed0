using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;

namespace OpportunityKnocks.Purchasing.Api.Webhooks;

/// <summary>Gives a webhook a new secret; the old one signs beside it for a day.</summary>
public sealed record RotateWebhookSecret(Guid ClusterId, Guid WebhookId, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<WebhookWithSecret>;

public sealed class RotateWebhookSecretHandler(Caller caller, PurchasingDb db, WebhookSecrets secrets, JournalWriter journal, TimeProvider time)
    : IRequestHandler<RotateWebhookSecret, WebhookWithSecret>
{
    private static readonly TimeSpan BothValid = TimeSpan.FromDays(1);

    public async Task<WebhookWithSecret> Handle(RotateWebhookSecret request, CancellationToken cancellationToken)
    {
        var own = await db.RequireOwnAsync(caller, (request.ClusterId, request.WebhookId), Channel.Webhook, request.IfMatch, cancellationToken);
        var (shown, kept) = secrets.New();

        own.Rotate(kept, time.GetUtcNow() + BothValid);
        journal.Record(EventType.SubscriptionChanged, own, caller.Member);
        await db.SaveChangesAsync(cancellationToken);
        return WebhookWithSecret.Of(own, shown);
    }
}

public sealed class RotateWebhookSecretEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/webhooks/{webhookId}/rotate-secret",
            async Task<Ok<WebhookWithSecret>> ([AsParameters] RotateWebhookSecret command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(RotateWebhookSecret), "Events", "Rotate a webhook's secret", "For a day every message carries a signature of each of the two.")
        .Allows(Scopes.EventsSubscribe, Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor)
        .WithMetadata(new AnswersWithSecret());
}
