using CsCheck;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class ExplainingAShare
{
    [Test]
    public void says_in_one_line_what_the_member_pays_and_why()
    {
        var problem = Round(
            [Need(1, member: 1, 12), Need(2, member: 2, 88)],
            [Bid(1, Offer(Flat("21.50"), fixedFee: "258.92"))],
            [Lot(1, periods: 24)]);

        var explanation = Awarding.Compute(problem).Explain(Lot(1).Id, Member(1), "users", "months");

        Assert.That(explanation.Summary, Is.EqualTo(
            "12 users x GBP 21.5000 x 24 months = GBP 6,192.00; set-up fee GBP 31.07; net GBP 6,223.07; " +
            "VAT 20 % GBP 1,244.61, of which you recover GBP 0.00; you pay GBP 7,467.68"));
    }

    [Test]
    public void does_not_claim_a_product_that_sharing_to_the_penny_has_changed()
    {
        var problem = Round(
            [Need(1, member: 1, 1), Need(2, member: 2, 2)],
            [Bid(1, Offer(AllUnits((1, "4"), (3, "3.3334")), feePerMember: "2.00", vat: "20"))],
            vatRecovery: [(1, "50")]);

        var explanation = Awarding.Compute(problem).Explain(Lot(1).Id, Member(1), "places", "years");

        Assert.That(explanation.Summary, Is.EqualTo(
            "1 places x GBP 3.3333 (rounded), as your share of GBP 10.00: GBP 3.33; fee per member GBP 2.00; net GBP 5.33; " +
            "VAT 20 % GBP 1.07, of which you recover GBP 0.53; you pay GBP 6.40, which costs you GBP 5.87"));
    }

    [Test]
    public void does_not_speak_of_vat_where_there_is_none()
    {
        var problem = Round([Need(1, member: 1, 1_000_000)], [Bid(1, Offer(Flat("0.01"), vat: "0"))]);

        var explanation = Awarding.Compute(problem).Explain(Lot(1).Id, Member(1), "pages", "");

        Assert.That(explanation.Summary, Is.EqualTo(
            "1,000,000 pages x GBP 0.0100 = GBP 10,000.00; net GBP 10,000.00; no VAT; you pay GBP 10,000.00"));
    }

    [Test]
    public void shows_the_figures_behind_the_missing_penny()
    {
        var problem = Round(
            [Need(1, 1, 1), Need(2, 2, 1), Need(3, 3, 1)],
            [Bid(1, Offer(AllUnits((1, "4"), (3, "3.3333")), vat: "0"))]);
        var result = Awarding.Compute(problem);

        var line = result.Explain(Lot(1).Id, Member(1), "places", "").Line;

        Assert.Multiple(() =>
        {
            Assert.That(line, Is.EqualTo(new AllocationExplanation(1_000, 3, 1, 333, new Fraction(1, 3), new Fraction(1, 3), true)));
            Assert.That(line.Recompute(), Is.EqualTo(334));
            Assert.That(result.Explain(Lot(1).Id, Member(2), "places", "").Line.Recompute(), Is.EqualTo(333));
        });
    }

    [Test]
    public void shows_how_each_need_stands_against_its_ceiling()
    {
        var problem = Round(
            [Need(1, member: 1, 2, ceiling: "12.50"), Need(2, member: 1, 1), Need(3, member: 2, 5)], [Bid(1, Offer(Flat("10")))]);

        var explanation = Awarding.Compute(problem).Explain(Lot(1).Id, Member(1), "users", "");

        Assert.Multiple(() =>
        {
            Assert.That(explanation.Quantity, Is.EqualTo(3));
            Assert.That(explanation.Ceilings, Is.EqualTo(new[]
            {
                new CeilingCheck(problem.Needs[0].Id, UnitPrice.Parse("12.5"), 12),
                new CeilingCheck(problem.Needs[1].Id, null, 12),
            }));
            Assert.That(explanation.Ceilings.All(check => check.IsWithin), Is.True);
        });
    }

    [Test]
    public void refuses_to_explain_a_share_that_is_not_there()
    {
        var result = Awarding.Compute(Round([Need(1, 1, 1)], [Bid(1, Offer(Flat("10")))]));

        Assert.Multiple(() =>
        {
            Assert.That(() => result.Explain(Lot(1).Id, Member(2), "", ""), Throws.ArgumentException);
            Assert.That(() => result.Explain(Lot(2).Id, Member(1), "", ""), Throws.ArgumentException);
        });
    }

    [Test]
    public void lets_every_member_compute_its_amounts_and_charges_again() => SharingTheCost.Splits.Sample(split =>
    {
        var shares = PoolRate.Share(split.Offer, split.Periods, split.Policy, split.Members);

        return shares.Shares.All(share =>
        {
            var explanation = shares.Explain(share.Member.MemberId, "units", "periods", []);
            var (amounts, charges) = explanation.Recompute();
            return amounts == explanation.Amounts
                && amounts == share.Amounts
                && charges.SequenceEqual(Enumerable.Range(0, split.Periods).Select(share.ChargeIn));
        });
    }, iter: Effort.Daily);
}
