using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Optimisation.Coalitions;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>What each member would pay by each method, if the round were closed now. Stores nothing.</summary>
public sealed record CompareCostSplits(Guid ClusterId, Guid RoundId) : IRequest<CostSplitComparison>;

/// <param name="NotPossible">Why the method cannot be used for this award; then nobody pays by it.</param>
/// <param name="Core">Whether a group would do better on its own.</param>
/// <param name="IsTheRounds">Whether the round will use it.</param>
public sealed record ComparedMethod(SharingMethod Method, bool Repair, string? NotPossible, CoreVerdict? Core, bool IsTheRounds);

/// <param name="Cost">Over the term: net and the VAT the member cannot recover.</param>
/// <param name="Saves">Against its baseline; left out where a need that is served has none.</param>
public sealed record CostByMethod(SharingMethod Method, bool Repair, Money Cost, Money? Saves);

/// <param name="Baseline">What it pays today for what is served; left out where a need has none.</param>
/// <param name="Costs">By each method that can be used, in the order of <see cref="CostSplitComparison.Methods"/>.</param>
public sealed record ComparedMember(Guid MemberId, string MemberName, Money? Baseline, IReadOnlyList<CostByMethod> Costs);

/// <param name="Total">What all pay together, by every method.</param>
public sealed record CostSplitComparison(
    Money Total, SharingBasis Basis, IReadOnlyList<ComparedMethod> Methods, IReadOnlyList<ComparedMember> Members);

public sealed class CompareCostSplitsHandler(PurchasingDb db, SolverPlaces places) : IRequestHandler<CompareCostSplits, CostSplitComparison>
{
    public async Task<CostSplitComparison> Handle(CompareCostSplits request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var (round, problem) = await db.LoadTrialAsync(cluster, new RoundId(request.RoundId), cancellationToken);
        var (result, splits) = await places.RunAsync(() => Compute(problem, cancellationToken), cancellationToken);

        var costs = TrialAwards.CostsOf(result);
        var baselines = await db.BaselinesAsync(round, result, cancellationToken);
        var names = await db.NamesOfAsync(cluster, costs.Keys, [], cancellationToken);
        var possible = splits.Where(entry => NotPossible(entry) is null).ToList();
        var adjustments = possible.ConvertAll(entry => entry.Split.Adjustments.ToDictionary(a => a.MemberId, a => a.Amount));
        return new CostSplitComparison(
            new Money(costs.Values.Sum(), problem.Currency),
            splits.Select(entry => entry.Split.Report.Basis).First(),
            [.. splits.Select(entry => new ComparedMethod(
                entry.Sharing.Method,
                entry.Sharing.Repair,
                NotPossible(entry),
                NotPossible(entry) is null ? CoreVerdict.Of(entry.Split.Report.Core, problem.Currency, to: null) : null,
                entry.Sharing == round.Sharing))],
            [.. costs.OrderBy(member => member.Key.Value).Select(member => new ComparedMember(
                member.Key.Value,
                names.Member(member.Key),
                MoneyOf(baselines.GetValueOrDefault(member.Key)),
                [.. possible.Select((entry, i) => Under(entry.Sharing, member.Value + adjustments[i].GetValueOrDefault(member.Key), baselines.GetValueOrDefault(member.Key)))]))]);

        Money? MoneyOf(long? minorUnits) => minorUnits is { } amount ? new Money(amount, problem.Currency) : null;

        CostByMethod Under(RoundSharing sharing, long cost, long? baseline) =>
            new(sharing.Method, sharing.Repair, new Money(cost, problem.Currency), MoneyOf(baseline - cost));
    }

    private static string? NotPossible((RoundSharing Sharing, AwardSplit Split) entry) => entry.Split.Report.WhyNot;

    private static (AwardResult Result, IReadOnlyList<(RoundSharing Sharing, AwardSplit Split)> Splits) Compute(AwardProblem problem, CancellationToken ct)
    {
        var result = TrialAwards.Compute(problem, ct);
        if (result.Shares.Count == 0)
            throw AwardRefusals.NothingToAward.Because("No lot can be awarded, so there is no cost to share.");
        var options = SharingWriter.Options with { DeterministicTime = 2 };
        var ways = Enum.GetValues<SharingMethod>().SelectMany(method => new[] { new RoundSharing(method), new RoundSharing(method, Repair: true) });
        return (result, [.. ways.Select(way => (way, AwardSplit.Of(problem, result, way, options, ct)))]);
    }
}

public sealed class CompareCostSplitsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/cost-split-comparison",
            async Task<Ok<CostSplitComparison>> ([AsParameters] CompareCostSplits query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(CompareCostSplits),
            "Awards",
            "Compare ways to share a round's cost",
            "Side by side, if the round were closed now: what each member would pay by each method, with and without repair, what it saves against "
            + "what it pays today, and whether a group would do better on its own. Nothing is stored.")
        .Allows(Scopes.SharesRead, Roles.Coordinator)
        .Refuses(RoundRefusals.WrongState, AwardRefusals.NothingToAward, AwardRefusals.Impossible, GameRefusals.TooManyMembers);
}
