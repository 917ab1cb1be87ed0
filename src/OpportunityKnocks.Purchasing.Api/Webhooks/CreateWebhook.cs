using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Http.Outgoing;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Webhooks;

/// <summary>Has the events the caller's party may see sent to an address, from now on.</summary>
public sealed record CreateWebhook(Guid ClusterId, WebhookDetails Body) : IRequest<WebhookWithSecret>;

public sealed class CreateWebhookValidator : AbstractValidator<CreateWebhook>
{
    public CreateWebhookValidator(OutgoingTargets targets) => RuleFor(c => c.Body).SetValidator(new WebhookDetailsValidator(targets));
}

public sealed class WebhookDetailsValidator : AbstractValidator<WebhookDetails>
{
    public WebhookDetailsValidator(OutgoingTargets targets) => RuleFor(w => w.Url).Custom((url, context) =>
    {
        if (targets.WhatIsWrongWith(url) is { } wrong)
            context.AddFailure(wrong);
    });
}

public sealed class CreateWebhookHandler(Caller caller, PurchasingDb db, WebhookSecrets secrets, JournalWriter journal, TimeProvider time)
    : IRequestHandler<CreateWebhook, WebhookWithSecret>
{
    public async Task<WebhookWithSecret> Handle(CreateWebhook request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        await db.RequireRoomAsync(caller, cluster, Channel.Webhook, cancellationToken);
        var head = await db.Feeds.Where(f => f.ClusterId == cluster).Select(f => f.Position).SingleAsync(cancellationToken);
        var (shown, kept) = secrets.New();

        var webhook = Subscription.Make(
            cluster, Channel.Webhook, SubscriptionOwner.OwnerOf(caller), request.Body.Url, request.Body.Types ?? [], kept, head, time.GetUtcNow());
        db.Subscriptions.Add(webhook);
        journal.Record(EventType.SubscriptionMade, webhook, caller.Member);
        await db.SaveChangesAsync(cancellationToken);
        return WebhookWithSecret.Of(webhook, shown);
    }
}

public sealed class CreateWebhookEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/webhooks",
            async Task<Created<WebhookWithSecret>> ([AsParameters] CreateWebhook command, IMediator mediator, CancellationToken ct) =>
            {
                var webhook = await mediator.Send(command, ct);
                return TypedResults.Created($"/v1/clusters/{command.ClusterId}/webhooks/{webhook.Id}", webhook);
            })
        .Named(
            nameof(CreateWebhook), "Events", "Create a webhook",
            "Every event its owner may see is sent as a CloudEvent, signed as Standard Webhooks says, until the receiver answers 2xx: at least once, in order "
            + "within a round, with growing pauses over three days. The answer holds the secret, this once.")
        .Allows(Scopes.EventsSubscribe, Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor)
        .Refuses(SubscriptionRefusals.TooMany)
        .WithMetadata(new AnswersWithSecret())
        .RequestExample("""{ "url": "https://example.org/purchasing-events", "types": ["roundPublished", "roundClosed"] }""");
}
