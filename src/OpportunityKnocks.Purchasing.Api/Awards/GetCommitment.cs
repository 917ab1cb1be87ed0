using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>One member's part of an award with one supplier.</summary>
public sealed record GetCommitment(Guid ClusterId, Guid RoundId, Guid CommitmentId) : IRequest<CommitmentResponse>;

public sealed class GetCommitmentHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetCommitment, CommitmentResponse>
{
    public async Task<CommitmentResponse> Handle(GetCommitment request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var award = await db.AwardOfAsync(caller, cluster, new RoundId(request.RoundId), cancellationToken);
        var mine = caller.SeesWholeAwards() ? null : caller.Member;
        var commitment = await db.Commitments.AsNoTracking()
            .Where(c => c.ClusterId == cluster && c.AwardId == award.Id && c.Id == new CommitmentId(request.CommitmentId))
            .SingleOrDefaultAsync(c => mine == null || c.MemberId == mine, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such commitment in this round, or it is not yours to see.");
        return (await db.ToResponsesAsync(award, [commitment], cancellationToken))[0];
    }
}

public sealed class GetCommitmentEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/commitments/{commitmentId}",
            async Task<Ok<CommitmentResponse>> ([AsParameters] GetCommitment query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetCommitment), "Awards", "Read a commitment")
        .Allows(Scopes.SharesRead, Roles.Coordinator | Roles.Auditor | Roles.Member);
}
