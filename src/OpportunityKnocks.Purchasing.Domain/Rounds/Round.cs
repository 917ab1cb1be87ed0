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

    public static Round Draft(ClusterId cluster, RoundPlan plan, DateTimeOffset now)
    {
        var round = new Round { ClusterId = cluster, Id = RoundId.New(), State = RoundState.Draft, CreatedAt = now, Version = 1 };
        round.Take(plan);
        return round;
    }

    public void Redraft(RoundPlan plan)
    {
        Require(RoundState.Draft, "Only a draft can be rewritten. Extend its deadlines or cancel it.");
        Take(plan);
        Version++;
    }

    /// <summary>Freezes lots and policies and opens the round for needs.</summary>
    public void Publish(DateTimeOffset now)
    {
        Require(RoundState.Draft, "It was published already.");
        if (_lots.Count == 0)
            throw RoundRefusals.NoLots.Because("Add a lot to the draft before publishing it.");
        if (NeedsCloseAt <= now || BidsCloseAt <= NeedsCloseAt)
            throw RoundRefusals.DatesOutOfOrder.Because("Needs must close after now, and bids after needs.");

        Become(RoundState.Collecting);
        PublishedAt = now;
    }

    /// <summary>Takes no more needs from now on; the first half of closing the collection early. The state does not change yet.</summary>
    public void StopTakingNeeds(DateTimeOffset now)
    {
        Require(RoundState.Collecting, "The round is not collecting needs.");
        if (NeedsCloseAt > now)
        {
            NeedsCloseAt = now;
            Version++;
        }
    }

    /// <summary>Freezes the pooled demand and opens the tender, or ends the round if nobody needs anything.</summary>
    public void CloseCollection(IReadOnlyCollection<PooledDemand> demand, DateTimeOffset now)
    {
        Require(RoundState.Collecting, "The round is not collecting needs.");
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

    /// <summary>Moves the running deadline to later.</summary>
    public void Extend(DateTimeOffset? needsCloseAt, DateTimeOffset? bidsCloseAt, DateTimeOffset now)
    {
        if (needsCloseAt is { } needs)
        {
            Require(RoundState.Collecting, "The collection is over; its deadline cannot move.");
            NeedsCloseAt = Later(NeedsCloseAt, needs, now);
        }

        if (bidsCloseAt is { } bids)
        {
            if (State is not (RoundState.Collecting or RoundState.Tendering))
                throw RoundRefusals.WrongState.Because("The bids' deadline can move only while the round is collecting or tendering.");
            BidsCloseAt = Later(BidsCloseAt, bids, now);
        }

        if (BidsCloseAt <= NeedsCloseAt)
            throw RoundRefusals.DatesOutOfOrder.Because("Bids must close after needs.");
        Version++;
    }

    /// <summary>Ends the time for bids; never early.</summary>
    public void Seal(DateTimeOffset now)
    {
        Require(RoundState.Tendering, "The round is not tendering.");
        if (now < BidsCloseAt)
            throw RoundRefusals.BidsNotClosed.Because($"Bids close at {BidsCloseAt:yyyy-MM-ddTHH:mm:ssZ}.");

        Become(RoundState.Sealed);
    }

    /// <summary>Opens the sealed bids, or ends the round if there is none.</summary>
    public void OpenBids(int bids, DateTimeOffset now)
    {
        Require(RoundState.Sealed, "Bids are opened once, after their deadline.");
        BidsOpenedAt = now;
        if (bids == 0)
            End(RoundState.NotReached, "No supplier made a bid.", now);
        else
            Become(RoundState.Evaluating);
    }

    /// <summary>Closes the round: award and shares are fixed.</summary>
    public void Close(DateTimeOffset now)
    {
        Require(RoundState.Evaluating, "A round closes once, after its bids were opened.");
        Become(RoundState.Awarded);
        AwardedAt = now;
    }

    public void Contract(DateTimeOffset now)
    {
        Require(RoundState.Awarded, "Only an awarded round can be contracted.");
        if (now < StandstillEndsAt)
            throw RoundRefusals.StandstillRunning.Because($"Contracts may be made from {StandstillEndsAt:yyyy-MM-ddTHH:mm:ssZ}.");

        Become(RoundState.Contracted);
    }

    /// <summary>The last charge period was posted.</summary>
    public void Settle(DateTimeOffset now)
    {
        Require(RoundState.Contracted, "Only a contracted round can be settled.");
        Become(RoundState.Settled);
        EndedAt = now;
    }

    public void Cancel(string reason, DateTimeOffset now)
    {
        if (!RoundLife.Allows(State, RoundState.Cancelled))
            throw RoundRefusals.WrongState.Because($"A round that is {State} cannot be cancelled.");

        End(RoundState.Cancelled, reason, now);
    }

    private static DateTimeOffset Later(DateTimeOffset current, DateTimeOffset wanted, DateTimeOffset now)
    {
        if (current <= now)
            throw RoundRefusals.DeadlinePassed.Because("A deadline that has passed cannot be moved.");
        return wanted > current ? wanted : throw RoundRefusals.OnlyLater.Because($"It is at {current:yyyy-MM-ddTHH:mm:ssZ} now.");
    }

    private void Require(RoundState state, string otherwise)
    {
        if (State != state)
            throw RoundRefusals.WrongState.Because($"The round is {State}. {otherwise}");
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
