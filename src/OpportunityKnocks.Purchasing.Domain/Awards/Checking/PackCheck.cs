using FairnessPolicy = OpportunityKnocks.Purchasing.Domain.Rounds.FairnessPolicy;

namespace OpportunityKnocks.Purchasing.Domain.Awards.Checking;

/// <summary>Checks what a lot that is ordered in packs gives to whom, by what the rules say of the result: whole packs, one more only if the
/// tolerances fill it, nobody more than it accepts, and what is short shared by the round's policy.</summary>
internal static class PackCheck
{
    public static bool IsRight(AwardProblem problem, IEnumerable<PooledNeed> staying, LotTerms lot)
    {
        if (lot.PackSize == 1)
            return true;
        var needs = staying.Where(need => need.LotId == lot.Id).ToArray();
        var allotted = PlainRules.Allotted(problem, needs, lot);
        Int128 asked = 0, tolerance = 0, order = 0;
        foreach (var need in needs)
            (asked, tolerance, order) = (asked + need.Quantity, tolerance + need.Tolerance, order + allotted[need.Id]);

        var cut = asked / lot.PackSize * lot.PackSize;
        var isCutBack = cut < asked && cut + lot.PackSize - asked > tolerance;
        return order == (isCutBack || cut == asked ? cut : cut + lot.PackSize)
            && Array.TrueForAll(needs, need => allotted[need.Id] >= (isCutBack ? 0 : need.Quantity)
                && allotted[need.Id] <= need.Quantity + (isCutBack ? 0 : need.Tolerance))
            && (!isCutBack || IsFair(problem.Fairness, needs, allotted, asked, order));
    }

    private static bool IsFair(FairnessPolicy fairness, PooledNeed[] needs, Dictionary<NeedId, long> allotted, Int128 asked, Int128 order)
    {
        var cutShort = needs.Where(need => allotted[need.Id] < need.Quantity).ToArray();
        return fairness switch
        {
            // Within one unit of the exact part.
            FairnessPolicy.ProRata => Array.TrueForAll(needs, need => Int128.Abs((allotted[need.Id] * asked) - (order * need.Quantity)) < asked),

            // Whoever is cut short has at most a unit less than anybody else.
            FairnessPolicy.Equal => needs.Length == 0 || cutShort.All(need => allotted[need.Id] >= needs.Max(other => allotted[other.Id]) - 1),

            // In turn: one at the most has something, but not all.
            FairnessPolicy.EarliestFirst => cutShort.Count(need => allotted[need.Id] > 0) <= 1
                && cutShort.All(late => needs.Where(early => early.SubmittedAt > late.SubmittedAt).All(early => allotted[early.Id] == 0)),
            _ => cutShort.Count(need => allotted[need.Id] > 0) <= 1,
        };
    }
}
