using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Clusters;

/// <summary>All clusters of the service, oldest first. Everybody else finds its own at <c>/v1/me</c>.</summary>
public sealed record ListClusters(int? Limit, string? Cursor) : IRequest<Page<ClusterResponse>>;

public sealed class ListClustersHandler(PurchasingDb db) : IRequestHandler<ListClusters, Page<ClusterResponse>>
{
    public Task<Page<ClusterResponse>> Handle(ListClusters request, CancellationToken cancellationToken) =>
        db.Clusters.PageByIdAsync(c => c.Id, ClusterResponse.Projection, new PageOf(request.Limit, request.Cursor), cancellationToken);
}

public sealed class ListClustersEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters",
            async Task<Ok<Page<ClusterResponse>>> ([AsParameters] ListClusters query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListClusters), "Clusters", "List the clusters")
        .Allows(Scopes.Operate, Roles.Operator);
}
