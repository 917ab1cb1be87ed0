using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>A round with two lots that need 20 units each and 3 members; needs close on day 7, the review on day 10, bids on day 21.</summary>
public sealed class ReachingTheMinimums
{
    private static readonly DateTimeOffset NeedsClose = SampleRound.NeedsClose;
    private static readonly DateTimeOffset ConfirmBy = SampleRound.ConfirmBy;
    private static readonly DateTimeOffset BidsClose = SampleRound.BidsClose;

    [Test]
    public void moves_on_when_nothing_is_missing([Values] NotReachedAction action)
    {
        var round = Collecting(action);

        var outcome = round.CloseCollection(Demand(round, 20, 25), 3, decided: false, NeedsClose);

        Assert.That((outcome.End, outcome.Reason, round.State, round.Missing), Is.EqualTo((WindowEnd.MovedOn, (string?)null, RoundState.Tendering, (string?)null)));
        Assert.That(round.Lots.Select(l => l.PooledQuantity), Is.EqualTo(new long?[] { 20, 25 }));
    }

    [Test]
    public void gives_up_only_the_lot_that_is_short_and_says_what_it_had()
    {
        var round = Collecting(NotReachedAction.Cancel);

        var outcome = round.CloseCollection(Demand(round, 19, 25), 3, decided: false, NeedsClose);

        Assert.That((outcome.End, round.State), Is.EqualTo((WindowEnd.MovedOn, RoundState.Tendering)));
        Assert.That(outcome.GivenUp, Is.EqualTo(new[] { round.Lots[0].Id }));
        Assert.That(outcome.Reason, Is.EqualTo("Lot 1 (Helpdesk) has 19 of the 20 units it needs per period."));
        Assert.That(round.Lots.Select(l => l.PooledQuantity), Is.EqualTo(new long?[] { 0, 25 }));
    }

    [Test]
    public void ends_a_round_of_which_no_lot_is_left()
    {
        var round = Collecting(NotReachedAction.Cancel);

        var outcome = round.CloseCollection(Demand(round, 19, 1), 3, decided: false, NeedsClose);

        Assert.That((outcome.End, round.State), Is.EqualTo((WindowEnd.NotReached, RoundState.NotReached)));
        Assert.That(outcome.GivenUp, Has.Count.EqualTo(2), "everybody's need goes back");
        Assert.That(round.EndReason, Does.Contain("Lot 1").And.Contain("Lot 2"));
    }

    [Test]
    public void ends_a_round_of_too_few_members_however_much_they_need()
    {
        var round = Collecting(NotReachedAction.Cancel);

        round.CloseCollection(Demand(round, 900, 900), 2, decided: false, NeedsClose);

        Assert.That((round.State, round.EndReason), Is.EqualTo((RoundState.NotReached, "2 of the 3 members the round needs are in.")));
    }

    [Test]
    public void extends_as_often_as_it_may_and_then_gives_up()
    {
        var round = Collecting(NotReachedAction.Extend, review: true);

        var first = round.CloseCollection(Demand(round, 1, 1), 1, decided: false, NeedsClose);
        Assert.That(first.End, Is.EqualTo(WindowEnd.Extended));
        Assert.That((round.NeedsCloseAt, round.ConfirmBy, round.BidsCloseAt), Is.EqualTo((NeedsClose.AddDays(5), (DateTimeOffset?)ConfirmBy.AddDays(5), BidsClose.AddDays(5))));

        var second = round.CloseCollection(Demand(round, 1, 1), 1, decided: false, NeedsClose.AddDays(5));
        Assert.That((second.End, round.Extensions, round.NeedsCloseAt), Is.EqualTo((WindowEnd.Extended, 2, NeedsClose.AddDays(10))));

        round.CloseCollection(Demand(round, 1, 1), 1, decided: false, NeedsClose.AddDays(10));
        Assert.That((round.State, round.Extensions), Is.EqualTo((RoundState.NotReached, 2)));
    }

    [Test]
    public void gives_members_the_whole_extension_even_after_an_outage()
    {
        var round = Collecting(NotReachedAction.Extend);

        round.CloseCollection(Demand(round, 1, 1), 1, decided: false, NeedsClose.AddDays(30));

        Assert.That((round.NeedsCloseAt, round.BidsCloseAt), Is.EqualTo((NeedsClose.AddDays(35), BidsClose.AddDays(35))));
    }

    [Test]
    public void extends_the_review_when_too_little_is_confirmed()
    {
        var round = Collecting(NotReachedAction.Extend, review: true);
        round.CloseCollection(Demand(round, 20, 20), 3, decided: false, NeedsClose);

        var outcome = round.CloseReview(Demand(round, 5, 20), 2, decided: false, ConfirmBy);

        Assert.That((outcome.End, round.State), Is.EqualTo((WindowEnd.Extended, RoundState.Review)));
        Assert.That((round.NeedsCloseAt, round.ConfirmBy, round.BidsCloseAt), Is.EqualTo((NeedsClose, (DateTimeOffset?)ConfirmBy.AddDays(5), BidsClose.AddDays(5))));
    }

    [Test]
    public void goes_on_with_what_there_is_but_never_with_nothing()
    {
        var little = Collecting(NotReachedAction.AcceptHigherTier);
        var nothing = Collecting(NotReachedAction.AcceptHigherTier);

        var outcome = little.CloseCollection(Demand(little, 1, 0), 1, decided: false, NeedsClose);
        nothing.CloseCollection([], 0, decided: false, NeedsClose);

        Assert.That((outcome.End, little.State, little.Lots[0].PooledQuantity), Is.EqualTo((WindowEnd.MovedOn, RoundState.Tendering, (long?)1)));
        Assert.That(little.Missing, Does.Contain("Lot 1").And.Contain("1 of the 3 members"), "members are told at which price level they go on");
        Assert.That(nothing.State, Is.EqualTo(RoundState.NotReached));
    }

    [Test]
    public void waits_for_the_coordinator_who_goes_on()
    {
        var round = Collecting(NotReachedAction.CoordinatorDecides);
        var outcome = round.CloseCollection(Demand(round, 1, 1), 1, decided: false, NeedsClose);
        Assert.That((outcome.End, round.State, round.WaitsSince), Is.EqualTo((WindowEnd.Waits, RoundState.Collecting, (DateTimeOffset?)NeedsClose)));

        round.CloseCollection(Demand(round, 1, 1), 1, decided: true, NeedsClose.AddDays(2));

        Assert.That((round.State, round.WaitsSince), Is.EqualTo((RoundState.Tendering, (DateTimeOffset?)null)));
        Assert.That(round.BidsCloseAt, Is.EqualTo(BidsClose.AddDays(2)), "suppliers have as long as they were promised");
    }

    [Test]
    public void waits_for_the_coordinator_who_gives_members_more_time()
    {
        var round = Collecting(NotReachedAction.CoordinatorDecides);
        round.CloseCollection(Demand(round, 1, 1), 1, decided: false, NeedsClose);

        round.Extend(NeedsClose.AddDays(3), null, null, NeedsClose.AddDays(1));

        Assert.That((round.State, round.WaitsSince, round.NeedsCloseAt), Is.EqualTo((RoundState.Collecting, (DateTimeOffset?)null, NeedsClose.AddDays(3))));
    }

    [Test]
    public void goes_on_waiting_when_only_another_deadline_moves()
    {
        var round = Collecting(NotReachedAction.CoordinatorDecides);
        round.CloseCollection(Demand(round, 1, 1), 1, decided: false, NeedsClose);

        round.Extend(null, null, BidsClose.AddDays(3), NeedsClose.AddDays(1));

        Assert.That(round.WaitsSince, Is.EqualTo(NeedsClose));
        Assert.That(() => round.Extend(NeedsClose.AddDays(1), null, null, NeedsClose.AddDays(1)), Refusing.With(RoundRefusals.OnlyLater));
    }

    [Test]
    public void gives_back_the_time_an_outage_took()
    {
        var round = Collecting(NotReachedAction.Cancel, review: true);

        round.CloseCollection(Demand(round, 20, 20), 3, decided: false, NeedsClose.AddDays(7));

        Assert.That((round.ConfirmBy, round.BidsCloseAt), Is.EqualTo(((DateTimeOffset?)ConfirmBy.AddDays(7), BidsClose.AddDays(7))));
    }

    [Test]
    public void moves_no_deadline_for_being_a_moment_late()
    {
        var round = Collecting(NotReachedAction.Cancel);

        round.CloseCollection(Demand(round, 20, 20), 3, decided: false, NeedsClose.AddSeconds(30));

        Assert.That(round.BidsCloseAt, Is.EqualTo(BidsClose));
    }

    [TestCase(NotReachedAction.Cancel, 1, RoundState.NotReached)]
    [TestCase(NotReachedAction.Extend, 1, RoundState.NotReached)]
    [TestCase(NotReachedAction.AcceptHigherTier, 1, RoundState.Evaluating)]
    [TestCase(NotReachedAction.CoordinatorDecides, 1, RoundState.Evaluating)]
    [TestCase(NotReachedAction.AcceptHigherTier, 0, RoundState.NotReached)]
    [TestCase(NotReachedAction.CoordinatorDecides, 0, RoundState.NotReached)]
    [TestCase(NotReachedAction.Cancel, 2, RoundState.Evaluating)]
    public void judges_the_number_of_bids_at_the_opening(NotReachedAction action, int bids, RoundState expected)
    {
        var round = Collecting(action);
        round.CloseCollection(Demand(round, 20, 20), 3, decided: false, NeedsClose);
        round.Seal(BidsClose);

        round.OpenBids(bids, BidsClose);

        Assert.That(round.State, Is.EqualTo(expected));
        Assert.That(round.Missing, bids == 2 ? Is.Null : Is.EqualTo(bids == 0 ? "No supplier made a bid." : "1 of the 2 bids the round needs were made."));
    }

    private static Round Collecting(NotReachedAction action, bool review = false)
    {
        var lot = SampleRound.Plan.Lots[0] with { MinimumQuantity = 20 };
        var notReached = action == NotReachedAction.Extend ? new NotReachedPolicy(action, 5, 2) : new NotReachedPolicy(action);
        var round = SampleRound.Draft(SampleRound.Plan with
        {
            Lots = [lot, lot with { Title = "Hours" }],
            ConfirmBy = review ? ConfirmBy : null,
            Policies = RoundPolicies.Usual with { MinimumMembers = 3, MinimumBids = 2, NotReached = notReached },
        });
        round.Publish(SampleRound.Published);
        return round;
    }

    private static PooledDemand[] Demand(Round round, long first, long second) =>
        [.. new[] { (round.Lots[0].Id, first), (round.Lots[1].Id, second) }.Where(d => d.Item2 > 0).Select(d => new PooledDemand(d.Item1, d.Item2, 3))];
}
