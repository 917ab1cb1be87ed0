using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>One need.</summary>
public sealed record GetNeed(Guid ClusterId, Guid NeedId) : IRequest<NeedResponse>;

public sealed class GetNeedHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetNeed, NeedResponse>
{
    public async Task<NeedResponse> Handle(GetNeed request, CancellationToken cancellationToken)
    {
        var id = new NeedId(request.NeedId);
        var need = await db.VisibleNeeds(caller, new ClusterId(request.ClusterId))
            .Where(n => n.Id == id)
            .AsSeenBy(db, caller)
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);
        return need?.ToResponse() ?? throw HttpRefusals.NotFound.Because("There is no such need, or it is not yours to see.");
    }
}

public sealed class GetNeedEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/needs/{needId}",
            async ([AsParameters] GetNeed query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetNeed), "Needs", "Get a need", "The coordinator sees neither ceiling, anyPrice nor bundle before the round's bids are opened.")
        .Allows(Scopes.NeedsRead, Roles.Member | Roles.Coordinator);
}
