using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;

/// <summary>How a judgement was come to.</summary>
public enum CoreProof
{
    /// <summary>By theorem: see <see cref="PooledProof"/>.</summary>
    AveragePriceDoesNotRise,

    /// <summary>For each pooled quantity of the one lot, the group that pays most.</summary>
    ByQuantity,

    /// <summary>Every group was looked at.</summary>
    ByEnumeration,

    /// <summary>The solver looked for the group with the largest gain.</summary>
    BySolver,
}

/// <summary>Whether a group of a round's members would do better on its own.</summary>
/// <param name="Group">The places of the blocking group's members; empty when none was found.</param>
/// <param name="Gain">What it pays more than its own least cost, recomputed apart from the search.</param>
/// <param name="IsLargest">Whether no group gains more; false if the search was not finished.</param>
public sealed record CoreCertificate(CoreStatus Status, CoreProof Proof, IReadOnlyList<int> Group, Fraction Gain, bool IsLargest)
{
    public static CoreCertificate Proved(CoreProof proof) => new(CoreStatus.Proved, proof, [], Fraction.Zero, true);

    public static CoreCertificate NotFound(CoreProof proof) => new(CoreStatus.NotFoundInTime, proof, [], Fraction.Zero, false);

    public static CoreCertificate Blocked(CoreProof proof, IReadOnlyList<int> group, Fraction gain, bool isLargest) =>
        new(CoreStatus.Blocked, proof, group, gain, isLargest);
}

/// <summary>What came of a repair.</summary>
public enum RepairStatus
{
    /// <summary>No group gains any more.</summary>
    Repaired,

    /// <summary>However the cost is shared, some group gains: the shares leave the worst-off group the least it can gain.</summary>
    CoreIsEmpty,

    /// <summary>Not finished in time: nothing was moved.</summary>
    NotFoundInTime,
}
