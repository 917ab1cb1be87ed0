using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Members;

/// <summary>The members of a cluster, in the order in which they joined.</summary>
/// <param name="GroupId">Those in this group.</param>
/// <param name="Active">Those that are, or are not.</param>
public sealed record ListMembers(Guid ClusterId, Guid? GroupId, bool? Active, int? Limit, string? Cursor) : IRequest<Page<MemberResponse>>;

public sealed class ListMembersHandler(PurchasingDb db, Caller caller) : IRequestHandler<ListMembers, Page<MemberResponse>>
{
    public Task<Page<MemberResponse>> Handle(ListMembers request, CancellationToken cancellationToken)
    {
        var members = db.VisibleMembers(caller, new ClusterId(request.ClusterId));
        if (request.GroupId is { } group)
            members = members.Where(m => m.Groups.Contains(new GroupId(group)));
        if (request.Active is { } active)
            members = members.Where(m => m.Active == active);
        return members.PageByIdAsync(m => m.Id, MemberResponse.Projection(db), new PageOf(request.Limit, request.Cursor), cancellationToken);
    }
}

public sealed class ListMembersEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/members",
            async Task<Ok<Page<MemberResponse>>> ([AsParameters] ListMembers query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListMembers), "Members", "List the members of a cluster", "A member's own client finds that one only.")
        .Allows(Scopes.DirectoryRead, Roles.Operator | Roles.Coordinator | Roles.Member | Roles.Auditor);
}
