namespace OpportunityKnocks.Purchasing.Domain;

/// <summary>An exact share and what it was rounded to, both in minor units.</summary>
public readonly record struct RoundedShare(Guid Id, Fraction Exact, long Amount);

/// <summary>One part of a <see cref="WeightedAllocation"/>, in minor units, with what its owner needs to compute it again.</summary>
/// <param name="Floor">total x weight / sum of weights, cut off towards zero.</param>
/// <param name="FractionNumerator">What was cut off, over the sum of weights; it ignores the sign of the total.</param>
/// <param name="Extra">The missing unit this entry got: 1, or -1 if the total is negative; else 0.</param>
public readonly record struct AllocatedEntry(Guid Id, long Weight, long Floor, long FractionNumerator, int Extra)
{
    public long Amount => Floor + Extra;
}

/// <summary>A total split by weights. The entries are in the order in which the weights came.</summary>
/// <param name="CutOff">The smallest fraction that still got a missing unit; null if none was missing. Larger fractions all got one,
/// smaller ones none; among equal ones the smallest ids did.</param>
public sealed record WeightedAllocation(long Total, long SumOfWeights, Fraction? CutOff, IReadOnlyList<AllocatedEntry> Entries);
