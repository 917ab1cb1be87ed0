using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>Whether a group of members would do better on its own.</summary>
/// <param name="Proof">How that is known.</param>
/// <param name="BlockingGroup">The members of the group with the largest gain that was found. A member is told only of a group it is in.</param>
/// <param name="Gain">What it pays more than it would on its own; told with the group.</param>
/// <param name="IsLargest">Whether no group gains more.</param>
public sealed record CoreVerdict(CoreStatus Status, CoreProof Proof, IReadOnlyList<Guid>? BlockingGroup, Money? Gain, bool IsLargest)
{
    /// <param name="to">Whom it is told; null for those who see everything.</param>
    public static CoreVerdict Of(CoreReport core, Currency currency, MemberId? to)
    {
        var isTold = core.Status == CoreStatus.Blocked && (to is not { } member || core.Group.Contains(member));
        return new CoreVerdict(
            core.Status, core.Proof, isTold ? [.. core.Group.Select(id => id.Value)] : null, isTold ? new Money(core.Gain, currency) : null, core.IsLargest);
    }
}

/// <summary>That nobody pays more than it would alone: <c>min(stand-alone, lambda x pooled)</c>.</summary>
/// <param name="Lambda">The exact factor of those who are not capped.</param>
/// <param name="StandAlones">What all would pay, each alone; left out where somebody could not be supplied alone, and for members.</param>
/// <param name="CappedMembers">How many pay what they would alone.</param>
public sealed record StandAloneCapping(CapStatus Status, string Lambda, Money? StandAlones, Money Total, int CappedMembers);

/// <summary>What came of moving money so that no group would do better.</summary>
/// <param name="Shortfall">What some group gains at least, however the cost is shared; zero unless there is no way to share that none blocks.</param>
public sealed record SplitRepair(RepairStatus Status, Money Shortfall, int GroupsLookedAt, CoreVerdict Before);

/// <summary>What a member pays more (below zero: less) over the round than its shares of the lots.</summary>
/// <param name="Pooled">What the pool rate gives over all lots, before rounding, in the currency's major unit.</param>
/// <param name="Target">What it is to be, likewise: rounded to a minor unit, so that all members' sum to what their shares do, less the sum of the
/// member's shares it is the amount.</param>
public sealed record ShareAdjustment(Money Amount, AdjustmentReason Reason, ExactAmount Pooled, ExactAmount Target)
{
    public static ShareAdjustment Of(AwardAdjustment adjustment, Currency currency) => new(
        new Money(adjustment.Amount, currency),
        adjustment.Reason,
        ExactAmount.Of(Fraction.Parse(adjustment.Pooled)),
        ExactAmount.Of(Fraction.Parse(adjustment.Target)));
}

/// <summary>How an award's cost was shared over all lots.</summary>
/// <param name="Method">The round's.</param>
/// <param name="MethodUsed">The pool rate, where the other could not be used: then <paramref name="WhyNot"/> says why.</param>
/// <param name="Basis">Whether the amounts that were judged are net, or net and unrecovered VAT.</param>
/// <param name="Cap">Left out by theorem, or with another method than the pool rate.</param>
/// <param name="Repair">Left out if none was asked for, or needed.</param>
/// <param name="AdjustedMembers">How many pay more or less than the pool rate gives.</param>
/// <param name="Moved">What those who pay more do, together.</param>
/// <param name="Adjustment">The caller's own.</param>
public sealed record CostSplitResponse(
    Guid RoundId,
    Guid AwardId,
    SharingMethod Method,
    SharingMethod MethodUsed,
    string? WhyNot,
    SharingBasis Basis,
    StandAloneCapping? Cap,
    CoreVerdict Core,
    SplitRepair? Repair,
    int AdjustedMembers,
    Money Moved,
    ShareAdjustment? Adjustment)
{
    public static StandAloneCapping Of(CapReport cap, Currency currency, MemberId? to) => new(
        cap.Status,
        cap.Lambda,
        to is null && cap.StandAlones is { } alone ? new Money(alone, currency) : null,
        new Money(cap.Total, currency),
        cap.Capped);

    public static SplitRepair Of(RepairReport repair, Currency currency, MemberId? to) => new(
        repair.Status, new Money(repair.Shortfall, currency), repair.GroupsLookedAt, CoreVerdict.Of(repair.Before, currency, to));
}
