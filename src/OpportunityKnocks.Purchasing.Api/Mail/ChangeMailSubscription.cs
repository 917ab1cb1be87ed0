using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;

namespace OpportunityKnocks.Purchasing.Api.Mail;

/// <summary>Says a mail subscription anew: its address, its events, whether it is on.</summary>
public sealed record ChangeMailSubscription(
    Guid ClusterId, Guid SubscriptionId, [FromHeader(Name = "If-Match")] string? IfMatch, MailSubscriptionDetails Body) : IRequest<MailSubscriptionResponse>;

public sealed class ChangeMailSubscriptionValidator : AbstractValidator<ChangeMailSubscription>
{
    public ChangeMailSubscriptionValidator() => RuleFor(c => c.Body).SetValidator(new MailSubscriptionDetailsValidator());
}

public sealed class ChangeMailSubscriptionHandler(Caller caller, PurchasingDb db, DeliveryQueue queue, JournalWriter journal)
    : IRequestHandler<ChangeMailSubscription, MailSubscriptionResponse>
{
    public async Task<MailSubscriptionResponse> Handle(ChangeMailSubscription request, CancellationToken cancellationToken)
    {
        var own = await db.RequireOwnAsync(caller, (request.ClusterId, request.SubscriptionId), Channel.Mail, request.IfMatch, cancellationToken);

        if (request.Body.Active && (!own.Active || own.FailingSince is not null))
            await queue.GoOnAsync(db, own, cancellationToken);
        own.Change(request.Body.Address, request.Body.Types ?? [], request.Body.Active);
        journal.Record(EventType.SubscriptionChanged, own, caller.Member);
        await db.SaveChangesAsync(cancellationToken);
        return MailSubscriptionResponse.Of(own);
    }
}

public sealed class ChangeMailSubscriptionEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPut(
            "/clusters/{clusterId}/mail-subscriptions/{subscriptionId}",
            async Task<Ok<MailSubscriptionResponse>> ([AsParameters] ChangeMailSubscription command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(ChangeMailSubscription), "Events", "Change a mail subscription")
        .Allows(Scopes.EventsSubscribe, Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor)
        .RequestExample("""{ "address": "ann@example.org", "active": false }""");
}
