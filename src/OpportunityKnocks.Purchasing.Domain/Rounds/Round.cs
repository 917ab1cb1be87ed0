using OpportunityKnocks.Purchasing.Domain.CostSharing;

namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>What a coordinator decides of a round in draft; frozen by publication, except that deadlines can move to later.</summary>
/// <param name="GroupIds">The groups the round is open to; empty means every member.</param>
/// <param name="NeedsCloseAt">The instant from which no need is taken.</param>
/// <param name="BidsCloseAt">The instant from which no bid is taken.</param>
/// <param name="StandstillDays">Days between the award and the contracts; of which kind, says <see cref="StandstillUnit"/>.</param>
public sealed record RoundPlan(
    string Title,
    string Description,
    IReadOnlyList<GroupId> GroupIds,
    DateTimeOffset NeedsCloseAt,
    DateTimeOffset BidsCloseAt,
    int StandstillDays,
    FeePolicy FeePolicy,
    IReadOnlyList<LotTerms> Lots,
    IReadOnlyList<string> Requirements)
{
    /// <summary>The instant at which the draft publishes itself; null when the coordinator does it.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>The end of the review, between the two other deadlines; null when there is none, and submitting is confirming.</summary>
    public DateTimeOffset? ConfirmBy { get; init; }

    public RoundPolicies Policies { get; init; } = RoundPolicies.Usual;

    public StandstillUnit StandstillUnit { get; init; }

    /// <summary>The rule of RFC 5545 by which the round comes again; null for once.</summary>
    public string? RecurrenceRule { get; init; }

    public AcceptanceTerms Acceptance { get; init; } = AcceptanceTerms.Usual;

    public QuestionPolicy Questions { get; init; } = QuestionPolicy.Usual;

    /// <summary>How many hours before each deadline people are reminded.</summary>
    public IReadOnlyList<int> ReminderHours { get; init; } = [];

    public RoundEvaluation Evaluation { get; init; } = RoundEvaluation.Usual;

    public RoundTrade Trade { get; init; } = RoundTrade.Usual;

    public RoundAgreement Agreement { get; init; } = RoundAgreement.Usual;

    /// <summary>Units per period that may be ordered of each lot beyond its demand, if that is cheaper; 0 for none.</summary>
    public long OverbuyLimit { get; init; }

    public RoundSharing Sharing { get; init; } = RoundSharing.Usual;
}

/// <summary>How a window for needs ended.</summary>
public enum WindowEnd
{
    /// <summary>The round went on to its next state.</summary>
    MovedOn,

    /// <summary>A minimum was not reached, and the deadline moved to later.</summary>
    Extended,

    /// <summary>A minimum was not reached, and the round waits for its coordinator.</summary>
    Waits,

    /// <summary>A minimum was not reached, and the round has ended.</summary>
    NotReached,
}

/// <param name="GivenUp">Lots that are below their minimum and given up; their needs are to be released.</param>
/// <param name="Reason">What was missing, for every member; null when nothing was.</param>
public sealed record WindowOutcome(WindowEnd End, IReadOnlyList<LotId> GivenUp, string? Reason);

/// <summary>One collective purchase, from collecting needs to settlement. Needs and bids are aggregates of their own: writing one never
/// raises the round's version.</summary>
public sealed partial class Round
{
    /// <summary>How late a step may be before the time lost is given back to those whose window it opens.</summary>
    private static readonly TimeSpan Punctual = TimeSpan.FromMinutes(1);

    private readonly List<Lot> _lots = [];
    private readonly List<Requirement> _requirements = [];

    private Round()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public RoundId Id { get; private set; }

    public string Title { get; private set; } = "";

    public string Description { get; private set; } = "";

    public RoundState State { get; private set; }

    public IReadOnlyList<GroupId> GroupIds { get; private set; } = [];

    /// <summary>The instant at which the draft publishes itself; null when the coordinator does it.</summary>
    public DateTimeOffset? OpensAt { get; private set; }

    public DateTimeOffset NeedsCloseAt { get; private set; }

    /// <summary>The end of the review; null when there is none.</summary>
    public DateTimeOffset? ConfirmBy { get; private set; }

    public DateTimeOffset BidsCloseAt { get; private set; }

    public int StandstillDays { get; private set; }

    public StandstillUnit StandstillUnit { get; private set; }

    public FeePolicy FeePolicy { get; private set; }

    /// <summary>Units per period that may be ordered of each lot beyond its demand, if that is cheaper; 0 for none.</summary>
    public long OverbuyLimit { get; private set; }

    public SilencePolicy Silence { get; private set; }

    public FairnessPolicy Fairness { get; private set; }

    /// <summary>Of the lottery, where <see cref="Fairness"/> says so: drawn with the draft, and published when the tender opens.</summary>
    public string LotterySeed { get; private set; } = "";

    public int MinimumMembers { get; private set; }

    public int MinimumBids { get; private set; }

    public NotReachedAction NotReached { get; private set; }

    public int ExtendDays { get; private set; }

    public int ExtendTimes { get; private set; }

    public RoundPolicies Policies => new(Silence, Fairness, MinimumMembers, MinimumBids, new NotReachedPolicy(NotReached, ExtendDays, ExtendTimes));

    /// <summary>How often a deadline was moved because a minimum was not reached.</summary>
    public int Extensions { get; private set; }

    /// <summary>Since when the round waits for its coordinator to decide on a minimum that is not reached; null when it does not.</summary>
    public DateTimeOffset? WaitsSince { get; private set; }

    /// <summary>What was missing at the last deadline, for every member; null when nothing was.</summary>
    public string? Missing { get; private set; }

    public IReadOnlyList<Lot> Lots => _lots;

    public IReadOnlyList<Requirement> Requirements => _requirements;

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public DateTimeOffset? CollectionClosedAt { get; private set; }

    /// <summary>Since when suppliers can bid; the pooled demand is frozen from then on.</summary>
    public DateTimeOffset? TenderOpenedAt { get; private set; }

    public DateTimeOffset? BidsOpenedAt { get; private set; }

    public DateTimeOffset? AwardedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why the round was cancelled or not reached, in the coordinator's or the rule's words.</summary>
    public string? EndReason { get; private set; }

    /// <summary>The same as one of the known reasons; null while it has not ended so.</summary>
    public NonAwardReason? EndCode { get; private set; }

    public int Version { get; private set; }

    /// <summary>The first instant at which contracts may be made; null before the award. Fixed by the award, or by
    /// the end of its acceptance, so that a holiday that is
    /// declared later does not move it.</summary>
    public DateTimeOffset? StandstillEndsAt { get; private set; }

    private RoundPosition Position => new(State, NeedsCloseAt, ConfirmBy, BidsCloseAt, StandstillEndsAt, WaitsSince is not null, AcceptsUntil);

    public static Round Draft(ClusterId cluster, RoundPlan plan, DateTimeOffset now)
    {
        var round = new Round { ClusterId = cluster, Id = RoundId.New(), State = RoundState.Draft, CreatedAt = now, Version = 1 };
        round.LotterySeed = Guid.NewGuid().ToString("N");
        round.Take(plan);
        return round;
    }

    public void Redraft(RoundPlan plan)
    {
        if (State != RoundState.Draft)
            throw RoundRefusals.WrongState.Because("Only a draft can be rewritten. Extend the round's deadlines or cancel it.");

        Take(plan);
        Version++;
    }

    /// <summary>Freezes lots and policies and opens the round for needs.</summary>
    public void Publish(DateTimeOffset now)
    {
        Require(RoundStep.Publish, now);
        if (_lots.Count == 0)
            throw RoundRefusals.NoLots.Because("Add a lot to the draft before publishing it.");

        Become(RoundState.Collecting);
        PublishedAt = now;
    }

    /// <summary>Ends the collection: the review begins, or without one the tender; unless a minimum is not reached, and then the round's
    /// policy says what happens. Needs must have ended before: by their deadline, or because the deadline was brought forward.</summary>
    /// <param name="members">How many members are in the round, whatever the lot.</param>
    /// <param name="decided">Whether the coordinator asked for it: then a waiting round goes on, and no deadline moves.</param>
    public WindowOutcome CloseCollection(IReadOnlyCollection<PooledDemand> demand, int members, bool decided, DateTimeOffset now)
    {
        Require(RoundStep.CloseCollection, now);
        if (now < NeedsCloseAt)
            throw RoundRefusals.WrongState.Because("Needs are still taken.");

        CollectionClosedAt = now;
        return EndWindow(ConfirmBy is null ? RoundState.Tendering : RoundState.Review, NeedsCloseAt, demand, members, decided, now);
    }

    /// <summary>Ends the review: what is confirmed is tendered; unless a minimum is not reached, and then the round's policy says what
    /// happens.</summary>
    /// <inheritdoc cref="CloseCollection"/>
    public WindowOutcome CloseReview(IReadOnlyCollection<PooledDemand> demand, int members, bool decided, DateTimeOffset now)
    {
        Require(RoundStep.CloseReview, now);
        return EndWindow(RoundState.Tendering, ConfirmBy!.Value, demand, members, decided, now);
    }

    /// <summary>Moves the running deadlines to later.</summary>
    /// <param name="needsCloseAt">Null leaves the needs' deadline where it is.</param>
    /// <param name="confirmBy">Null leaves the end of the review where it is.</param>
    /// <param name="bidsCloseAt">Null leaves the bids' deadline where it is.</param>
    public void Extend(DateTimeOffset? needsCloseAt, DateTimeOffset? confirmBy, DateTimeOffset? bidsCloseAt, DateTimeOffset now)
    {
        Require(RoundStep.Extend, now);
        if (needsCloseAt is { } needs)
        {
            if (State != RoundState.Collecting)
                throw RoundRefusals.DeadlinePassed.Because("The collection is over; its deadline cannot move.");
            NeedsCloseAt = Later(NeedsCloseAt, needs, WaitsSince is not null, now);
        }

        if (confirmBy is { } confirm)
        {
            if (ConfirmBy is not { } current || State == RoundState.Tendering)
                throw RoundRefusals.DeadlinePassed.Because("There is no review to come, or it is over; its deadline cannot move.");
            ConfirmBy = Later(current, confirm, State == RoundState.Review && WaitsSince is not null, now);
        }

        if (bidsCloseAt is { } bids)
            MoveBids(Later(BidsCloseAt, bids, false, now) - BidsCloseAt);
        if (!RoundSteps.AreInOrder(NeedsCloseAt, ConfirmBy, BidsCloseAt))
            throw RoundRefusals.DatesOutOfOrder.Because(RoundSteps.Order);

        // Only a moved deadline of the window that waits ends the waiting.
        if (State == RoundState.Collecting ? needsCloseAt is not null : confirmBy is not null)
            WaitsSince = null;
        Version++;
    }

    /// <summary>Ends the time for bids; never early.</summary>
    public void Seal(DateTimeOffset now)
    {
        if (State != RoundState.Tendering)
            throw RoundRefusals.WrongState.Because("Only a running tender is sealed.");
        Require(RoundStep.OpenBids, now);

        Become(RoundState.Sealed);
    }

    /// <summary>Opens the sealed bids, or ends the round if there are too few: nobody may be told before, so no deadline moves for it. A
    /// round that goes on with what there is, or lets its coordinator decide, needs one.</summary>
    /// <param name="bids">How many are considered: submitted, not withdrawn and not stale.</param>
    public void OpenBids(int bids, DateTimeOffset now)
    {
        Require(RoundStep.OpenBids, now);
        if (State != RoundState.Sealed)
            throw RoundRefusals.WrongState.Because("Bids are sealed before they are opened.");
        RequireApproval();

        BidsOpenedAt = now;
        var needed = NotReached is NotReachedAction.AcceptHigherTier or NotReachedAction.CoordinatorDecides ? 1 : MinimumBids;
        Missing = bids < MinimumBids ? TooFew(bids) : null;
        if (bids < needed)
            End(RoundState.NotReached, bids switch { 0 => NonAwardReason.NoBids, 1 => NonAwardReason.OnlyOneSuitable, _ => NonAwardReason.Other }, Missing!, now);
        else
            Become(RoundState.Evaluating);
    }

    /// <summary>Closes the round: award and shares are fixed.</summary>
    public void Close(DateTimeOffset standstillEndsAt, DateTimeOffset now)
    {
        Require(RoundStep.Close, now);
        Become(RoundState.Awarded);
        (AwardedAt, StandstillEndsAt) = (now, standstillEndsAt);
        AcceptBy = Acceptance == AcceptancePolicy.EachAccepts ? now.AddDays(AcceptDays) : null;
    }

    public void Contract(DateTimeOffset now)
    {
        Require(RoundStep.Contract, now);
        Become(RoundState.Contracted);
        Withdrawal = null;
    }

    /// <summary>The last charge period was posted.</summary>
    public void Settle(DateTimeOffset now)
    {
        Require(RoundStep.Settle, now);
        Become(RoundState.Settled);
        EndedAt = now;
    }

    public void Cancel(NonAwardReason code, string reason, DateTimeOffset now)
    {
        Require(RoundStep.Cancel, now);
        End(RoundState.Cancelled, code, reason, now);
    }

    private string TooFew(int bids) => bids == 0
        ? "No supplier made a bid."
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bids} of the {MinimumBids} bids the round needs were made.");

    private static DateTimeOffset Later(DateTimeOffset current, DateTimeOffset wanted, bool waits, DateTimeOffset now)
    {
        if (waits)
            return wanted > now ? wanted : throw RoundRefusals.OnlyLater.Because($"It is {RoundSteps.Say(now)} now.");
        if (current <= now)
            throw RoundRefusals.DeadlinePassed.Because("A deadline that has passed cannot be moved.");
        return wanted > current ? wanted : throw RoundRefusals.OnlyLater.Because($"It is at {RoundSteps.Say(current)} now.");
    }

    private void Require(RoundStep step, DateTimeOffset now)
    {
        if (Position.Judge(step, now) is { Refusal: { } refusal, Reason: var reason })
            throw refusal.Because(reason!);
    }

    private void Take(RoundPlan plan)
    {
        (Title, Description, GroupIds) = (plan.Title, plan.Description, [.. plan.GroupIds.Distinct()]);
        (NeedsCloseAt, BidsCloseAt) = (plan.NeedsCloseAt.ToUniversalTime(), plan.BidsCloseAt.ToUniversalTime());
        (OpensAt, ConfirmBy) = (plan.OpensAt?.ToUniversalTime(), plan.ConfirmBy?.ToUniversalTime());
        (StandstillDays, FeePolicy) = (plan.StandstillDays, plan.FeePolicy);
        OverbuyLimit = plan.OverbuyLimit;
        (Silence, Fairness, MinimumMembers, MinimumBids, (NotReached, ExtendDays, ExtendTimes)) = plan.Policies;
        (StandstillUnit, RecurrenceRule) = (plan.StandstillUnit, plan.RecurrenceRule);
        (Acceptance, AcceptDays) = plan.Acceptance;
        Take(plan.Questions);
        ReminderHours = [.. plan.ReminderHours.OrderDescending()];
        Take(plan.Evaluation);
        (Trade, Agreement, Sharing) = (plan.Trade, plan.Agreement, plan.Sharing);
        _lots.Clear();
        _lots.AddRange(plan.Lots.Select((lot, i) => Lot.Describe(ClusterId, Id, i + 1, lot)));
        _requirements.Clear();
        _requirements.AddRange(plan.Requirements.Select((text, i) => Requirement.State(ClusterId, Id, i + 1, text, TermsVersion)));
    }

    private void End(RoundState state, NonAwardReason code, string reason, DateTimeOffset now)
    {
        Become(state);
        (EndCode, EndReason, EndedAt, WaitsSince) = (code, reason, now, null);
    }

    private void Become(RoundState to)
    {
        if (!RoundLife.Allows(State, to))
            throw RoundRefusals.WrongState.Because($"A round that is {State} cannot become {to}.");

        State = to;
        Version++;
    }
}
