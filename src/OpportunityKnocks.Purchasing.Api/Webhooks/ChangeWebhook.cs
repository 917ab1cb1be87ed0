using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Http.Outgoing;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;

namespace OpportunityKnocks.Purchasing.Api.Webhooks;

/// <summary>Says a webhook anew: its address, its events, whether it runs.</summary>
public sealed record ChangeWebhook(Guid ClusterId, Guid WebhookId, [FromHeader(Name = "If-Match")] string? IfMatch, WebhookDetails Body)
    : IRequest<WebhookResponse>;

public sealed class ChangeWebhookValidator : AbstractValidator<ChangeWebhook>
{
    public ChangeWebhookValidator(OutgoingTargets targets) => RuleFor(c => c.Body).SetValidator(new WebhookDetailsValidator(targets));
}

public sealed class ChangeWebhookHandler(Caller caller, PurchasingDb db, DeliveryQueue queue, JournalWriter journal) : IRequestHandler<ChangeWebhook, WebhookResponse>
{
    public async Task<WebhookResponse> Handle(ChangeWebhook request, CancellationToken cancellationToken)
    {
        var own = await db.RequireOwnAsync(caller, (request.ClusterId, request.WebhookId), Channel.Webhook, request.IfMatch, cancellationToken);

        if (request.Body.Active && (!own.Active || own.FailingSince is not null))
            await queue.GoOnAsync(db, own, cancellationToken);
        own.Change(request.Body.Url, request.Body.Types ?? [], request.Body.Active);
        journal.Record(EventType.SubscriptionChanged, own, caller.Member);
        await db.SaveChangesAsync(cancellationToken);
        return WebhookResponse.Of(own);
    }
}

public sealed class ChangeWebhookEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPut(
            "/clusters/{clusterId}/webhooks/{webhookId}",
            async Task<Ok<WebhookResponse>> ([AsParameters] ChangeWebhook command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(ChangeWebhook), "Events", "Change a webhook", "Also lets a paused one go on: with everything that happened meanwhile.")
        .Allows(Scopes.EventsSubscribe, Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor)
        .RequestExample("""{ "url": "https://example.org/purchasing-events", "active": true }""");
}
