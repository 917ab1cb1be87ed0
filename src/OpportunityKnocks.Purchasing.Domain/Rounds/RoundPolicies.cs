namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>What a member's silence in review does to its need. It never confirms a need without a ceiling.</summary>
public enum SilencePolicy
{
    /// <summary>The need leaves the round and is standing again.</summary>
    Drops,

    /// <summary>The need stays in, up to its ceiling.</summary>
    Confirms,
}

/// <summary>How a lot's shortfall to whole packs is shared by those who asked for more than there is.</summary>
public enum FairnessPolicy
{
    /// <summary>By quantity.</summary>
    ProRata,

    /// <summary>As equally as quantities allow.</summary>
    Equal,

    /// <summary>Those who submitted first get all of theirs.</summary>
    EarliestFirst,

    /// <summary>In an order drawn by lot, from a seed that is published.</summary>
    Lottery,
}

/// <summary>What is done when a minimum is not reached at a deadline.</summary>
public enum NotReachedAction
{
    /// <summary>A lot below its minimum is given up; the round too, if no lot is left or it has too few members.</summary>
    Cancel,

    /// <summary>The deadline moves to later, and the ones after it; when that is used up, as <see cref="Cancel"/>.</summary>
    Extend,

    /// <summary>The round goes on with what there is, at the price that has.</summary>
    AcceptHigherTier,

    /// <summary>The round waits: the coordinator goes on with what there is, extends or cancels.</summary>
    CoordinatorDecides,
}

/// <param name="ExtendDays">By how many days a deadline moves; only for <see cref="NotReachedAction.Extend"/>, else 0.</param>
/// <param name="ExtendTimes">How often; only for <see cref="NotReachedAction.Extend"/>, else 0.</param>
public sealed record NotReachedPolicy(NotReachedAction Action, int ExtendDays = 0, int ExtendTimes = 0)
{
    public const int MaximumExtendDays = 60;
    public const int MaximumExtendTimes = 10;
}

/// <summary>What a coordinator chose in draft of how the round deals with silence, scarcity and too little interest; frozen by
/// publication.</summary>
/// <param name="MinimumMembers">Fewer members with a need, and the round is not reached.</param>
/// <param name="MinimumBids">Fewer bids at the opening, and the round is not reached.</param>
public sealed record RoundPolicies(
    SilencePolicy Silence, FairnessPolicy Fairness, int MinimumMembers, int MinimumBids, NotReachedPolicy NotReached)
{
    /// <summary>What holds unless the coordinator says otherwise.</summary>
    public static readonly RoundPolicies Usual =
        new(SilencePolicy.Drops, FairnessPolicy.ProRata, 1, 1, new NotReachedPolicy(NotReachedAction.Cancel));
}
