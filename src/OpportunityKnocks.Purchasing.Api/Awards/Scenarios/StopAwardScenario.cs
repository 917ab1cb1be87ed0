using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Awards.Scenarios;

/// <summary>Ends a search with the best award it has found.</summary>
public sealed record StopAwardScenario(Guid ClusterId, Guid RoundId, Guid ScenarioId) : IRequest<AwardScenarioResponse>;

public sealed class StopAwardScenarioHandler(PurchasingDb db, JournalWriter journal) : IRequestHandler<StopAwardScenario, AwardScenarioResponse>
{
    public async Task<AwardScenarioResponse> Handle(StopAwardScenario request, CancellationToken cancellationToken)
    {
        var (cluster, round, id) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), new AwardScenarioId(request.ScenarioId));

        // Its row is held: the instance that computes it writes the same one.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM award_scenarios WHERE cluster_id = {cluster.Value} AND id = {id.Value} FOR UPDATE", cancellationToken);
        var scenario = await db.ScenarioAsync(cluster, round, id, cancellationToken);
        var version = scenario.Version;
        scenario.Stop();
        if (scenario.Version != version)
            journal.RecordScenario(scenario);
        await db.SaveChangesAsync(cancellationToken);

        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(cancellationToken);
        return AwardScenarioResponse.Of(scenario, currency);
    }
}

public sealed class StopAwardScenarioEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/award-scenarios/{scenarioId}/stop",
            async Task<Ok<AwardScenarioResponse>> ([AsParameters] StopAwardScenario command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(StopAwardScenario), "Awards", "Stop an award scenario",
            "The search ends within a second or two with the best award it has found, or impossible if it has found none. One that has ended stays as it is.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator);
}
