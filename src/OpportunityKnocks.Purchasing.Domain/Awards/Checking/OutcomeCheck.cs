namespace OpportunityKnocks.Purchasing.Domain.Awards.Checking;

/// <summary>Checks that every need has its one right outcome.</summary>
internal static class OutcomeCheck
{
    public static IEnumerable<Violation> Check(
        AwardProblem problem, IReadOnlyList<PooledNeed> staying, IReadOnlyDictionary<NeedId, NeedOutcome> left, AwardResult result)
    {
        if (!result.Needs.Select(outcome => outcome.Need).SequenceEqual(problem.Needs))
        {
            yield return new Violation(ViolatedRule.Outcomes, "The outcomes are not those of the round's needs, in order.");
            yield break;
        }

        var unitCosts = new Dictionary<LotId, UnitCostRule>();
        foreach (var lot in result.Lots)
        {
            var quantities = PlainRules.Quantities(problem, staying, lot.Lot);
            if (quantities.Count > 0 && lot.Supplies.Count > 0)
                unitCosts.Add(lot.Lot.Id, new UnitCostRule(problem, lot.Lot, lot.Supplies, quantities));
        }
        var withoutUnits = LeavingCheck.WithoutUnits(problem, staying);
        var stayed = staying.Select(need => need.Id).ToHashSet();
        foreach (var outcome in result.Needs)
        {
            var need = outcome.Need;
            var cost = unitCosts.GetValueOrDefault(need.LotId);
            var expected =
                !stayed.Contains(need.Id) ? left[need.Id]
                : cost is null ? new NeedOutcome(need, NeedStanding.LotNotAwarded, null, null)
                : withoutUnits.Contains(need.Id) ? new NeedOutcome(need, NeedStanding.WithoutUnits, null, null)
                : new NeedOutcome(need, NeedStanding.Served, cost.For(need.MemberId), null);
            if (outcome != expected)
                yield return new Violation(ViolatedRule.Outcomes, $"Need {need.Id.Value} is said to be {outcome.Standing}.");
        }
    }
}
