namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>How a window for needs, collection or review, ends: by what is missing to a minimum, and the round's policy.</summary>
public sealed partial class Round
{
    /// <summary>Whether a lot below its minimum is given up when the window ends now, instead of waited for or gone on with.</summary>
    /// <param name="decided">Whether the coordinator asked for it.</param>
    public bool GivesUpLots(bool decided) =>
        NotReached == NotReachedAction.Cancel || (NotReached == NotReachedAction.Extend && (decided || Extensions >= ExtendTimes));

    private WindowOutcome EndWindow(
        RoundState next, DateTimeOffset deadline, IReadOnlyCollection<PooledDemand> demand, int members, bool decided, DateTimeOffset now)
    {
        var shortfall = Minimums.Judge(_lots, Policies, demand, members);
        var nobody = demand.Sum(d => d.Quantity) == 0;
        Missing = shortfall.InWords;
        return NotReached switch
        {
            _ when shortfall.IsNone => MoveOn(next, deadline, demand, [], now),
            NotReachedAction.Extend when !decided && Extensions < ExtendTimes => ExtendByPolicy(now),
            NotReachedAction.CoordinatorDecides when !decided => Wait(now),
            NotReachedAction.AcceptHigherTier or NotReachedAction.CoordinatorDecides when !nobody => MoveOn(next, deadline, demand, [], now),
            _ when nobody || shortfall.LacksMembers || !LeavesALot(demand, shortfall) => Fail(shortfall, now),
            _ => MoveOn(next, deadline, demand, shortfall.LotsBelow, now),
        };
    }

    private static bool LeavesALot(IReadOnlyCollection<PooledDemand> demand, Shortfall shortfall) =>
        demand.Any(d => d.Quantity > 0 && !shortfall.LotsBelow.Contains(d.LotId));

    private WindowOutcome MoveOn(
        RoundState next, DateTimeOffset deadline, IReadOnlyCollection<PooledDemand> demand, IReadOnlyList<LotId> givenUp, DateTimeOffset now)
    {
        GiveBack(now - deadline);
        if (next == RoundState.Tendering)
        {
            foreach (var lot in _lots)
                lot.Freeze(givenUp.Contains(lot.Id) ? null : demand.SingleOrDefault(d => d.LotId == lot.Id));
            TenderOpenedAt = now;
        }

        WaitsSince = null;
        Become(next);
        return new WindowOutcome(WindowEnd.MovedOn, givenUp, Missing);
    }

    /// <summary>A step that comes late, after an outage or a decision that took its time, shortens nobody's window: the later deadlines
    /// move by the time lost.</summary>
    private void GiveBack(TimeSpan late)
    {
        if (late <= Punctual)
            return;
        if (State == RoundState.Collecting)
            ConfirmBy += late;
        MoveBids(late);
    }

    private WindowOutcome ExtendByPolicy(DateTimeOffset now)
    {
        // From now, not from the deadline: after an outage the members still get their days.
        var days = TimeSpan.FromDays(ExtendDays);
        if (State == RoundState.Collecting)
        {
            var by = now + days - NeedsCloseAt;
            (NeedsCloseAt, ConfirmBy) = (NeedsCloseAt + by, ConfirmBy + by);
            MoveBids(by);
        }
        else
        {
            var by = now + days - ConfirmBy!.Value;
            ConfirmBy += by;
            MoveBids(by);
        }

        Extensions++;
        Version++;
        return new WindowOutcome(WindowEnd.Extended, [], Missing);
    }

    private WindowOutcome Wait(DateTimeOffset now)
    {
        WaitsSince = now;
        Version++;
        return new WindowOutcome(WindowEnd.Waits, [], Missing);
    }

    private WindowOutcome Fail(Shortfall shortfall, DateTimeOffset now)
    {
        End(RoundState.NotReached, NonAwardReason.NeedChanged, shortfall.InWords!, now);
        return new WindowOutcome(WindowEnd.NotReached, [.. _lots.Select(lot => lot.Id)], Missing);
    }
}
