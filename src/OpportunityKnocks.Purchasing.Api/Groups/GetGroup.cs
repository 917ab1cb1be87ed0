using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Groups;

/// <summary>A group of a cluster. Its name is no secret in the cluster; who is in it is.</summary>
public sealed record GetGroup(Guid ClusterId, Guid GroupId) : IRequest<GroupResponse>;

public sealed class GetGroupHandler(PurchasingDb db) : IRequestHandler<GetGroup, GroupResponse>
{
    public async Task<GroupResponse> Handle(GetGroup request, CancellationToken cancellationToken)
    {
        var (cluster, id) = (new ClusterId(request.ClusterId), new GroupId(request.GroupId));
        return await db.Groups.Where(g => g.ClusterId == cluster && g.Id == id).Select(GroupResponse.Projection).SingleOrDefaultAsync(cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such group in this cluster.");
    }
}

public sealed class GetGroupEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/groups/{groupId}",
            async Task<Ok<GroupResponse>> ([AsParameters] GetGroup query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetGroup), "Groups", "Read a group")
        .Allows(Scopes.DirectoryRead, Roles.Operator | Roles.Coordinator | Roles.Member | Roles.Auditor);
}
