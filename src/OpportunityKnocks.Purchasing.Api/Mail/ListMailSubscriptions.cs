using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Mail;

/// <summary>The mail subscriptions of the caller's party in the cluster.</summary>
public sealed record ListMailSubscriptions(Guid ClusterId, int? Limit, string? Cursor) : IRequest<Page<MailSubscriptionResponse>>;

public sealed class ListMailSubscriptionsHandler(Caller caller, PurchasingDb db) : IRequestHandler<ListMailSubscriptions, Page<MailSubscriptionResponse>>
{
    public async Task<Page<MailSubscriptionResponse>> Handle(ListMailSubscriptions request, CancellationToken cancellationToken)
    {
        var page = await db.OwnSubscriptions(caller, new ClusterId(request.ClusterId), Channel.Mail).AsNoTracking()
            .PageByIdAsync(s => s.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        return page.Select(MailSubscriptionResponse.Of);
    }
}

public sealed class ListMailSubscriptionsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/mail-subscriptions",
            async Task<Ok<Page<MailSubscriptionResponse>>> ([AsParameters] ListMailSubscriptions query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListMailSubscriptions), "Events", "List the mail subscriptions of one's party")
        .Allows(Scopes.EventsRead, Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor);
}
