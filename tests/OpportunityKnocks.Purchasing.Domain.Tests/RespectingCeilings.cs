using CsCheck;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class RespectingCeilings
{
    [Test]
    public void keeps_a_need_whose_ceiling_is_exactly_met()
    {
        var problem = Round([Need(1, member: 1, 10, ceiling: "12.0000")], [Bid(1, Offer(Flat("10"), vat: "20"))]);

        var outcome = Awarding.Compute(problem).Needs.Single();

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Standing, Is.EqualTo(NeedStanding.Served));
            Assert.That(outcome.CostPerUnit, Is.EqualTo((Fraction)12));
        });
    }

    [Test]
    public void lets_a_need_leave_when_the_exact_cost_is_the_least_bit_above()
    {
        var problem = Round([Need(1, member: 1, 3, ceiling: "10.3333")], [Bid(1, Offer(Flat("10"), fixedFee: "1.00", vat: "0"))]);

        var result = Awarding.Compute(problem);

        Assert.Multiple(() =>
        {
            Assert.That(result.Needs.Single().Standing, Is.EqualTo(NeedStanding.LeftAboveCeiling));
            Assert.That(result.Needs.Single().CostPerUnit, Is.EqualTo(new Fraction(31, 3)));
            Assert.That(result.Lots.Single().NotAwarded, Is.EqualTo(NotAwardedReason.NoNeedLeft));
        });
    }

    [Test]
    public void awards_again_without_those_who_left_and_keeps_the_passes()
    {
        var problem = Round(
            [Need(1, 1, 5, ceiling: "8.5000"), Need(2, 2, 5, ceiling: "9.5000"), Need(3, 3, 5)],
            [Bid(1, Offer(AllUnits((1, "10"), (15, "9")), vat: "0"))]);

        var result = Awarding.Compute(problem);

        Assert.Multiple(() =>
        {
            Assert.That(result.Passes.Select(pass => pass.Lots.Single().Demand), Is.EqualTo(new[] { 15, 10, 5 }));
            Assert.That(
                result.Passes.Select(pass => pass.Lots.Single().Cost!.Value.ToAmount()),
                Is.EqualTo(new[] { "135.00", "100.00", "50.00" }));
            Assert.That(result.Passes[0].Left.Single().Need.Id, Is.EqualTo(new NeedId(Id(1))));
            Assert.That(result.Passes[1].Left.Single().Need.Id, Is.EqualTo(new NeedId(Id(2))));
            Assert.That(result.Needs[1], Is.EqualTo(new NeedOutcome(problem.Needs[1], NeedStanding.LeftAboveCeiling, 10, 2)));
            Assert.That(result.Needs[2].Standing, Is.EqualTo(NeedStanding.Served));
        });
    }

    [Test]
    public void lets_a_bundle_leave_together_even_from_other_lots()
    {
        var problem = Round(
            [
                Need(1, member: 1, 5, ceiling: "9.0000", bundle: "desk", lot: 1),
                Need(2, member: 1, 5, bundle: "desk", lot: 2),
                Need(3, member: 2, 5, bundle: "desk", lot: 2),
            ],
            [Bid(1, Offer(Flat("10"), lot: 1), Offer(Flat("10"), lot: 2))],
            [Lot(1), Lot(2)]);

        var result = Awarding.Compute(problem);

        Assert.That(result.Needs.Select(need => need.Standing), Is.EqualTo(new[]
        {
            NeedStanding.LeftAboveCeiling, NeedStanding.LeftWithBundle, NeedStanding.Served,
        }));
    }

    [Test]
    public void judges_each_of_a_members_needs_by_the_cost_of_them_all()
    {
        // The member's own fee of 10.00 is borne by both needs together: one unit costs 11.00, not 12.50 or 11.67.
        var problem = Round(
            [Need(1, member: 1, 4, ceiling: "11.0000"), Need(2, member: 1, 6, ceiling: "10.9999")],
            [Bid(1, Offer(Flat("10"), feePerMember: "10.00", vat: "0"))]);

        var first = Awarding.Compute(problem).Passes[0];

        Assert.That(first.Left.Select(need => (need.Need.Id.Value, need.CostPerUnit)), Is.EqualTo(new[] { (Id(2), (Fraction?)11) }));
    }

    [Test]
    public void counts_only_the_vat_a_member_cannot_recover()
    {
        var problem = Round(
            [Need(1, 1, 5, ceiling: "10.0000"), Need(2, 2, 5, ceiling: "11.0000"), Need(3, 3, 5, ceiling: "11.9999")],
            [Bid(1, Offer(Flat("10"), vat: "20"))],
            vatRecovery: [(1, "100"), (2, "50"), (3, "0")]);

        Assert.That(Awarding.Compute(problem).Needs.Select(need => need.Standing), Is.EqualTo(new[]
        {
            NeedStanding.Served, NeedStanding.Served, NeedStanding.LeftAboveCeiling,
        }));
    }

    [Test]
    public void never_lets_anyone_leave_a_lot_that_is_not_awarded()
    {
        var problem = Round([Need(1, 1, 5, ceiling: "0.0001")], [Bid(1, Offer(Flat("10", from: 6)))]);

        Assert.That(Awarding.Compute(problem).Needs.Single().Standing, Is.EqualTo(NeedStanding.LotNotAwarded));
    }

    [Test]
    public void ends_with_everyone_left_content() => SampleRounds.All.Sample(problem =>
    {
        var result = Awarding.Compute(problem);

        return result.Passes.Count <= problem.Needs.Count + 1
            && result.Needs.All(need => need.Standing switch
            {
                NeedStanding.Served => need.Need.Ceiling is not { } ceiling || need.CostPerUnit <= ceiling.ToFraction(),
                NeedStanding.LeftAboveCeiling => need.CostPerUnit > need.Need.Ceiling!.Value.ToFraction(),
                NeedStanding.LeftWithBundle => need.Need.Bundle is not null,
                _ => need.LeftInPass is null,
            });
    }, iter: 2_000);

    [Test]
    public void finds_the_largest_group_that_all_prices_suit_when_the_average_cost_never_rises() =>
        FallingPrices.Sample((problem, offer) =>
        {
            var served = Awarding.Compute(problem).Needs
                .Select((need, i) => (need, i)).Where(entry => entry.need.Standing == NeedStanding.Served)
                .Aggregate(0, (group, entry) => group | (1 << entry.i));

            return served == LargestContentGroup(problem, offer);
        }, iter: 300);

    // Whole pounds, so that rounding the line cannot make the average rise.
    private static readonly Gen<(AwardProblem Problem, LotOffer Offer)> FallingPrices =
        from prices in Gen.Int[4, 12].Array[1, 4]
        from steps in Gen.Int[1, 12].Array[4]
        from fixedFee in Gen.OneOf("0", "20.00")
        from policy in Gen.OneOf(FeePolicy.ByValue, FeePolicy.Equal)
        from needs in Gen.Select(Gen.Long[1, 6], Gen.Int[4, 16]).Array[1, 10]
        let schedule = Schedule(
            PriceBasis.AllUnits,
            [.. prices.OrderDescending().Select((price, i) => (1L + steps.Take(i).Sum(), $"{price}"))])
        let offer = Offer(schedule, fixedFee, vat: "0")
        select (
            Round(needs.Select((need, i) => Need(i + 1, i + 1, need.Item1, $"{need.Item2}.0000")), [Bid(1, offer)], policy: policy),
            offer);

    private static int LargestContentGroup(AwardProblem problem, LotOffer offer)
    {
        var all = Enumerable.Range(0, 1 << problem.Needs.Count).Where(group => IsContent(problem, offer, group));
        return all.MaxBy(group => int.PopCount(group));
    }

    private static bool IsContent(AwardProblem problem, LotOffer offer, int group)
    {
        var needs = problem.Needs.Where((_, i) => (group & (1 << i)) != 0).ToArray();
        var quantity = needs.Sum(need => need.Quantity);
        return needs.All(need =>
        {
            var line = new Fraction(need.Quantity, quantity) * offer.Prices.LineTotal(quantity, Gbp).MinorUnits;
            var part = problem.FeePolicy == FeePolicy.Equal ? new Fraction(1, needs.Length) : new Fraction(need.Quantity, quantity);
            return (line + (part * offer.FixedFee.MinorUnits)) / need.Quantity <= need.Ceiling!.Value.ToFraction() * 100;
        });
    }
}
