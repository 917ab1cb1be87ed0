using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>Everything that is needed to rank the bids of a round again, without this service.</summary>
public sealed record GetScoringRecord(Guid ClusterId, Guid RoundId) : IRequest<ScoringRecordResponse>;

public sealed class GetScoringRecordHandler(Caller caller, PurchasingDb db, ScoringRecords records) : IRequestHandler<GetScoringRecord, ScoringRecordResponse>
{
    public async Task<ScoringRecordResponse> Handle(GetScoringRecord request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        await db.RequireOpenedAsync(caller, cluster, round, cancellationToken);
        var kept = await db.ScoringRecords
            .Where(r => r.ClusterId == cluster && r.RoundId == round && db.Rounds.Any(x => x.ClusterId == cluster && x.Id == round && x.State != RoundState.Evaluating))
            .OrderByDescending(r => r.Id).Select(r => r.Content).FirstOrDefaultAsync(cancellationToken);
        return kept is null
            ? await records.ComputeAsync(cluster, round, cancellationToken)
            : ScoringRecordResponse.Read(kept);
    }
}

public sealed class GetScoringRecordEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/scoring-record",
            async Task<Ok<ScoringRecordResponse>> ([AsParameters] GetScoringRecord query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(GetScoringRecord), "Evaluation", "Read the scoring record",
            "Weights, scores, prices at the tendered demand, the formula with its version, and the ranking that anybody computes from them again, lot by lot. "
            + "Packages, discounts and fees of a whole bid join in the award only. It is kept when the round is closed.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator | Roles.Auditor)
        .Refuses(BidRefusals.Sealed);
}
