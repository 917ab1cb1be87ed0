using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Mail;

/// <summary>One mail subscription of the caller's party.</summary>
public sealed record GetMailSubscription(Guid ClusterId, Guid SubscriptionId) : IRequest<MailSubscriptionResponse>;

public sealed class GetMailSubscriptionHandler(Caller caller, PurchasingDb db) : IRequestHandler<GetMailSubscription, MailSubscriptionResponse>
{
    public async Task<MailSubscriptionResponse> Handle(GetMailSubscription request, CancellationToken cancellationToken)
    {
        var id = new SubscriptionId(request.SubscriptionId);
        var own = await db.OwnSubscriptions(caller, new ClusterId(request.ClusterId), Channel.Mail).AsNoTracking()
            .SingleOrDefaultAsync(s => s.Id == id, cancellationToken) ?? throw SubscriptionOwner.NotFound;
        return MailSubscriptionResponse.Of(own);
    }
}

public sealed class GetMailSubscriptionEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/mail-subscriptions/{subscriptionId}",
            async Task<Ok<MailSubscriptionResponse>> ([AsParameters] GetMailSubscription query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetMailSubscription), "Events", "Read a mail subscription")
        .Allows(Scopes.EventsRead, Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor);
}
