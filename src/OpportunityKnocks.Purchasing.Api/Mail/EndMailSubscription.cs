using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;

namespace OpportunityKnocks.Purchasing.Api.Mail;

/// <summary>Ends a mail subscription; what is still on its way is not sent.</summary>
public sealed record EndMailSubscription(Guid ClusterId, Guid SubscriptionId, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<Unit>;

public sealed class EndMailSubscriptionHandler(Caller caller, PurchasingDb db, JournalWriter journal, TimeProvider time) : IRequestHandler<EndMailSubscription, Unit>
{
    public async Task<Unit> Handle(EndMailSubscription request, CancellationToken cancellationToken)
    {
        var own = await db.RequireOwnAsync(caller, (request.ClusterId, request.SubscriptionId), Channel.Mail, request.IfMatch, cancellationToken);

        own.End(time.GetUtcNow());
        journal.Record(EventType.SubscriptionEnded, own, caller.Member);
        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }
}

public sealed class EndMailSubscriptionEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapDelete(
            "/clusters/{clusterId}/mail-subscriptions/{subscriptionId}",
            async ([AsParameters] EndMailSubscription command, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(command, ct);
                return TypedResults.NoContent();
            })
        .Named(nameof(EndMailSubscription), "Events", "End a mail subscription", "What is still on its way is not sent.")
        .Allows(Scopes.EventsSubscribe, Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor);
}
