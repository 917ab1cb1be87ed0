using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>The needs the caller may see, oldest first.</summary>
public sealed record ListNeeds(Guid ClusterId, NeedState? State, Guid? LotId, Guid? MemberId, int? Limit, string? Cursor)
    : IRequest<Page<NeedResponse>>;

public sealed class ListNeedsHandler(PurchasingDb db, Caller caller) : IRequestHandler<ListNeeds, Page<NeedResponse>>
{
    public async Task<Page<NeedResponse>> Handle(ListNeeds request, CancellationToken cancellationToken)
    {
        var needs = db.VisibleNeeds(caller, new ClusterId(request.ClusterId));
        if (request.State is { } state)
            needs = needs.Where(n => n.State == state);
        if (request.LotId is { } lot)
            needs = needs.Where(n => n.LotId == new LotId(lot));
        if (request.MemberId is { } member)
            needs = needs.Where(n => n.MemberId == new MemberId(member));

        var page = await needs.AsSeenBy(db, caller).AsNoTracking()
            .PageByIdAsync(n => n.Need.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        return page.Select(n => n.ToResponse());
    }
}

public sealed class ListNeedsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/needs",
            async ([AsParameters] ListNeeds query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListNeeds), "Needs", "List needs", "A member sees its own, the coordinator all. Filters: state, lotId, memberId.")
        .Allows(Scopes.NeedsRead, Roles.Member | Roles.Coordinator);
}
