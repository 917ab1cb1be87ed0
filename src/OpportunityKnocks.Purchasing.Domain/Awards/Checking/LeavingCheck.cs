namespace OpportunityKnocks.Purchasing.Domain.Awards.Checking;

/// <summary>Checks who left in a pass: everyone above its ceiling or without a unit, with its bundle, and nobody else.</summary>
internal static class LeavingCheck
{
    /// <param name="unitCosts">For the lots that are awarded.</param>
    public static IEnumerable<Violation> Check(
        AwardProblem problem, IReadOnlyList<PooledNeed> staying, AwardPass pass, IReadOnlyDictionary<LotId, UnitCostRule> unitCosts)
    {
        var withoutUnits = WithoutUnits(problem, staying);
        var given = pass.Lots.Where(lot => lot.NotAwarded == NotAwardedReason.BelowLotMinimum).Select(lot => lot.Lot.Id).ToHashSet();
        var unitless = staying.Where(need => need.Bundle is not null && (withoutUnits.Contains(need.Id) || given.Contains(need.LotId))).ToHashSet();
        var above = staying.Where(need => need.Ceiling is { } ceiling && CostOf(need) > ceiling.ToFraction()).ToHashSet();
        var bundles = above.Union(unitless).Where(need => need.Bundle is not null).Select(need => (need.MemberId, need.Bundle)).ToHashSet();
        var expected = staying
            .Where(need => above.Contains(need) || unitless.Contains(need) || (need.Bundle is not null && bundles.Contains((need.MemberId, need.Bundle))))
            .ToDictionary(need => need.Id);

        var left = pass.Left.Select(outcome => outcome.Need.Id).ToHashSet();
        foreach (var need in expected.Values.Where(need => !left.Contains(need.Id)))
            yield return new Violation(ViolatedRule.CeilingPassed, $"Pass {pass.Number}: need {need.Id.Value} had to leave.");
        if (left.Count != pass.Left.Count || !pass.Left.Select(outcome => outcome.Need.Id.Value).IsInOrder())
            yield return new Violation(ViolatedRule.Passes, $"Pass {pass.Number}: those who left are not in order.");

        foreach (var outcome in pass.Left)
        {
            var isRight = expected.TryGetValue(outcome.Need.Id, out var need)
                && outcome == new NeedOutcome(
                    need,
                    unitless.Contains(need) ? NeedStanding.LeftWithoutUnits
                        : above.Contains(need) ? NeedStanding.LeftAboveCeiling
                        : NeedStanding.LeftWithBundle,
                    CostOf(need),
                    pass.Number);
            if (!isRight)
                yield return new Violation(ViolatedRule.LeftWithoutReason, $"Pass {pass.Number}: not so need {outcome.Need.Id.Value}.");
        }

        Fraction? CostOf(PooledNeed need) =>
            unitCosts.TryGetValue(need.LotId, out var rule) && !withoutUnits.Contains(need.Id) ? rule.For(need.MemberId) : null;
    }

    /// <summary>The needs of lots ordered in packs that get nothing.</summary>
    public static HashSet<NeedId> WithoutUnits(AwardProblem problem, IReadOnlyList<PooledNeed> staying) =>
    [
        .. problem.Lots.Where(lot => lot.PackSize > 1)
            .SelectMany(lot => PlainRules.Allotted(problem, [.. staying.Where(need => need.LotId == lot.Id)], lot))
            .Where(allotted => allotted.Value == 0)
            .Select(allotted => allotted.Key),
    ];

    /// <summary>Whether ids strictly rise by their text.</summary>
    public static bool IsInOrder(this IEnumerable<Guid> ids)
    {
        string? before = null;
        foreach (var id in ids.Select(id => id.ToString()))
        {
            if (before is not null && string.CompareOrdinal(before, id) >= 0)
                return false;
            before = id;
        }
        return true;
    }
}
