using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>The commitments of a round's award, one per member and supplier.</summary>
public sealed record ListCommitments(Guid ClusterId, Guid RoundId, int? Limit, string? Cursor) : IRequest<Page<CommitmentResponse>>;

public sealed class ListCommitmentsHandler(PurchasingDb db, Caller caller) : IRequestHandler<ListCommitments, Page<CommitmentResponse>>
{
    public async Task<Page<CommitmentResponse>> Handle(ListCommitments request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var award = await db.AwardOfAsync(caller, cluster, new RoundId(request.RoundId), cancellationToken);
        var mine = caller.SeesWholeAwards() ? null : caller.Member;
        var page = await db.Commitments.AsNoTracking()
            .Where(c => c.ClusterId == cluster && c.AwardId == award.Id && (mine == null || c.MemberId == mine))
            .PageByIdAsync(c => c.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        return new Page<CommitmentResponse>(await db.ToResponsesAsync(award, page.Items, cancellationToken), page.NextCursor);
    }
}

public sealed class ListCommitmentsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/commitments",
            async Task<Ok<Page<CommitmentResponse>>> ([AsParameters] ListCommitments query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListCommitments), "Awards", "List the commitments of a round's award", "A coordinator or auditor sees all, a member its own.")
        .Allows(Scopes.SharesRead, Roles.Coordinator | Roles.Auditor | Roles.Member);
}
