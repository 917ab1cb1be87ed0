using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>The scores of one bid.</summary>
public sealed record GetBidScores(Guid ClusterId, Guid RoundId, Guid BidId) : IRequest<BidScoresResponse>;

public sealed class GetBidScoresHandler(Caller caller, PurchasingDb db, BidScores scores) : IRequestHandler<GetBidScores, BidScoresResponse>
{
    public async Task<BidScoresResponse> Handle(GetBidScores request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        await db.RequireOpenedAsync(caller, cluster, round, cancellationToken);
        return (await scores.ReadAsync(cluster, round, new BidId(request.BidId), cancellationToken)).SingleOrDefault()
            ?? throw HttpRefusals.NotFound.Because("There is no such bid in this round.");
    }
}

public sealed class GetBidScoresEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/scores/{bidId}",
            async Task<Ok<BidScoresResponse>> ([AsParameters] GetBidScores query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetBidScores), "Evaluation", "Read the scores of a bid", "Its ETag changes with every score; a consensus is recorded on the scores as they were read.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator | Roles.Auditor)
        .Refuses(BidRefusals.Sealed);
}
