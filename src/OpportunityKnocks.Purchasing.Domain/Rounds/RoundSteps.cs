namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>What can be done with a round.</summary>
public enum RoundStep
{
    Publish,
    CloseCollection,
    CloseReview,
    Extend,
    OpenBids,
    Close,
    Contract,
    Settle,
    Cancel,
    Amend,
    WithdrawAward,
}

/// <summary>All that decides which steps a round can take.</summary>
/// <param name="ConfirmBy">The end of the review; null when there is none.</param>
/// <param name="StandstillEndsAt">Null before the award.</param>
/// <param name="AcceptsUntil">The end of the acceptance that runs; null when none does.</param>
/// <param name="Waits">Whether it waits for its coordinator, because a minimum is not reached.</param>
public sealed record RoundPosition(
    RoundState State,
    DateTimeOffset NeedsCloseAt,
    DateTimeOffset? ConfirmBy,
    DateTimeOffset BidsCloseAt,
    DateTimeOffset? StandstillEndsAt,
    bool Waits = false,
    DateTimeOffset? AcceptsUntil = null);

/// <summary>Whether a step can be taken now, and if not, why.</summary>
/// <param name="AvailableFrom">When waiting is all it needs: the instant from which it is allowed.</param>
public sealed record StepVerdict(Refusal? Refusal = null, string? Reason = null, DateTimeOffset? AvailableFrom = null)
{
    public bool Allowed => Refusal is null;
}

/// <summary>The one rule on which step a round can take when: the commands refuse by it, and a round shows it before they are tried.</summary>
public static class RoundSteps
{
    private static readonly StepVerdict Allowed = new();

    /// <param name="now">The instant of the step; at a deadline, the deadline has passed.</param>
    public static StepVerdict Judge(this RoundPosition round, RoundStep step, DateTimeOffset now) => (step, round.State) switch
    {
        (RoundStep.Publish, RoundState.Draft) => JudgeDates(round, now),
        (RoundStep.CloseCollection, RoundState.Collecting) => Allowed,
        (RoundStep.CloseReview, RoundState.Review) => now < round.ConfirmBy
            ? new StepVerdict(
                RoundRefusals.ReviewRunning, $"Members can confirm until {Say(round.ConfirmBy.Value)}.", round.ConfirmBy)
            : Allowed,
        (RoundStep.Extend, RoundState.Collecting or RoundState.Review) when round.Waits => Allowed,
        (RoundStep.Extend, RoundState.Collecting or RoundState.Review or RoundState.Tendering) => now < round.BidsCloseAt
            ? Allowed
            : new StepVerdict(RoundRefusals.DeadlinePassed, "A deadline that has passed cannot be moved."),
        (RoundStep.OpenBids, RoundState.Sealed) => Allowed,
        (RoundStep.OpenBids, RoundState.Tendering) => now < round.BidsCloseAt
            ? new StepVerdict(RoundRefusals.BidsNotClosed, $"Bids close at {Say(round.BidsCloseAt)}.", round.BidsCloseAt)
            : Allowed,
        (RoundStep.Close, RoundState.Evaluating) => Allowed,
        (RoundStep.Contract, RoundState.Awarded) when round.AcceptsUntil is { } until => new StepVerdict(
            RoundRefusals.AcceptanceRunning,
            $"Members accept or decline until {Say(until)}; then the standstill starts.",
            round.StandstillEndsAt),
        (RoundStep.Contract, RoundState.Awarded) => now < round.StandstillEndsAt
            ? new StepVerdict(
                RoundRefusals.StandstillRunning,
                $"Contracts may be made from {Say(round.StandstillEndsAt.Value)}.",
                round.StandstillEndsAt)
            : Allowed,
        (RoundStep.Settle, RoundState.Contracted) => Allowed,
        (RoundStep.Amend, RoundState.Tendering) => now < round.BidsCloseAt
            ? Allowed
            : new StepVerdict(RoundRefusals.DeadlinePassed, "The time for bids is over; the terms stand."),
        (RoundStep.WithdrawAward, RoundState.Awarded) => Allowed,
        (RoundStep.Cancel, _) when RoundLife.Allows(round.State, RoundState.Cancelled) => Allowed,
        _ => new StepVerdict(RoundRefusals.WrongState, $"The round is {Name(round.State)}. {Otherwise(step)}"),
    };

    /// <summary>An instant as the API writes it, for messages.</summary>
    public static string Say(DateTimeOffset instant) => $"{instant.UtcDateTime:yyyy-MM-ddTHH:mm:ss.FFFFFF}Z";

    internal const string Order = "Bids must close after needs, and the review, if there is one, between the two.";

    /// <summary>Whether the deadlines follow each other.</summary>
    public static bool AreInOrder(DateTimeOffset needsCloseAt, DateTimeOffset? confirmBy, DateTimeOffset bidsCloseAt) =>
        needsCloseAt < bidsCloseAt && (confirmBy is not { } review || (needsCloseAt < review && review < bidsCloseAt));

    private static StepVerdict JudgeDates(RoundPosition round, DateTimeOffset now) =>
        now < round.NeedsCloseAt && AreInOrder(round.NeedsCloseAt, round.ConfirmBy, round.BidsCloseAt)
            ? Allowed
            : new StepVerdict(RoundRefusals.DatesOutOfOrder, $"Needs must close after now. {Order} Change the draft's dates.");

    private static string Otherwise(RoundStep step) => step switch
    {
        RoundStep.Publish => "Only a draft can be published.",
        RoundStep.CloseCollection => "Only a collection that runs can be closed.",
        RoundStep.CloseReview => "Only a review that is over can be closed.",
        RoundStep.Extend => "Deadlines move only while the round is collecting, in review or tendering.",
        RoundStep.OpenBids => "Bids are opened once, after their deadline.",
        RoundStep.Close => "A round closes once, after its bids were opened.",
        RoundStep.Contract => "Only an awarded round can be contracted.",
        RoundStep.Settle => "Only a contracted round can be settled.",
        RoundStep.Cancel => "Contracts bind, and what has ended stays as it ended.",
        RoundStep.Amend => "Terms change only while a tender runs; a draft is rewritten.",
        RoundStep.WithdrawAward => "An award is withdrawn before the contracts.",
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private static string Name(RoundState state) => char.ToLowerInvariant(state.ToString()[0]) + state.ToString()[1..];
}
