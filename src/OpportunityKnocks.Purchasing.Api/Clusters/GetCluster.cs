using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Clusters;

/// <summary>A cluster, for everybody who has a part in it.</summary>
public sealed record GetCluster(Guid ClusterId) : IRequest<ClusterResponse>;

public sealed class GetClusterHandler(PurchasingDb db) : IRequestHandler<GetCluster, ClusterResponse>
{
    // Whoever comes here has been found to have a part in the cluster, so it is there.
    public Task<ClusterResponse> Handle(GetCluster request, CancellationToken cancellationToken) => db.Clusters
        .Where(c => c.Id == new ClusterId(request.ClusterId))
        .Select(ClusterResponse.Projection)
        .SingleAsync(cancellationToken);
}

public sealed class GetClusterEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}",
            async Task<Ok<ClusterResponse>> ([AsParameters] GetCluster query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetCluster), "Clusters", "Read a cluster")
        .Allows(Scopes.DirectoryRead, Roles.Operator | Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor);
}
