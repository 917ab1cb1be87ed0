using CsCheck;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class FindingLowPrices
{
    [TestCase(new[] { 60L, 100L }, new[] { 60L }, TestName = "40 under the one other")]
    [TestCase(new[] { 70L, 100L }, new[] { 70L }, TestName = "30 under the next")]
    [TestCase(new[] { 71L, 100L }, new long[0], TestName = "29 under the next")]
    [TestCase(new[] { 60L, 85L, 115L }, new[] { 60L }, TestName = "exactly 40 under the mean")]
    [TestCase(new[] { 61L, 85L, 115L }, new long[0], TestName = "39 under the mean, 28 under the next")]
    [TestCase(new[] { 50L, 50L, 120L }, new[] { 50L, 50L }, TestName = "two low ones do not hide each other from the mean of one dear")]
    [TestCase(new[] { 50L, 50L, 50L }, new long[0], TestName = "all the same")]
    [TestCase(new[] { 100L, 105L, 200L }, new long[0], TestName = "only the lowest is held against the next")]
    [TestCase(new[] { 42L }, new long[0], TestName = "nobody to compare with")]
    [TestCase(new[] { 0L, 0L }, new long[0], TestName = "nothing is not under nothing")]
    [TestCase(new[] { 0L, 1L }, new[] { 0L }, TestName = "for nothing")]
    public void takes_forty_under_the_mean_or_thirty_under_the_next(long[] nets, long[] low)
    {
        var found = AbnormallyLow.Find(nets.Select(net => new LotPrice(BidId.New(), net)));

        Assert.That(found.Select(price => (long)price.Net), Is.EqualTo(low));
    }

    [Test]
    public void agrees_with_decimals_whatever_the_order()
    {
        var prices = Gen.Long[1, 1_000].Array[2, 6];

        prices.Sample(
            nets =>
            {
                var bids = nets.Select(net => new LotPrice(BidId.New(), net)).ToList();

                var found = AbnormallyLow.Find(bids).Select(price => price.BidId).ToHashSet();

                var backwards = AbnormallyLow.Find(Enumerable.Reverse(bids)).Select(price => price.BidId).ToHashSet();
                var lowest = bids.OrderBy(bid => bid.Net).ThenBy(bid => bid.BidId.Value).ToList();
                return found.SetEquals(backwards) && bids.All(bid =>
                {
                    var others = bids.Where(other => other.BidId != bid.BidId).Select(other => (decimal)other.Net).ToList();
                    var isLow = (decimal)bid.Net * others.Count <= 0.6m * others.Sum()
                        || (bid.BidId == lowest[0].BidId && (decimal)bid.Net <= 0.7m * (decimal)lowest[1].Net);
                    return found.Contains(bid.BidId) == isLow;
                });
            },
            iter: 5_000);
    }

    [Test]
    public void excludes_nobody_unheard()
    {
        var now = SampleRound.Published;
        var inquiry = PriceInquiry.Into(ClusterId.New(), RoundId.New(), BidId.New());
        var lot = LotId.New();

        Assert.That(() => inquiry.Decide(LowPriceDecision.Exclude, "x", [lot], "Asha", now), Refusing.With(EvaluationRefusals.SupplierNotHeard));
        Assert.That(() => inquiry.Ask("Why?", now, "Asha", now), Refusing.With(EvaluationRefusals.AnswerNeedsTime));
        inquiry.Ask("Why?", now.AddDays(3), "Asha", now);
        Assert.That(() => inquiry.Decide(LowPriceDecision.Exclude, "x", [lot], "Asha", now.AddDays(3).AddTicks(-1)), Refusing.With(EvaluationRefusals.SupplierNotHeard));
        Assert.That(() => inquiry.Reply("Because.", now.AddDays(3)), Refusing.With(EvaluationRefusals.AnswerTooLate));
        inquiry.Decide(LowPriceDecision.Exclude, "x", [lot], "Asha", now.AddDays(3));

        Assert.That(inquiry.Settles([lot]), Is.True);
        Assert.That(inquiry.Settles([lot, LotId.New()]), Is.False, "another lot is another question");
    }

    [Test]
    public void takes_an_answer_until_it_is_decided_and_anew_when_asked_anew()
    {
        var now = SampleRound.Published;
        var inquiry = PriceInquiry.Into(ClusterId.New(), RoundId.New(), BidId.New());

        Assert.That(() => inquiry.Reply("Nobody asked.", now), Refusing.With(EvaluationRefusals.AnswerTooLate));
        inquiry.Ask("Why?", now.AddDays(3), "Asha", now);
        inquiry.Reply("Because.", now.AddDays(1));
        inquiry.Decide(LowPriceDecision.Accept, "Explained", [LotId.New()], "Asha", now.AddDays(1));
        Assert.That(() => inquiry.Reply("Also because.", now.AddDays(2)), Refusing.With(EvaluationRefusals.AnswerTooLate));
        inquiry.Ask("And now?", now.AddDays(5), "Asha", now.AddDays(2));

        Assert.That(inquiry.Answer, Is.Null);
        inquiry.Reply("Still so.", now.AddDays(3));
        Assert.That(inquiry.Version, Is.EqualTo(5));
    }
}
