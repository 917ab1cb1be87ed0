using System.Numerics;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Savings;

namespace OpportunityKnocks.Purchasing.Api.Awards.Scenarios;

/// <summary>Runs a scenario to its end, and what each of its rules costs.</summary>
public sealed class ScenarioComputer(PurchasingDb db, Awarder awarder, TimeProvider time)
{
    /// <param name="search">Of the scenario itself.</param>
    /// <param name="ruleSearch">Of each rule alone.</param>
    /// <exception cref="DomainException">What <paramref name="search"/> refuses.</exception>
    public async Task ComputeAsync(AwardScenario scenario, AwardInputs inputs, AwardSearch search, AwardSearch ruleSearch, CancellationToken ct)
    {
        var found = new FoundAwards();
        try
        {
            var computed = await awarder.ComputeAsync(inputs, found.Keep(search), ct);
            var figures = ScenarioFigures.Of(inputs.Problem, computed.Result, await BaselinesAsync(scenario, ct));
            scenario.Complete(figures, await RulePricesAsync(inputs, ruleSearch, ct), found.Answers, time.GetUtcNow());
        }
        catch (DomainException refused) when (refused.Refusal == AwardRefusals.Impossible)
        {
            scenario.Fail(refused.Message, await RulePricesAsync(inputs, ruleSearch, ct), time.GetUtcNow());
        }
    }

    private async Task<IReadOnlyDictionary<NeedId, Baseline?>> BaselinesAsync(AwardScenario scenario, CancellationToken ct)
    {
        var needs = db.Needs.AsNoTracking()
            .Where(n => n.ClusterId == scenario.ClusterId && n.RoundId == scenario.RoundId && n.State == NeedState.Pooled)
            .AsAsyncEnumerable();
        var baselines = new Dictionary<NeedId, Baseline?>();
        await foreach (var need in needs.WithCancellation(ct))
            baselines.Add(need.Id, need.Baseline);
        return baselines;
    }

    /// <summary>None, where there is no rule.</summary>
    private async Task<IReadOnlyList<RulePrice>> RulePricesAsync(AwardInputs inputs, AwardSearch search, CancellationToken ct)
    {
        var rules = inputs.Problem.Rules.OneByOne().ToList();
        if (rules.Count == 0)
            return [];

        var overbuy = new AwardRules(OverbuyLimit: inputs.Problem.Rules.OverbuyLimit);
        var free = await PriceAsync(null, overbuy, null);
        var prices = new List<RulePrice> { free.Price };
        foreach (var (rule, alone) in rules)
            prices.Add((await PriceAsync(rule, alone with { OverbuyLimit = overbuy.OverbuyLimit }, free.Evaluated)).Price);
        return prices;

        async Task<(RulePrice Price, BigInteger? Evaluated)> PriceAsync(AwardRule? rule, AwardRules under, BigInteger? without)
        {
            try
            {
                var (problem, currency) = (inputs.Problem.With(under), inputs.Problem.Currency);
                var result = (await awarder.ComputeAsync(inputs with { Problem = problem }, search, ct)).Result;
                var evaluated = ScenarioFigures.EvaluatedOf(result);
                return (
                    new RulePrice(
                        rule,
                        result.IsProved ? OptimumOutcome.ProvedOptimal : OptimumOutcome.BestFound,
                        result.Lots.Where(lot => lot.Supplies.Count > 0).Sum(lot => lot.Demand),
                        OptimumAward.Write(evaluated, currency),
                        without is { } free ? OptimumAward.Write(evaluated - free, currency) : null),
                    evaluated);
            }
            catch (DomainException refused) when (refused.Refusal == AwardRefusals.Impossible)
            {
                return (new RulePrice(rule, OptimumOutcome.Infeasible, 0, null, null), null);
            }
            catch (DomainException refused) when (refused.Refusal == OptimumRefusals.NotFoundInTime)
            {
                return (new RulePrice(rule, null, 0, null, null), null);
            }
        }
    }
}
