using CsCheck;
using OpportunityKnocks.Purchasing.Domain.Awards;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class AwardingARound
{
    [Test]
    public void takes_the_supplier_that_is_best_at_the_pooled_quantity()
    {
        var problem = Round(
            [Need(1, member: 1, 60), Need(2, member: 2, 40)],
            [Bid(1, Offer(Flat("9.50"))), Bid(2, Offer(AllUnits((1, "10"), (100, "9"))))]);

        var lot = Awarding.Compute(problem).Lots.Single();

        Assert.Multiple(() =>
        {
            Assert.That(lot.Winner!.SupplierId, Is.EqualTo(Supplier(2)));
            Assert.That(lot.Cost, Is.EqualTo(Money.Parse("900.00", Gbp)));
            Assert.That(lot.Demand, Is.EqualTo(100));
            Assert.That(lot.Candidates.Select(candidate => candidate.Evaluation!.Rank), Is.EqualTo(new[] { 1, 2 }));
        });
    }

    [Test]
    public void compares_by_what_the_members_bear_after_vat()
    {
        var problem = Round(
            [Need(1, member: 1, 1), Need(2, member: 2, 2)],
            [Bid(1, Offer(Flat("10"), vat: "20")), Bid(2, Offer(Flat("10.60"), vat: "0"))],
            vatRecovery: [(1, "100"), (2, "50")]);

        var lot = Awarding.Compute(problem).Lots.Single();

        Assert.Multiple(() =>
        {
            Assert.That(lot.Winner!.SupplierId, Is.EqualTo(Supplier(2)));
            Assert.That(lot.Candidates[0].Evaluation!.Factor, Is.EqualTo("1.000000"));
            Assert.That(lot.Candidates[0].Evaluation!.EvaluatedCost, Is.EqualTo("31.8000000000"));
            Assert.That(lot.Candidates[1].Evaluation!.Factor, Is.EqualTo("1.066667"));
            Assert.That(lot.Candidates[1].Evaluation!.EvaluatedCost, Is.EqualTo("32.0000100000"));
        });
    }

    [Test]
    public void gives_tied_lots_to_as_few_suppliers_as_possible()
    {
        LotTerms[] lots = [Lot(1), Lot(2), Lot(3)];
        var problem = Round(
            lots.Select((lot, i) => Need(i + 1, member: 1, 1, lot: lot.Number)),
            [
                Bid(1, Offer(Flat("5"), lot: 1)),
                Bid(2, Offer(Flat("5"), lot: 2), Offer(Flat("5"), lot: 1)),
                Bid(3, Offer(Flat("5"), lot: 1), Offer(Flat("5"), lot: 2), Offer(Flat("5"), lot: 3)),
            ],
            lots);

        Assert.That(Winners(problem), Is.All.EqualTo(Supplier(3)));
    }

    [Test]
    public void breaks_the_remaining_ties_by_the_smallest_supplier_lot_by_lot()
    {
        LotTerms[] lots = [Lot(1), Lot(2), Lot(3)];
        var problem = Round(
            lots.Select((lot, i) => Need(i + 1, member: 1, 1, lot: lot.Number)),
            [
                Bid(4, Offer(Flat("5"), lot: 2), Offer(Flat("5"), lot: 3)),
                Bid(3, Offer(Flat("5"), lot: 1), Offer(Flat("5"), lot: 2)),
                Bid(2, Offer(Flat("5"), lot: 1), Offer(Flat("5"), lot: 3)),
            ],
            lots);

        // Two suppliers are needed; 2 can have the first lot, and then 3 the second, and 2 also the third.
        Assert.That(Winners(problem), Is.EqualTo(new[] { Supplier(2), Supplier(3), Supplier(2) }));
    }

    [Test]
    public void breaks_any_ties_as_trying_all_winners_does() =>
        Gen.Bool.Array[5].Array[4].Sample(bidsFor =>
        {
            var lots = Enumerable.Range(1, 5).Select(number => Lot(number)).ToArray();
            var problem = Round(
                lots.Select(lot => Need(lot.Number, member: 1, 1, lot: lot.Number)),
                bidsFor.Select((isFor, i) => Bid(
                    i + 1, [.. lots.Where(lot => isFor[lot.Number - 1]).Select(lot => Offer(Flat("5"), lot: lot.Number))])),
                lots);

            return SlowAward.IsBest(problem, Awarding.Compute(problem).Lots);
        }, iter: 300);

    [Test]
    public void awards_the_other_lots_when_nobody_can_supply_one()
    {
        var problem = Round(
            [Need(1, 1, 5, lot: 1), Need(2, 1, 5, lot: 2), Need(3, 1, 5, lot: 3), Need(4, 1, 5, lot: 4)],
            [
                Bid(1, Offer(Flat("1"), lot: 1), Offer(Flat("1", from: 6), lot: 3), Offer(Flat("1"), capacity: 4, lot: 4)),
                Bid(2, Offer(Flat("1"), lot: 5)),
            ],
            [Lot(1), Lot(2), Lot(3), Lot(4), Lot(5)]);

        var result = Awarding.Compute(problem);

        Assert.Multiple(() =>
        {
            Assert.That(result.Lots.Select(lot => lot.NotAwarded), Is.EqualTo(new NotAwardedReason?[]
            {
                null, NotAwardedReason.NoBid, NotAwardedReason.BelowMinimumQuantity, NotAwardedReason.AboveCapacity,
                NotAwardedReason.NoNeedLeft,
            }));
            Assert.That(result.Shares.Select(shares => shares.LotId), Is.EqualTo(new[] { Lot(1).Id }));
            Assert.That(result.Needs.Select(need => need.Standing), Is.EqualTo(new[]
            {
                NeedStanding.Served, NeedStanding.LotNotAwarded, NeedStanding.LotNotAwarded, NeedStanding.LotNotAwarded,
            }));
        });
    }

    [Test]
    public void passes_over_an_offer_too_dear_for_any_amount()
    {
        var problem = Round([Need(1, 1, Quantities.Maximum)], [Bid(1, Offer(Flat("999999999.9999")))]);

        Assert.That(Awarding.Compute(problem).Lots.Single().NotAwarded, Is.EqualTo(NotAwardedReason.AmountTooLarge));
    }

    [Test]
    public void agrees_with_trying_all_suppliers_for_all_lots() =>
        SampleRounds.All.Sample(problem => Awarding.Compute(problem).Passes.All(pass => SlowAward.IsBest(problem, pass.Lots)), iter: 2_000);

    [Test]
    public void does_not_depend_on_the_order_of_the_input() => SampleRounds.All.Sample(problem =>
        Describe(Awarding.Compute(problem)) == Describe(Awarding.Compute(Backwards(problem))), iter: 1_000);

    [Test]
    public void refuses_parts_that_do_not_fit_together() => Assert.Multiple(() =>
    {
        var bid = Bid(1, Offer(Flat("1")));
        Assert.That(() => Round([Need(1, 1, 1, lot: 2)], [bid]), Throws.ArgumentException);
        Assert.That(() => Round([Need(1, 1, 0)], [bid]), Throws.ArgumentException);
        Assert.That(() => Round([Need(1, 1, 1), Need(1, 2, 1)], [bid]), Throws.ArgumentException);
        Assert.That(() => Round([Need(1, 1, 1)], [bid, bid]), Throws.ArgumentException);
        Assert.That(() => Round([Need(1, 1, 1)], [Bid(1, Offer(Flat("1"), lot: 2))]), Throws.ArgumentException);
        Assert.That(() => Round([Need(1, 1, 1)], [bid], [Lot(1), Lot(1)]), Throws.ArgumentException);
        Assert.That(() => Round([Need(1, 1, 1)], [bid], [Lot(1, periods: 0)]), Throws.ArgumentException);
    });

    private static IEnumerable<OrganisationId?> Winners(AwardProblem problem) =>
        Awarding.Compute(problem).Lots.Select(lot => lot.Winner?.SupplierId);

    private static string Describe(AwardResult result) => string.Join('\n', [
        .. result.Passes.SelectMany(pass => pass.Lots).Select(lot => $"{lot.Lot} {lot.Demand} {lot.Winner} {lot.NotAwarded}"),
        .. result.Needs.Select(need => need.ToString()),
        .. result.Shares.SelectMany(lot => lot.Shares).Select(share => share.ToString())]);

    private static AwardProblem Backwards(AwardProblem problem) => new(
        problem.Currency, problem.FeePolicy, problem.Lots.Reverse(), problem.Needs.Reverse(),
        problem.Needs.Select(need => need.MemberId).Distinct().ToDictionary(member => member, problem.VatRecoveryOf),
        problem.Bids.Reverse().Select(bid => bid with { Lots = [.. bid.Lots.Reverse()] }));
}
