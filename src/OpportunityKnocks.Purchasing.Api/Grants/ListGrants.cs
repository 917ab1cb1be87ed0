using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Grants;

/// <summary>The grants of a cluster, in the order in which they were recorded.</summary>
public sealed record ListGrants(Guid ClusterId, int? Limit, string? Cursor) : IRequest<Page<GrantResponse>>;

public sealed class ListGrantsHandler(PurchasingDb db) : IRequestHandler<ListGrants, Page<GrantResponse>>
{
    public async Task<Page<GrantResponse>> Handle(ListGrants request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var currency = await db.CurrencyAsync(cluster, cancellationToken);
        return await db.Grants.Where(g => g.ClusterId == cluster)
            .PageByIdAsync(g => g.Id, GrantResponse.Projection(currency), new PageOf(request.Limit, request.Cursor), cancellationToken);
    }
}

public sealed class ListGrantsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/grants",
            async Task<Ok<Page<GrantResponse>>> ([AsParameters] ListGrants query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListGrants), "Grants", "List the grants of a cluster")
        .Allows(Scopes.ReportsRead, Roles.Coordinator | Roles.Auditor);
}
