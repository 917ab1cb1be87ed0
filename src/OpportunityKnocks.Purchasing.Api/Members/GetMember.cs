using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Members;

/// <summary>A member of a cluster.</summary>
public sealed record GetMember(Guid ClusterId, Guid MemberId) : IRequest<MemberResponse>;

public sealed class GetMemberHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetMember, MemberResponse>
{
    public async Task<MemberResponse> Handle(GetMember request, CancellationToken cancellationToken)
    {
        var id = new MemberId(request.MemberId);
        return await db.VisibleMembers(caller, new ClusterId(request.ClusterId))
                .Where(m => m.Id == id)
                .Select(MemberResponse.Projection(db))
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such member in this cluster, or it is not yours to see.");
    }
}

public sealed class GetMemberEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/members/{memberId}",
            async Task<Ok<MemberResponse>> ([AsParameters] GetMember query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetMember), "Members", "Read a member", "A member's own client reads that one only.")
        .Allows(Scopes.DirectoryRead, Roles.Operator | Roles.Coordinator | Roles.Member | Roles.Auditor);
}
