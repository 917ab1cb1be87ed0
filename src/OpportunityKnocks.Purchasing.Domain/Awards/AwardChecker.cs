using OpportunityKnocks.Purchasing.Domain.Awards.Checking;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>Which rule a result breaks.</summary>
public enum ViolatedRule
{
    /// <summary>The passes follow from one another: numbered from 1, each without those who left, and the last lost nobody.</summary>
    Passes,

    /// <summary>A lot's demand is the sum of the needs still in it.</summary>
    Demand,

    /// <summary>Every offer for the lot has its right cost, factor, evaluated cost and rank, or the right reason why not.</summary>
    Candidates,

    /// <summary>The winner can supply the demand and no other offer is cheaper in evaluated cost; without a winner nobody can.</summary>
    Winner,

    /// <summary>Equally good suppliers: fewest winners over the round, then the smallest ids lot by lot.</summary>
    Ties,

    /// <summary>Nobody who stays pays more than its ceiling.</summary>
    CeilingPassed,

    /// <summary>Everybody who left had a reason, with its right figures, in the pass in which it did.</summary>
    LeftWithoutReason,

    /// <summary>Every need has exactly one outcome, and it is the right one.</summary>
    Outcomes,

    /// <summary>Every awarded lot, and no other, is shared, at what it costs.</summary>
    LotCost,

    /// <summary>The shares are those of the members in the lot and sum to its cost, over the term and in every period.</summary>
    ShareSums,

    /// <summary>Each share is what the allocation rule gives its member, with the right explanation.</summary>
    ShareAmounts,

    /// <summary>VAT is half up per invoice, and so is the part that cannot be recovered.</summary>
    Vat,
}

/// <summary>One rule that a result breaks.</summary>
/// <param name="What">Where, and what is wrong there.</param>
public sealed record Violation(ViolatedRule Rule, string What);

/// <summary>Judges an award by the rules alone. It shares no code with the search or the split: it is plain arithmetic on big integers,
/// written a second time, so that one mistake cannot be made by both.</summary>
public static class AwardChecker
{
    /// <returns>Every rule the result breaks; empty if it is right.</returns>
    public static IReadOnlyList<Violation> Check(AwardProblem problem, AwardResult result)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(result);
        var violations = new List<Violation>();
        if (result.Passes.Count == 0)
            return [new Violation(ViolatedRule.Passes, "There is no pass.")];

        PooledNeed[] staying = [.. problem.Needs];
        var left = new Dictionary<NeedId, NeedOutcome>();
        for (var i = 0; i < result.Passes.Count; i++)
        {
            var pass = result.Passes[i];
            var isLast = i == result.Passes.Count - 1;
            if (pass.Number != i + 1 || isLast != (pass.Left.Count == 0))
                violations.Add(new Violation(ViolatedRule.Passes, $"Pass {i + 1} is out of place."));
            violations.AddRange(PassCheck.Check(problem, staying, pass));
            foreach (var outcome in pass.Left)
                left[outcome.Need.Id] = outcome;
            if (!isLast)
                staying = [.. staying.Where(need => !left.ContainsKey(need.Id))];
        }

        violations.AddRange(OutcomeCheck.Check(problem, staying, left, result));
        violations.AddRange(ShareCheck.Check(problem, staying, result));
        return violations;
    }
}
