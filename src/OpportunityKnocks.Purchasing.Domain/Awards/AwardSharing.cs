using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>In which amounts a split was judged.</summary>
public enum SharingBasis
{
    /// <summary>Net and the VAT members cannot recover.</summary>
    CostToMembers,

    /// <summary>Net: the members recover different parts of their VAT, so each one's VAT is its own matter.</summary>
    Net,
}

/// <summary>The stand-alone cap. Amounts are minor units.</summary>
/// <param name="Lambda">The exact factor of those who are not capped.</param>
/// <param name="StandAlones">What all would pay, each alone; null when somebody could not be supplied alone.</param>
/// <param name="Total">What they pay together.</param>
/// <param name="Capped">How many pay what they would alone.</param>
public sealed record CapReport(CapStatus Status, string Lambda, long? StandAlones, long Total, int Capped);

/// <summary>Whether a group would do better on its own.</summary>
/// <param name="Group">The group with the largest gain that was found; empty if none gains.</param>
/// <param name="Gain">Minor units, rounded down.</param>
public sealed record CoreReport(CoreStatus Status, CoreProof Proof, IReadOnlyList<MemberId> Group, long Gain, bool IsLargest);

/// <summary>What came of moving money so that no group would do better.</summary>
/// <param name="Shortfall">What some group gains at least, however the cost is shared: minor units; 0 unless there is no way.</param>
/// <param name="Before">How it was before.</param>
public sealed record RepairReport(RepairStatus Status, long Shortfall, int GroupsLookedAt, CoreReport Before);

/// <summary>How an award's cost was shared over the whole round.</summary>
/// <param name="Asked">The round's method.</param>
/// <param name="Used">The pool rate where the other could not be used.</param>
/// <param name="WhyNot">Why not as asked: the method could not be used, or it would have taken members above their ceilings.</param>
/// <param name="Core">The judgement of the shares as they are, adjustments included.</param>
public sealed record SharingReport(
    SharingMethod Asked, SharingMethod Used, string? WhyNot, SharingBasis Basis, CapReport? Cap, CoreReport Core, RepairReport? Repair);

/// <summary>Why a member pays more or less than the pool rate gives.</summary>
public enum AdjustmentReason
{
    /// <summary>The round shares by another method.</summary>
    Method,

    /// <summary>Somebody would have paid more than alone.</summary>
    StandAloneCap,

    /// <summary>A group would have done better on its own.</summary>
    Repair,
}

/// <summary>How an award's cost was shared and judged: kept with it, and never changed.</summary>
public sealed class AwardSharing
{
    private AwardSharing()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public AwardId AwardId { get; private set; }

    public SharingReport Report { get; private set; } = null!;

    public static AwardSharing Of(Award award, SharingReport report) => new() { ClusterId = award.ClusterId, AwardId = award.Id, Report = report };
}

/// <summary>What one member pays more (or, below zero, less) over the round than its shares of the lots. All of an award's sum to zero.</summary>
public sealed class AwardAdjustment
{
    private AwardAdjustment()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public AwardId AwardId { get; private set; }

    public MemberId MemberId { get; private set; }

    /// <summary>Minor units.</summary>
    public long Amount { get; private set; }

    public AdjustmentReason Reason { get; private set; }

    /// <summary>What the pool rate gives, exact: p/q in the currency's major unit.</summary>
    public string Pooled { get; private set; } = "";

    /// <summary>What the member is to pay, exact.</summary>
    public string Target { get; private set; } = "";

    public static AwardAdjustment Of(Award award, MemberAdjustment adjustment) => new()
    {
        ClusterId = award.ClusterId,
        AwardId = award.Id,
        MemberId = adjustment.MemberId,
        Amount = adjustment.Amount,
        Reason = adjustment.Reason,
        Pooled = adjustment.Pooled.ToString(),
        Target = adjustment.Target.ToString(),
    };
}

/// <summary>One member's adjustment as it was computed.</summary>
/// <param name="Amount">Minor units; see <see cref="AmountsOf"/>. It may be zero.</param>
public readonly record struct MemberAdjustment(MemberId MemberId, Fraction Pooled, Fraction Target, long Amount, AdjustmentReason Reason)
{
    /// <summary>Rounds what members are to pay to minor units that sum to what their shares come to, and takes those off. What they are to pay is
    /// in proportion to the exact targets, which sum to the same but for what the shares were rounded by.</summary>
    /// <param name="members">Each with its exact target and what its shares come to in minor units.</param>
    /// <returns>In the order of the members. They sum to zero.</returns>
    public static IReadOnlyList<long> AmountsOf(IReadOnlyList<(MemberId Id, Fraction Target, long Posted)> members)
    {
        var sum = members.Aggregate(Fraction.Zero, (all, member) => all + member.Target);
        var posted = members.Sum(member => member.Posted);
        if (sum == Fraction.Zero)
            return [.. members.Select(_ => 0L)];
        var due = Allocation.RoundToTotal([.. members.Select(member => (member.Id.Value, member.Target * posted / sum))], posted);
        return [.. due.Select((share, i) => share.Amount - members[i].Posted)];
    }
}
