using System.Numerics;

namespace OpportunityKnocks.Purchasing.Domain.Awards.Checking;

/// <summary>The rule of largest remainders once more, for totals that are not negative.</summary>
internal static class AllocationCheck
{
    public static WeightedAllocation Split(BigInteger total, (Guid Id, long Weight)[] weights)
    {
        var sum = weights.Aggregate(BigInteger.Zero, (all, entry) => all + entry.Weight);
        var entries = weights
            .Select(entry => new AllocatedEntry(
                entry.Id, entry.Weight, (long)(total * entry.Weight / sum), (long)(total * entry.Weight % sum), 0))
            .ToArray();
        var missing = (int)(total - entries.Aggregate(BigInteger.Zero, (all, entry) => all + entry.Floor));
        var lucky = Enumerable.Range(0, entries.Length)
            .OrderByDescending(i => entries[i].FractionNumerator).ThenBy(i => entries[i].Id.ToString(), StringComparer.Ordinal)
            .Take(missing).ToArray();
        foreach (var i in lucky)
            entries[i] = entries[i] with { Extra = 1 };
        Fraction? cutOff = missing == 0 ? null : new Fraction(entries[lucky[^1]].FractionNumerator, sum);
        return new WeightedAllocation((long)total, (long)sum, cutOff, entries);
    }

    public static bool Agree(WeightedAllocation one, WeightedAllocation other) =>
        one.Total == other.Total && one.SumOfWeights == other.SumOfWeights && one.CutOff == other.CutOff
        && one.Entries.SequenceEqual(other.Entries);
}
