using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>The scores of all bids of a round.</summary>
public sealed record ListScores(Guid ClusterId, Guid RoundId, int? Limit, string? Cursor) : IRequest<Page<BidScoresResponse>>;

public sealed class ListScoresHandler(Caller caller, PurchasingDb db, BidScores scores) : IRequestHandler<ListScores, Page<BidScoresResponse>>
{
    public async Task<Page<BidScoresResponse>> Handle(ListScores request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        await db.RequireOpenedAsync(caller, cluster, round, cancellationToken);
        return (await scores.ReadAsync(cluster, round, only: null, cancellationToken)).Part(new PageOf(request.Limit, request.Cursor));
    }
}

public sealed class ListScoresEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/scores",
            async Task<Ok<Page<BidScoresResponse>>> ([AsParameters] ListScores query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(ListScores), "Evaluation", "List the scores of the bids",
            "Each person's and what was agreed on. Nobody reads another's scores of a bid before its own are in. An auditor reads them after the award.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator | Roles.Auditor)
        .Refuses(BidRefusals.Sealed);
}
