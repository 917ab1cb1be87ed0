using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Groups;

/// <summary>The groups of a cluster, oldest first.</summary>
public sealed record ListGroups(Guid ClusterId, int? Limit, string? Cursor) : IRequest<Page<GroupResponse>>;

public sealed class ListGroupsHandler(PurchasingDb db) : IRequestHandler<ListGroups, Page<GroupResponse>>
{
    public Task<Page<GroupResponse>> Handle(ListGroups request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        return db.Groups.Where(g => g.ClusterId == cluster)
            .PageByIdAsync(g => g.Id, GroupResponse.Projection, new PageOf(request.Limit, request.Cursor), cancellationToken);
    }
}

public sealed class ListGroupsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/groups",
            async Task<Ok<Page<GroupResponse>>> ([AsParameters] ListGroups query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListGroups), "Groups", "List the groups of a cluster")
        .Allows(Scopes.DirectoryRead, Roles.Operator | Roles.Coordinator | Roles.Member | Roles.Auditor);
}
