using CsCheck;
using OpportunityKnocks.Purchasing.Domain.Awards;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>Printing paper by the box: packs of ten.</summary>
public sealed class AwardingInPacks
{
    private static readonly LotTerms Boxes = Lot(1) with { PackSize = 10 };

    [Test]
    public void orders_whole_packs_and_shares_what_there_is()
    {
        var result = Awarding.Compute(Round([Need(1, 1, 12), Need(2, 2, 6), Need(3, 3, 5)], [Bid(1, Offer(Flat("1.00")))], [Boxes]));

        Assert.That(result.Lots[0].Demand, Is.EqualTo(20));
        Assert.That(result.Shares[0].Shares.Select(s => s.Member.Quantity), Is.EqualTo(new[] { 11L, 5L, 4L }), "20 x 12/23, 6/23 and 5/23: 10.4, 5.2, 4.3");
    }

    [Test]
    public void fills_a_pack_by_tolerances_and_charges_for_what_each_gets()
    {
        var result = Awarding.Compute(Round(
            [Need(1, 1, 12) with { Tolerance = 2 }, Need(2, 2, 6) with { Tolerance = 0 }], [Bid(1, Offer(Flat("1.00"), vat: "0"))], [Boxes]));

        Assert.That(result.Shares[0].Shares.Select(s => (s.Member.Quantity, s.Net.MinorUnits)), Is.EqualTo(new[] { (14L, 1400L), (6L, 600L) }));
    }

    [Test]
    public void pools_again_when_a_ceiling_makes_somebody_leave()
    {
        // Twenty are cheap enough for everyone but the last, without whom only one pack is left.
        var result = Awarding.Compute(Round(
            [Need(1, 1, 8), Need(2, 2, 7), Need(3, 3, 6, ceiling: "0.90")], [Bid(1, Offer(Flat("1.00")))], [Boxes]));

        Assert.That(result.Passes.Select(pass => pass.Lots[0].Demand), Is.EqualTo(new[] { 20L, 10L }));
        Assert.That(result.Shares[0].Shares.Sum(s => s.Member.Quantity), Is.EqualTo(10));
    }

    [Test]
    public void lets_a_need_leave_with_its_bundle_when_no_unit_is_left_for_it()
    {
        var lots = new[] { Boxes, Lot(2) };
        var early = Need(1, 1, 10) with { SubmittedAt = DateTimeOffset.UnixEpoch };
        var late = Need(2, 2, 5, bundle: "b") with { SubmittedAt = DateTimeOffset.UnixEpoch.AddDays(1) };
        var problem = new AwardProblem(
            Gbp, CostSharing.FeePolicy.ByValue, lots, [early, late, Need(3, 2, 3, bundle: "b", lot: 2), Need(4, 1, 2, lot: 2)],
            new Dictionary<MemberId, Percent>(), [Bid(1, Offer(Flat("1.00")), Offer(Flat("2.00"), lot: 2))], Domain.Rounds.FairnessPolicy.EarliestFirst);

        var result = Awarding.Compute(problem);

        Assert.That(result.Needs.Select(n => n.Standing), Is.EqualTo(new[]
        {
            NeedStanding.Served, NeedStanding.LeftWithoutUnits, NeedStanding.LeftWithBundle, NeedStanding.Served,
        }));
        Assert.That(AwardChecker.Check(problem, result), Is.Empty);
    }

    [Test]
    public void leaves_a_need_without_units_in_the_pool_so_that_nobodys_part_moves()
    {
        PooledNeed[] needs = [Need(1, 1, 9), .. Enumerable.Range(2, 9).Select(i => Need(i, i, 1))];

        var result = Awarding.Compute(Round(needs, [Bid(1, Offer(Flat("1.00")))], [Boxes]));

        Assert.That(result.Passes, Has.Count.EqualTo(1));
        Assert.That(result.Shares[0].Shares.Select(s => s.Member.Quantity), Is.EqualTo(new[] { 5L, 1, 1, 1, 1, 1 }));
        Assert.That(result.Needs.Count(n => n.Standing == NeedStanding.WithoutUnits), Is.EqualTo(4));
    }

    [Test]
    public void lets_bundles_leave_with_a_lot_that_is_given_up()
    {
        var problem = Round(
            [Need(1, 1, 4, bundle: "b"), Need(2, 1, 3, bundle: "b", lot: 2), Need(3, 2, 2, lot: 2)],
            [Bid(1, Offer(Flat("1.00")), Offer(Flat("2.00"), lot: 2))], [Boxes, Lot(2)]);

        var result = Awarding.Compute(problem);

        Assert.That(result.Needs.Select(n => n.Standing), Is.EqualTo(new[] { NeedStanding.LeftWithoutUnits, NeedStanding.LeftWithBundle, NeedStanding.Served }));
        Assert.That(AwardChecker.Check(problem, result), Is.Empty);
    }

    [TestCase(9, ExpectedResult = NotAwardedReason.BelowLotMinimum, TestName = "does_not_award_a_lot_that_fills_no_pack")]
    [TestCase(19, ExpectedResult = NotAwardedReason.BelowLotMinimum, TestName = "does_not_award_a_lot_below_its_own_minimum")]
    [TestCase(20, ExpectedResult = null, TestName = "awards_a_lot_at_its_own_minimum")]
    public NotAwardedReason? keeps_the_minimum_of_a_lot(long quantity)
    {
        var problem = Round([Need(1, 1, quantity)], [Bid(1, Offer(Flat("1.00")))], [Boxes with { MinimumQuantity = 20 }]);

        var result = Awarding.Compute(problem);

        Assert.That(AwardChecker.Check(problem, result), Is.Empty);
        return result.Lots[0].NotAwarded;
    }

    [Test]
    public void gives_an_award_its_checker_finds_nothing_in() => Check(2_000);

    [Test]
    [Explicit("Takes a while.")]
    [Category("Campaign")]
    public void gives_an_award_its_checker_finds_nothing_in_100_000_times() => Check(100_000);

    private static void Check(long cases) => SampleRounds.WithPacks.Sample(
        problem =>
        {
            var result = Awarding.Compute(problem);
            Assert.That(AwardChecker.Check(problem, result), Is.Empty);
            foreach (var lot in result.Lots)
                Assert.That(lot.Demand % lot.Lot.PackSize, Is.Zero);
        },
        iter: cases);
}
