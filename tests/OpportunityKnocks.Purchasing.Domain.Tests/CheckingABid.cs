using CsCheck;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class CheckingABid
{
    private static readonly RequirementId Certificate = new(Id(71));

    [Test]
    public void agrees_with_what_the_award_finds() =>
        Gen.Select(SampleRounds.Schedules, Gen.Long[1, 60], Gen.Int[1, 24], Gen.Int[1, 9]).Sample(
            (schedule, quantity, periods, members) =>
            {
                var offer = Offer(schedule, fixedFee: "10.01", feePerMember: "3.33", capacity: 60);
                var check = BidCheck.Of(TenderFor(new TenderLot(Lot(1).Id, 1, periods, quantity, members)), Terms(offer));
                return offer.CanSupply(quantity)
                    ? check.Lots.Single().Net == new LotCost(offer, periods, quantity, members, FeePolicy.ByValue).Net
                    : check.Lots.Count == 0 && check.Warnings.Count > 0;
            },
            iter: Effort.Daily);

    [Test]
    public void warns_of_every_cliff_and_of_no_other() =>
        Gen.Select(SampleRounds.Schedules, Gen.Long[1, 60]).Sample(
            (schedule, quantity) =>
            {
                var check = BidCheck.Of(TenderFor(new TenderLot(Lot(1).Id, 1, 1, quantity, 1)), Terms(Offer(schedule)));
                var cheaper = quantity >= schedule.MinimumQuantity && Enumerable.Range((int)quantity, 400)
                    .Any(more => schedule.UnroundedTotal(more) < schedule.UnroundedTotal(quantity));
                return check.Warnings.Any(warning => warning.Code == BidWarningCode.HigherTierCheaper) == cheaper;
            },
            iter: Effort.Daily);

    [Test]
    public void says_that_a_lot_costs_more_than_any_amount()
    {
        var check = BidCheck.Of(TenderFor(new TenderLot(Lot(1).Id, 1, 120, Quantities.Maximum, 1)), Terms(Offer(Flat("999999999.9999"))));

        Assert.That(check.Warnings.Single().Code, Is.EqualTo(BidWarningCode.AmountTooLarge));
        Assert.That(check.Lots, Is.Empty);
    }

    [Test]
    public void refuses_a_bid_that_contradicts_itself() => Assert.Multiple(() =>
    {
        var free = Offer(Flat("1"), vat: "0");
        var unregistered = new LotOffer(Lot(1).Id, Flat("1"), Money.Zero(Gbp), Money.Zero(Gbp), null, VatCategory.NotRegistered, Percent.Zero);
        Assert.That(() => Terms(), Refusing.With(BidRefusals.NoLot));
        Assert.That(() => Terms(free, free), Refusing.With(BidRefusals.LotTwice));
        Assert.That(() => new BidTerms(false, [], [free]), Refusing.With(BidRefusals.RegistrationDiffers));
        Assert.That(() => new BidTerms(true, [], [unregistered]), Refusing.With(BidRefusals.RegistrationDiffers));
        Assert.That(new BidTerms(false, [], [unregistered]).Lots, Has.Count.EqualTo(1));
    });

    [Test]
    public void refuses_a_bid_that_does_not_fit_the_tender() => Assert.Multiple(() =>
    {
        var tender = TenderFor(new TenderLot(Lot(1).Id, 1, 1, 10, 1));
        var yes = new RequirementAnswer(Certificate, true, null);
        var offer = Offer(Flat("1"));
        Assert.That(() => tender.Require(Terms(Offer(Flat("1"), lot: 2))), Refusing.With(BidRefusals.UnknownLot));
        Assert.That(() => tender.Require(new BidTerms(true, [], [offer])), Refusing.With(BidRefusals.RequirementsUnanswered));
        Assert.That(() => tender.Require(new BidTerms(true, [yes, yes], [offer])), Refusing.With(BidRefusals.RequirementsUnanswered));
        Assert.That(
            () => tender.Require(new BidTerms(true, [yes, new RequirementAnswer(new RequirementId(Id(72)), true, null)], [offer])),
            Refusing.With(BidRefusals.RequirementsUnanswered));
        Assert.That(() => (tender with { Currency = Currency.Of("EUR") }).Require(Terms(offer)), Refusing.With(BidRefusals.CurrencyDiffers));
    });

    [TestCase(BidState.Submitted)]
    [TestCase(BidState.Withdrawn)]
    [TestCase(BidState.Excluded)]
    public void lets_a_bid_take_only_the_steps_of_its_life(BidState from)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Try(bid => bid.Revise()), Is.EqualTo(from != BidState.Excluded));
            Assert.That(Try(bid => bid.Withdraw()), Is.EqualTo(from == BidState.Submitted));
            Assert.That(Try(bid => bid.Exclude(ExclusionReason.Other, "x")), Is.EqualTo(from == BidState.Submitted));
        });

        bool Try(Action<Bid> step)
        {
            var bid = Bids.Bid.Submit(default, default, default);
            if (from == BidState.Withdrawn)
                bid.Withdraw();
            if (from == BidState.Excluded)
                bid.Exclude(ExclusionReason.Other, "x");
            try
            {
                step(bid);
                return true;
            }
            catch (DomainException refused) when (refused.Refusal == BidRefusals.NotSubmitted)
            {
                return false;
            }
        }
    }

    private static Tender TenderFor(TenderLot lot) => new(Gbp, [lot], [new TenderRequirement(Certificate, 1, "Certificate")]);

    private static BidTerms Terms(params LotOffer[] offers) => new(true, [new RequirementAnswer(Certificate, true, null)], offers);
}
