namespace OpportunityKnocks.Purchasing.Domain;

/// <summary>Splitting a whole number of minor units so that the parts sum to it exactly (the method of largest remainders). Each part
/// is within one unit of its ideal, and the result does not depend on the order of the input. A negative total is the mirror of the
/// positive one, so that a refund takes back exactly what was charged.</summary>
public static partial class Allocation
{
    /// <summary>Floors each exact share, in minor units; the units still missing go one each to the largest fractions, ties to the
    /// smallest id (ordinal, by the canonical text of the UUID). The result is in the order of the input.</summary>
    /// <exception cref="ArgumentException">The shares do not sum to the total, or an id comes twice.</exception>
    public static IReadOnlyList<RoundedShare> RoundToTotal(IReadOnlyList<(Guid Id, Fraction Exact)> shares, long total)
    {
        ArgumentNullException.ThrowIfNull(shares);
        RequireDistinct(shares.Select(share => share.Id), shares.Count);
        if (shares.Aggregate(Fraction.Zero, (sum, share) => sum + share.Exact) != total)
            throw new ArgumentException("The exact shares do not sum to the total.", nameof(shares));

        var sign = total < 0 ? -1 : 1;
        var floors = shares.Select(share => (share.Exact * sign).Floor()).ToArray();
        var missing = checked((int)(Int128.Abs(total) - floors.Aggregate(Int128.Zero, (sum, floor) => sum + floor)));
        var luckiest = shares
            .Select((share, index) => (Index: index, share.Id, Fraction: (share.Exact * sign) - floors[index]))
            .OrderByDescending(share => share.Fraction).ThenBy(share => share.Id)
            .Take(missing).Select(share => share.Index).ToHashSet();
        return [.. shares.Select((share, index) =>
            new RoundedShare(share.Id, share.Exact, checked(sign * (floors[index] + (luckiest.Contains(index) ? 1 : 0)))))];
    }

    /// <summary><see cref="RoundToTotal"/> of <c>total x weight / sum of weights</c>, without big numbers: 100,000 weights take some
    /// tens of milliseconds. The entries are in the order of the input.</summary>
    /// <exception cref="ArgumentException">A weight is negative, an id comes twice, or all weights are zero while the total is not:
    /// the caller must have excluded that.</exception>
    /// <exception cref="OverflowException">The weights sum to more than a long holds.</exception>
    public static WeightedAllocation Allocate(long total, IReadOnlyList<(Guid Id, long Weight)> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        RequireDistinct(weights.Select(entry => entry.Id), weights.Count);
        var sum = 0L;
        foreach (var (_, weight) in weights)
        {
            if (weight < 0)
                throw new ArgumentException("A weight is negative.", nameof(weights));
            sum = checked(sum + weight);
        }
        if (sum == 0 && total != 0)
            throw new ArgumentException("All weights are zero, so nobody can bear the total.", nameof(weights));
        return Allocate(total, sum, weights);
    }

    private static WeightedAllocation Allocate(long total, long sum, IReadOnlyList<(Guid Id, long Weight)> weights)
    {
        var sign = total < 0 ? -1 : 1;
        var magnitude = Int128.Abs(total);
        var missing = magnitude;
        var entries = new AllocatedEntry[weights.Count];
        var order = new (long Numerator, Guid Id, int Index)[weights.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var (id, weight) = weights[i];
            // A product of two longs always fits an Int128.
            var (floor, numerator) = sum == 0 ? (0, 0) : Int128.DivRem(magnitude * weight, sum);
            missing -= floor;
            entries[i] = new AllocatedEntry(id, weight, (long)(sign * floor), (long)numerator, 0);
            order[i] = ((long)numerator, id, i);
        }

        Fraction? cutOff = null;
        if (missing > 0)
        {
            Array.Sort(order, LargestFractionFirst);
            for (var i = 0; i < (int)missing; i++)
                entries[order[i].Index] = entries[order[i].Index] with { Extra = sign };
            cutOff = new Fraction(order[(int)missing - 1].Numerator, sum);
        }
        return new WeightedAllocation(total, sum, cutOff, entries);
    }

    private static int LargestFractionFirst((long Numerator, Guid Id, int Index) left, (long Numerator, Guid Id, int Index) right)
    {
        var byFraction = right.Numerator.CompareTo(left.Numerator);
        return byFraction != 0 ? byFraction : left.Id.CompareTo(right.Id);
    }

    private static void RequireDistinct(IEnumerable<Guid> ids, int count)
    {
        var seen = new HashSet<Guid>(count);
        if (!ids.All(seen.Add))
            throw new ArgumentException("An id comes twice.", nameof(ids));
    }
}
