using System.Globalization;
using System.Numerics;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Api.Awards.Scenarios;

/// <summary>All scenarios of a round side by side.</summary>
public sealed record ListAwardScenarios(Guid ClusterId, Guid RoundId) : IRequest<AwardComparison>;

/// <param name="Items">Those that a round can be closed with first, by the units they serve and then by their evaluated cost; then what-ifs,
/// and those that are not computed.</param>
public sealed record AwardComparison(IReadOnlyList<AwardScenarioResponse> Items);

public sealed class ListAwardScenariosHandler(PurchasingDb db) : IRequestHandler<ListAwardScenarios, AwardComparison>
{
    public async Task<AwardComparison> Handle(ListAwardScenarios request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        var currency = await db.Rounds.Where(r => r.ClusterId == cluster && r.Id == round)
            .Join(db.Clusters, r => r.ClusterId, c => c.Id, (_, c) => (Currency?)c.Currency)
            .SingleOrDefaultAsync(cancellationToken) ?? throw HttpRefusals.NotFound.Because("There is no such round in this cluster.");
        var scenarios = await db.AwardScenarios.AsNoTracking().Where(s => s.ClusterId == cluster && s.RoundId == round).ToListAsync(cancellationToken);
        return new AwardComparison(
        [
            .. scenarios.OrderBy(s => s.State != ScenarioState.Computed).ThenBy(s => s.Question.IsWhatIf)
                .ThenByDescending(s => s.Figures?.Units).ThenBy(s => EvaluatedCost(s.Figures)).ThenBy(s => s.Id.Value)
                .Select(s => AwardScenarioResponse.Of(s, currency)),
        ]);
    }

    private static Fraction EvaluatedCost(ScenarioFigures? figures)
    {
        var text = figures?.EvaluatedCost ?? "0";
        var decimals = text.Length - 1 - text.IndexOf('.', StringComparison.Ordinal);
        return text.Contains('.', StringComparison.Ordinal)
            ? new Fraction(BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), BigInteger.Pow(10, decimals))
            : new Fraction(BigInteger.Parse(text, CultureInfo.InvariantCulture), 1);
    }
}

public sealed class ListAwardScenariosEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/award-scenarios",
            async Task<Ok<AwardComparison>> ([AsParameters] ListAwardScenarios query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(ListAwardScenarios), "Awards", "Compare award scenarios",
            "All of a round side by side: ranked by the units they serve, then by evaluated cost, never by the total alone.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator);
}
