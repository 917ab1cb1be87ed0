using OpportunityKnocks.Purchasing.Domain.CostSharing;

namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>What a coordinator decides of a round in draft; frozen by publication, except that deadlines can move to later.</summary>
/// <param name="GroupIds">The groups the round is open to; empty means every member.</param>
/// <param name="NeedsCloseAt">The instant from which no need is taken.</param>
/// <param name="BidsCloseAt">The instant from which no bid is taken.</param>
/// <param name="StandstillDays">Calendar days between the award and the contracts.</param>
public sealed record RoundPlan(
    string Title,
    string Description,
    IReadOnlyList<GroupId> GroupIds,
    DateTimeOffset NeedsCloseAt,
    DateTimeOffset BidsCloseAt,
    int StandstillDays,
    FeePolicy FeePolicy,
    IReadOnlyList<LotTerms> Lots,
    IReadOnlyList<string> Requirements);

/// <summary>One collective purchase, from collecting needs to settlement. Needs and bids are aggregates of their own: writing one never
/// raises the round's version.</summary>
public sealed class Round
{
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

    public DateTimeOffset NeedsCloseAt { get; private set; }

    public DateTimeOffset BidsCloseAt { get; private set; }

    public int StandstillDays { get; private set; }

    public FeePolicy FeePolicy { get; private set; }

    public IReadOnlyList<Lot> Lots => _lots;

    public IReadOnlyList<Requirement> Requirements => _requirements;

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public DateTimeOffset? CollectionClosedAt { get; private set; }

    public DateTimeOffset? BidsOpenedAt { get; private set; }

    public DateTimeOffset? AwardedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why the round was cancelled or not reached, in the coordinator's or the rule's words.</summary>
    public string? EndReason { get; private set; }

    public int Version { get; private set; }

    /// <summary>The first instant at which contracts may be made; null before the award.</summary>
    public DateTimeOffset? StandstillEndsAt => AwardedAt?.AddDays(StandstillDays);

    private RoundPosition Position => new(State, NeedsCloseAt, BidsCloseAt, StandstillEndsAt);

    public static Round Draft(ClusterId cluster, RoundPlan plan, DateTimeOffset now)
    {
        var round = new Round { ClusterId = cluster, Id = RoundId.New(), State = RoundState.Draft, CreatedAt = now, Version = 1 };
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

    /// <summary>Freezes the pooled demand and opens the tender, or ends the round if nobody needs anything. Needs must have ended before:
    /// by their deadline, or because the deadline was brought forward.</summary>
    public void CloseCollection(IReadOnlyCollection<PooledDemand> demand, DateTimeOffset now)
    {
        Require(RoundStep.CloseCollection, now);
        if (now < NeedsCloseAt)
            throw RoundRefusals.WrongState.Because("Needs are still taken.");

        foreach (var lot in _lots)
            lot.Freeze(demand.SingleOrDefault(d => d.LotId == lot.Id));
        CollectionClosedAt = now;
        if (demand.Sum(d => d.Quantity) == 0)
            End(RoundState.NotReached, "No member needs anything.", now);
        else
            Become(RoundState.Tendering);
    }

    /// <summary>Moves the running deadlines to later.</summary>
    /// <param name="needsCloseAt">Null leaves the needs' deadline where it is.</param>
    /// <param name="bidsCloseAt">Null leaves the bids' deadline where it is.</param>
    public void Extend(DateTimeOffset? needsCloseAt, DateTimeOffset? bidsCloseAt, DateTimeOffset now)
    {
        Require(RoundStep.Extend, now);
        if (needsCloseAt is { } needs)
        {
            if (State != RoundState.Collecting)
                throw RoundRefusals.DeadlinePassed.Because("The collection is over; its deadline cannot move.");
            NeedsCloseAt = Later(NeedsCloseAt, needs, now);
        }

        if (bidsCloseAt is { } bids)
            BidsCloseAt = Later(BidsCloseAt, bids, now);
        if (BidsCloseAt <= NeedsCloseAt)
            throw RoundRefusals.DatesOutOfOrder.Because("Bids must close after needs.");
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

    /// <summary>Opens the sealed bids, or ends the round if there is none.</summary>
    /// <param name="bids">How many were submitted and not withdrawn.</param>
    public void OpenBids(int bids, DateTimeOffset now)
    {
        Require(RoundStep.OpenBids, now);
        if (State != RoundState.Sealed)
            throw RoundRefusals.WrongState.Because("Bids are sealed before they are opened.");

        BidsOpenedAt = now;
        if (bids == 0)
            End(RoundState.NotReached, "No supplier made a bid.", now);
        else
            Become(RoundState.Evaluating);
    }

    /// <summary>Closes the round: award and shares are fixed.</summary>
    public void Close(DateTimeOffset now)
    {
        Require(RoundStep.Close, now);
        Become(RoundState.Awarded);
        AwardedAt = now;
    }

    public void Contract(DateTimeOffset now)
    {
        Require(RoundStep.Contract, now);
        Become(RoundState.Contracted);
    }

    /// <summary>The last charge period was posted.</summary>
    public void Settle(DateTimeOffset now)
    {
        Require(RoundStep.Settle, now);
        Become(RoundState.Settled);
        EndedAt = now;
    }

    public void Cancel(string reason, DateTimeOffset now)
    {
        Require(RoundStep.Cancel, now);
        End(RoundState.Cancelled, reason, now);
    }

    private static DateTimeOffset Later(DateTimeOffset current, DateTimeOffset wanted, DateTimeOffset now)
    {
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
        (StandstillDays, FeePolicy) = (plan.StandstillDays, plan.FeePolicy);
        _lots.Clear();
        _lots.AddRange(plan.Lots.Select((lot, i) => Lot.Describe(ClusterId, Id, i + 1, lot)));
        _requirements.Clear();
        _requirements.AddRange(plan.Requirements.Select((text, i) => Requirement.State(ClusterId, Id, i + 1, text)));
    }

    private void End(RoundState state, string reason, DateTimeOffset now)
    {
        Become(state);
        (EndReason, EndedAt) = (reason, now);
    }

    private void Become(RoundState to)
    {
        if (!RoundLife.Allows(State, to))
            throw RoundRefusals.WrongState.Because($"A round that is {State} cannot become {to}.");

        State = to;
        Version++;
    }
}
