using System.Numerics;

namespace OpportunityKnocks.Purchasing.Domain.CostSharing;

/// <summary>How one member's part of a total came about, in minor units: <c>total x weight / sum of weights</c>, cut off, and a missing
/// unit if the fraction that was cut off is among the largest.</summary>
/// <param name="Fraction">What was cut off.</param>
/// <param name="CutOff">The smallest fraction that still got a missing unit; null if none was missing.</param>
/// <param name="GotMissingUnit">Decides only if the fraction equals the cut-off: then the ids did, and others' are not shown.</param>
public sealed record AllocationExplanation(
    long Total, long SumOfWeights, long Weight, long Floor, Fraction Fraction, Fraction? CutOff, bool GotMissingUnit)
{
    /// <param name="entry">One of the allocation's entries.</param>
    public static AllocationExplanation Of(WeightedAllocation allocation, AllocatedEntry entry) =>
        new(
            allocation.Total, allocation.SumOfWeights, entry.Weight, entry.Floor,
            new Fraction(entry.FractionNumerator, allocation.SumOfWeights), allocation.CutOff, entry.Extra != 0);

    /// <summary>The amount again, from total, weights and cut-off alone.</summary>
    public long Recompute()
    {
        var floor = BigInteger.DivRem((BigInteger)Total * Weight, SumOfWeights, out var rest);
        var comparison = CutOff is { } cutOff ? new Fraction(rest, SumOfWeights).CompareTo(cutOff) : -1;
        var isUnitDue = comparison > 0 || (comparison == 0 && GotMissingUnit);
        return checked((long)(floor + (isUnitDue ? 1 : 0)));
    }
}
