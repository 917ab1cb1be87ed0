using System.Numerics;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Savings;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>What a supplier would supply of a lot.</summary>
/// <param name="Net">Minor units over the term.</param>
public sealed record ScenarioSupply(OrganisationId SupplierId, long Quantity, IReadOnlyList<string> Packages, Percent Discount, long Net);

/// <summary>How a lot would end.</summary>
/// <param name="Demand">Units per period of those who stay.</param>
/// <param name="Overbought">Units per period that are ordered beyond it.</param>
public sealed record ScenarioLot(
    LotId LotId, long Demand, int Members, long Overbought, NotAwardedReason? NotAwarded, IReadOnlyList<ScenarioSupply> Supplies);

/// <summary>A need that would leave.</summary>
/// <param name="CostPerUnit">What it would have paid, exact; null if its lot had no supplier then.</param>
public sealed record ScenarioDeparture(NeedId NeedId, MemberId MemberId, LotId LotId, int Pass, NeedStanding Standing, string? CostPerUnit);

/// <summary>What a scenario comes to. Amounts are minor units over the term.</summary>
/// <param name="Members">How many are served.</param>
/// <param name="Units">Units per period that are served, over all lots.</param>
/// <param name="UnitsOverTerm">The same over all periods.</param>
/// <param name="EvaluatedCost">Of the last pass's award, exact, in major units.</param>
/// <param name="Bound">No award of that pass has a lower one.</param>
/// <param name="Proved">Of all passes.</param>
/// <param name="Baseline">What those who are served paid before, where they said.</param>
/// <param name="CostWithBaseline">What the same needs would cost.</param>
/// <param name="WithoutBaseline">How many needs said nothing of it.</param>
/// <param name="Quality">The winners' mean score by units, six decimals; null where only the price counts.</param>
/// <param name="Departures">The first <see cref="MaximumDepartures"/>.</param>
public sealed record ScenarioFigures(
    int Members,
    long Units,
    long UnitsOverTerm,
    long Net,
    long UnrecoveredVat,
    string EvaluatedCost,
    string Bound,
    string GapPercent,
    bool Proved,
    int Passes,
    long Baseline,
    long CostWithBaseline,
    int WithoutBaseline,
    string? Quality,
    IReadOnlyList<OrganisationId> Winners,
    IReadOnlyList<ScenarioLot> Lots,
    int NeedsLeft,
    IReadOnlyList<ScenarioDeparture> Departures)
{
    public const int MaximumDepartures = 1_000;

    public long Saved => Baseline - CostWithBaseline;

    public static ScenarioFigures Of(AwardProblem problem, AwardResult result, IReadOnlyDictionary<NeedId, Baseline?> baselines)
    {
        var tally = TallyOf(result, baselines);
        var searched = result.Passes[^1].Searched?.Result;
        var evaluated = EvaluatedOf(result);
        var left = result.Passes.SelectMany(pass => pass.Left).ToList();
        var awarded = result.Lots.Where(lot => lot.Supplies.Count > 0).ToList();
        var shares = result.Shares.SelectMany(lot => lot.Shares).ToList();
        return new ScenarioFigures(
            shares.Select(share => share.Member.MemberId).Distinct().Count(),
            awarded.Sum(lot => lot.Demand),
            awarded.Sum(lot => lot.Demand * lot.Lot.Periods),
            awarded.Sum(lot => lot.Cost!.Value.MinorUnits),
            shares.Sum(share => share.UnrecoveredVat.MinorUnits),
            OptimumAward.Write(evaluated, problem.Currency),
            OptimumAward.Write(searched?.Bound ?? evaluated, problem.Currency),
            searched?.GapPercent ?? "0",
            result.IsProved,
            result.Passes.Count,
            tally.Term.Baseline,
            tally.Term.Cost,
            tally.WithoutBaseline.Needs,
            problem.PriceWeight == 100 ? null : QualityOf(problem, awarded),
            [.. awarded.SelectMany(lot => lot.Supplies).Select(supply => supply.SupplierId).Distinct().OrderBy(id => id.Value)],
            [.. result.Lots.Select(LotOf)],
            left.Count,
            [.. left.Take(MaximumDepartures).Select(outcome => new ScenarioDeparture(
                outcome.Need.Id, outcome.Need.MemberId, outcome.Need.LotId, outcome.LeftInPass!.Value, outcome.Standing, outcome.CostPerUnit?.ToString()))]);
    }

    /// <summary>The evaluated cost of the award, as in <see cref="OptimumAward.Evaluated"/>.</summary>
    public static BigInteger EvaluatedOf(AwardResult result) => result.Passes[^1].Searched?.Result.Award?.Evaluated
        ?? result.Lots.Aggregate(BigInteger.Zero, (sum, lot) => sum + ((BigInteger)(lot.Winner?.Evaluation?.EvaluatedTenBillionths ?? 0) * 10_000));

    private static SavingsTally TallyOf(AwardResult result, IReadOnlyDictionary<NeedId, Baseline?> baselines)
    {
        var needs = result.Needs.Where(outcome => outcome.Standing == NeedStanding.Served)
            .ToLookup(outcome => (outcome.Need.LotId, outcome.Need.MemberId), outcome => outcome.Need);
        var tally = new SavingsTally();
        var shares = result.Shares.SelectMany(lot => lot.Shares, (lot, share) => (lot.LotId, Share: share));
        foreach (var member in shares.GroupBy(share => (share.LotId, share.Share.Member.MemberId), share => share.Share))
        {
            var asked = needs[member.Key].Select(need => new ServedNeed(need.Id, need.Quantity, baselines.GetValueOrDefault(need.Id)));
            var served = new ServedShare(
                [.. member.Select(share => new SuppliedPart(share, 0))], ServedNeed.InParts(member.First().Member.Quantity, [.. asked]));
            tally.Add(served, 0, served.Periods);
        }

        return tally;
    }

    private static string QualityOf(AwardProblem problem, List<LotOutcome> awarded)
    {
        var quality = problem.Bids.ToDictionary(bid => bid.SupplierId, bid => bid.Quality);
        var supplies = awarded.SelectMany(lot => lot.Supplies).ToList();
        var units = supplies.Sum(supply => supply.Cost.Supplied);
        return units == 0 ? "0" : new Fraction(
            supplies.Aggregate(BigInteger.Zero, (sum, s) => sum + ((BigInteger)s.Cost.Supplied * quality[s.SupplierId])), (BigInteger)units * 1_000_000).ToDecimal(6);
    }

    private static ScenarioLot LotOf(LotOutcome lot) => new(
        lot.Lot.Id,
        lot.Demand,
        lot.Members,
        lot.Supplies.Count == 0 ? 0 : lot.Supplies.Sum(supply => supply.Cost.Supplied) - lot.Demand,
        lot.NotAwarded,
        [.. lot.Supplies.Select(supply => new ScenarioSupply(
            supply.SupplierId, supply.Cost.Supplied, supply.Packages, supply.Cost.Part.Discount, supply.Cost.Net.MinorUnits))]);
}
