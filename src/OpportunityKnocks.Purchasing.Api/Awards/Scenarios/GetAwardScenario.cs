using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Api.Awards.Scenarios;

/// <summary>One scenario; of one that is computed, how far it is.</summary>
public sealed record GetAwardScenario(Guid ClusterId, Guid RoundId, Guid ScenarioId) : IRequest<AwardScenarioResponse>;

public sealed class GetAwardScenarioHandler(PurchasingDb db) : IRequestHandler<GetAwardScenario, AwardScenarioResponse>
{
    public async Task<AwardScenarioResponse> Handle(GetAwardScenario request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var scenario = await db.ScenarioAsync(cluster, new RoundId(request.RoundId), new AwardScenarioId(request.ScenarioId), cancellationToken);
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(cancellationToken);
        return AwardScenarioResponse.Of(scenario, currency);
    }
}

public sealed class GetAwardScenarioEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet("/clusters/{clusterId}/rounds/{roundId}/award-scenarios/{scenarioId}", HandleAsync)
        .Named(
            nameof(GetAwardScenario), "Awards", "Read an award scenario",
            "Members and units served, who leaves at which ceiling, cost and savings, and what each rule costs. While it is computed: the best so far and the bound.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator);

    private static async Task<Ok<AwardScenarioResponse>> HandleAsync(
        [AsParameters] GetAwardScenario query, IMediator mediator, HttpResponse response, CancellationToken ct)
    {
        var scenario = await mediator.Send(query, ct);
        if (scenario.State == ScenarioState.Computing)
            response.Headers.RetryAfter = "2";
        return TypedResults.Ok(scenario);
    }
}
