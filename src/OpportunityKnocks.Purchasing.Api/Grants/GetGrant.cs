using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Grants;

/// <summary>A grant of the cluster.</summary>
public sealed record GetGrant(Guid ClusterId, Guid GrantId) : IRequest<GrantResponse>;

public sealed class GetGrantHandler(PurchasingDb db) : IRequestHandler<GetGrant, GrantResponse>
{
    public async Task<GrantResponse> Handle(GetGrant request, CancellationToken cancellationToken)
    {
        var (cluster, id) = (new ClusterId(request.ClusterId), new GrantId(request.GrantId));
        var currency = await db.CurrencyAsync(cluster, cancellationToken);
        return await db.Grants.Where(g => g.ClusterId == cluster && g.Id == id).Select(GrantResponse.Projection(currency)).SingleOrDefaultAsync(cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such grant in this cluster.");
    }
}

public sealed class GetGrantEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/grants/{grantId}",
            async Task<Ok<GrantResponse>> ([AsParameters] GetGrant query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetGrant), "Grants", "Read a grant")
        .Allows(Scopes.ReportsRead, Roles.Coordinator | Roles.Auditor);
}
