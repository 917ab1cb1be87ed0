using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class LivingTheLifeOfARound
{
    private static readonly RoundState[] States = Enum.GetValues<RoundState>();

    /// <summary>The table of the product's description, written down a second time.</summary>
    private static readonly HashSet<(RoundState From, RoundState To)> Allowed =
    [
        (RoundState.Draft, RoundState.Collecting),
        (RoundState.Draft, RoundState.Cancelled),
        (RoundState.Collecting, RoundState.Review),
        (RoundState.Collecting, RoundState.Tendering),
        (RoundState.Collecting, RoundState.NotReached),
        (RoundState.Collecting, RoundState.Cancelled),
        (RoundState.Review, RoundState.Tendering),
        (RoundState.Review, RoundState.NotReached),
        (RoundState.Review, RoundState.Cancelled),
        (RoundState.Tendering, RoundState.Sealed),
        (RoundState.Tendering, RoundState.Cancelled),
        (RoundState.Sealed, RoundState.Evaluating),
        (RoundState.Sealed, RoundState.NotReached),
        (RoundState.Sealed, RoundState.Cancelled),
        (RoundState.Evaluating, RoundState.Awarded),
        (RoundState.Evaluating, RoundState.NotReached),
        (RoundState.Evaluating, RoundState.Cancelled),
        (RoundState.Awarded, RoundState.Contracted),
        (RoundState.Awarded, RoundState.Evaluating),
        (RoundState.Awarded, RoundState.NotReached),
        (RoundState.Awarded, RoundState.Cancelled),
        (RoundState.Contracted, RoundState.Settled),
    ];

    private static readonly DateTimeOffset[] Instants =
    [
        SampleRound.Published,
        SampleRound.NeedsClose.AddTicks(-1), SampleRound.NeedsClose,
        SampleRound.ConfirmBy.AddTicks(-1), SampleRound.ConfirmBy,
        SampleRound.BidsClose.AddTicks(-1), SampleRound.BidsClose,
        SampleRound.StandstillEnds.AddTicks(-1), SampleRound.StandstillEnds,
        SampleRound.StandstillEnds.AddYears(3),
    ];

    [Test]
    public void follows_the_table_for_every_pair_of_states([ValueSource(nameof(States))] RoundState from, [ValueSource(nameof(States))] RoundState to)
    {
        Assert.That(RoundLife.Allows(from, to), Is.EqualTo(Allowed.Contains((from, to))));
    }

    [Test]
    public void shows_of_every_step_what_the_command_then_does([ValueSource(nameof(States))] RoundState state, [Values] RoundStep step)
    {
        foreach (var now in Instants)
        {
            var round = SampleRound.In(state);
            var version = round.Version;

            var verdict = PositionOf(round).Judge(step, now);

            var refused = Refused(() => Take(round, step, now));
            Assert.That(refused?.Refusal, Is.EqualTo(verdict.Refusal));
            Assert.That(refused?.Message, Is.EqualTo(verdict.Reason));
            Assert.That(round.Version > version, Is.EqualTo(verdict.Allowed), "a step that is refused changes nothing, one that is taken is a new version");
        }
    }

    [Test]
    public void says_from_when_a_step_is_available_if_waiting_is_all_it_needs([ValueSource(nameof(States))] RoundState state, [Values] RoundStep step)
    {
        var position = PositionOf(SampleRound.In(state));

        foreach (var now in Instants)
        {
            if (position.Judge(step, now).AvailableFrom is { } from)
            {
                Assert.That(from, Is.GreaterThan(now));
                Assert.That(position.Judge(step, from).Allowed);
                Assert.That(position.Judge(step, from.AddTicks(-1)).Allowed, Is.False);
            }
        }
    }

    [Test]
    public void never_opens_bids_early()
    {
        var round = SampleRound.In(RoundState.Tendering);

        Assert.That(() => round.Seal(SampleRound.BidsClose.AddTicks(-1)), Refusing.With(RoundRefusals.BidsNotClosed));
    }

    [Test]
    public void never_closes_a_collection_while_needs_are_taken()
    {
        var round = SampleRound.In(RoundState.Collecting);

        Assert.That(() => round.CloseCollection([], 0, decided: false, SampleRound.NeedsClose.AddTicks(-1)), Refusing.With(RoundRefusals.WrongState));
    }

    [Test]
    public void freezes_the_demand_of_each_lot()
    {
        var round = SampleRound.In(RoundState.Tendering);

        Assert.That((round.Lots[0].PooledQuantity, round.Lots[0].PooledMembers), Is.EqualTo(((long?)25, (int?)3)));
    }

    [Test]
    public void moves_deadlines_only_to_later()
    {
        var round = SampleRound.In(RoundState.Collecting);
        var now = SampleRound.Published;

        Assert.That(() => round.Extend(SampleRound.NeedsClose, null, null, now), Refusing.With(RoundRefusals.OnlyLater));
        Assert.That(() => round.Extend(SampleRound.NeedsClose.AddTicks(-1), null, null, now), Refusing.With(RoundRefusals.OnlyLater));
        Assert.That(() => round.Extend(null, null, SampleRound.BidsClose, now), Refusing.With(RoundRefusals.OnlyLater));
        Assert.That(() => round.Extend(SampleRound.BidsClose, null, null, now), Refusing.With(RoundRefusals.DatesOutOfOrder));
    }

    [Test]
    public void does_not_move_a_deadline_that_has_passed()
    {
        var collecting = SampleRound.In(RoundState.Collecting);
        var tendering = SampleRound.In(RoundState.Tendering);

        Assert.That(
            () => collecting.Extend(SampleRound.NeedsClose.AddDays(1), null, null, SampleRound.NeedsClose), Refusing.With(RoundRefusals.DeadlinePassed));
        Assert.That(
            () => tendering.Extend(SampleRound.NeedsClose.AddDays(1), null, null, SampleRound.NeedsClose), Refusing.With(RoundRefusals.DeadlinePassed));
    }

    [Test]
    public void gives_a_redraft_its_lots_anew()
    {
        var round = SampleRound.Draft();
        var before = round.Lots[0].Id;

        round.Redraft(SampleRound.Plan with { Title = "Printing", Requirements = [] });

        Assert.That((round.Title, round.Version, round.Requirements.Count), Is.EqualTo(("Printing", 2, 0)));
        Assert.That(round.Lots.Select(l => (l.Number, l.Id == before)), Is.EqualTo(new[] { (1, false) }));
    }

    private static RoundPosition PositionOf(Round round) => new(round.State, round.NeedsCloseAt, round.ConfirmBy, round.BidsCloseAt, round.StandstillEndsAt);

    private static void Take(Round round, RoundStep step, DateTimeOffset now)
    {
        switch (step)
        {
            case RoundStep.Publish:
                round.Publish(now);
                break;
            case RoundStep.CloseCollection:
                // The command brings the deadline forward first; here the clock is where that would have put it.
                round.CloseCollection([], 0, decided: true, now < round.NeedsCloseAt ? round.NeedsCloseAt : now);
                break;
            case RoundStep.CloseReview:
                round.CloseReview([], 0, decided: true, now);
                break;
            case RoundStep.Extend:
                round.Extend(null, null, round.BidsCloseAt.AddDays(1), now);
                break;
            case RoundStep.OpenBids:
                if (round.State == RoundState.Tendering)
                    round.Seal(now);
                round.OpenBids(1, now);
                break;
            case RoundStep.Close:
                round.Close(now.AddDays(round.StandstillDays), now);
                break;
            case RoundStep.Contract:
                round.Contract(now);
                break;
            case RoundStep.Settle:
                round.Settle(now);
                break;
            case RoundStep.Cancel:
                round.Cancel(NonAwardReason.NeedChanged, "Not needed.", now);
                break;
            case RoundStep.WithdrawAward:
                round.WithdrawAward("Asha Patel", null, "A mistake in the evaluation.", now);
                break;
            case RoundStep.Amend:
                round.Amend(new Amendment("Other words.", [], null, round.BidsCloseAt.AddDays(9)), now);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }
    }

    private static DomainException? Refused(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (DomainException e)
        {
            return e;
        }
    }
}
