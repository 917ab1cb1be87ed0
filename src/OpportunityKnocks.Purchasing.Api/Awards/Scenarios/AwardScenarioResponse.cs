using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Api.Awards.Scenarios;

/// <summary>How far a search is.</summary>
/// <param name="Pass">Each pass awards to those who stayed in the one before.</param>
/// <param name="Best">The evaluated cost of the best award of the pass so far; left out while there is none.</param>
/// <param name="Bound">No award of the pass has a lower one.</param>
public sealed record ScenarioProgress(int Pass, string? Best, string? Bound, bool StopRequested);

/// <summary>What one supplier would supply of a lot.</summary>
/// <param name="Quantity">Units per period.</param>
/// <param name="Packages">Its packages that would be taken with units of the lot.</param>
/// <param name="Net">Over the term.</param>
public sealed record ScenarioSupplyResponse(Guid SupplierId, long Quantity, IReadOnlyList<string> Packages, Percent DiscountPercent, Money Net);

/// <summary>How a lot would end.</summary>
/// <param name="Demand">Units per period of those who stay.</param>
/// <param name="Overbought">Units per period ordered beyond it.</param>
public sealed record ScenarioLotResponse(
    Guid LotId, long Demand, int Members, long Overbought, NotAwardedReason? NotAwarded, IReadOnlyList<ScenarioSupplyResponse> Supplies);

/// <summary>A need that would leave.</summary>
/// <param name="CostPerUnit">What it would have paid per unit and period, all in.</param>
public sealed record ScenarioDepartureResponse(Guid NeedId, Guid MemberId, Guid LotId, int Pass, NeedStanding Standing, ExactAmount? CostPerUnit);

/// <summary>What the award under one rule alone costs, beside the award under none.</summary>
/// <param name="Rule">Left out of the award under no rule.</param>
/// <param name="Outcome">Left out if no award was found in time.</param>
/// <param name="Difference">How much more the rule costs, evaluated, exact.</param>
public sealed record RulePriceResponse(AwardRule? Rule, OptimumOutcome? Outcome, long UnitsServed, string? EvaluatedCost, string? Difference);

/// <summary>What a scenario comes to, over the term.</summary>
/// <param name="UnitsServed">Units per period over all lots.</param>
/// <param name="CostPerUnit">Cost / units over the term, half up to four decimals.</param>
/// <param name="EvaluatedCost">Unrounded cost x factor, exact: what awards are compared by.</param>
/// <param name="Bound">No award has a lower one.</param>
/// <param name="Saved">What those paid before who said so, less what it would cost them; negative for a loss.</param>
/// <param name="NeedsWithoutBaseline">How many served needs said nothing of what they paid before.</param>
/// <param name="Quality">The winners' mean score by units, from 0 to 1.</param>
/// <param name="NeedsLeft">How many leave at their ceiling or with their bundle; the first 1,000 are listed.</param>
public sealed record ScenarioOutcome(
    int MembersServed,
    long UnitsServed,
    Money Net,
    Money UnrecoveredVat,
    Money Cost,
    string CostPerUnit,
    string EvaluatedCost,
    string Bound,
    string GapPercent,
    bool Proved,
    int Passes,
    Money Saved,
    int NeedsWithoutBaseline,
    string? Quality,
    IReadOnlyList<Guid> Winners,
    IReadOnlyList<ScenarioLotResponse> Lots,
    int NeedsLeft,
    IReadOnlyList<ScenarioDepartureResponse> Departures);

/// <summary>An award that is considered.</summary>
/// <param name="Message">Why there is no award.</param>
/// <param name="Progress">While it is computed.</param>
/// <param name="Outcome">Once it is.</param>
/// <param name="RulePrices">The award under no rule, then under each of the scenario's rules alone; none where it has no rules.</param>
public sealed record AwardScenarioResponse(
    Guid Id,
    Guid RoundId,
    string Title,
    AwardRuleDetails? Rules,
    IReadOnlyList<Guid> WithoutMembers,
    IReadOnlyList<Guid> WithoutSuppliers,
    ScenarioState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    string? Message,
    ScenarioProgress? Progress,
    ScenarioOutcome? Outcome,
    IReadOnlyList<RulePriceResponse> RulePrices,
    int Version) : IVersioned
{
    public static AwardScenarioResponse Of(AwardScenario scenario, Currency currency) => new(
        scenario.Id.Value,
        scenario.RoundId.Value,
        scenario.Title,
        AwardRuleDetails.Of(scenario.Question.Rules),
        [.. scenario.Question.WithoutMembers.Select(id => id.Value)],
        [.. scenario.Question.WithoutSuppliers.Select(id => id.Value)],
        scenario.State,
        scenario.CreatedAt,
        scenario.EndedAt,
        scenario.Message,
        scenario.State == ScenarioState.Computing
            ? new ScenarioProgress(Math.Max(1, scenario.Pass), scenario.BestSoFar, scenario.BoundSoFar, scenario.StopRequested)
            : null,
        scenario.Figures is { } figures ? OutcomeOf(figures, currency) : null,
        [.. scenario.RulePrices.Select(p => new RulePriceResponse(p.Rule, p.Outcome, p.Units, p.EvaluatedCost, p.Difference))],
        scenario.Version);

    private static ScenarioOutcome OutcomeOf(ScenarioFigures figures, Currency currency)
    {
        var cost = new Money(figures.Net + figures.UnrecoveredVat, currency);
        return new ScenarioOutcome(
            figures.Members,
            figures.Units,
            new Money(figures.Net, currency),
            new Money(figures.UnrecoveredVat, currency),
            cost,
            figures.UnitsOverTerm == 0 ? "0" : new Fraction(cost.MinorUnits, (Int128)figures.UnitsOverTerm * currency.MinorUnitsPerUnit).ToDecimal(4),
            figures.EvaluatedCost,
            figures.Bound,
            figures.GapPercent,
            figures.Proved,
            figures.Passes,
            new Money(figures.Saved, currency),
            figures.WithoutBaseline,
            figures.Quality,
            [.. figures.Winners.Select(id => id.Value)],
            [.. figures.Lots.Select(lot => new ScenarioLotResponse(
                lot.LotId.Value, lot.Demand, lot.Members, lot.Overbought, lot.NotAwarded,
                [.. lot.Supplies.Select(s => new ScenarioSupplyResponse(s.SupplierId.Value, s.Quantity, s.Packages, s.Discount, new Money(s.Net, currency)))]))],
            figures.NeedsLeft,
            [.. figures.Departures.Select(d => new ScenarioDepartureResponse(
                d.NeedId.Value, d.MemberId.Value, d.LotId.Value, d.Pass, d.Standing, d.CostPerUnit is { } exact ? ExactAmount.Of(Fraction.Parse(exact)) : null))]);
    }
}

public static class ScenarioEvents
{
    /// <summary>Tells that a scenario was asked for, asked to stop, or has ended.</summary>
    public static JournalEntry RecordScenario(this JournalWriter journal, AwardScenario scenario)
    {
        var type = scenario.State != ScenarioState.Computing ? EventType.AwardScenarioEnded
            : scenario.StopRequested ? EventType.AwardScenarioStopped
            : EventType.AwardScenarioRequested;
        return journal
            .Record(scenario.ClusterId, type, SubjectKind.AwardScenario, scenario.Id.Value, scenario.Version, new { scenario.Title, scenario.State })
            .For(Audience.Coordinator, scenario.RoundId);
    }
}
