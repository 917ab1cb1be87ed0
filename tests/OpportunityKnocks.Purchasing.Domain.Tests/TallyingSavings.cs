using CsCheck;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Savings;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class TallyingSavings
{
    private static readonly Gen<(MemberShare Share, ServedNeed[] Needs)> Shares =
        from quantities in Gen.Long[1, 50].Array[1, 4]
        from price in Gen.OneOf("0", "0.0777", "3.3333", "10.00")
        from fee in Gen.OneOf("0", "10.01")
        from periods in Gen.OneOf(1, 3, 24)
        from recovery in Gen.OneOf("0", "33.33", "100")
        from baselines in Gen.OneOf(null, "0.05", "3.40", "12").Array[quantities.Length]
        let total = quantities.Sum()
        select (
            PoolRate.Share(
                Offer(Flat(price), fee), periods, FeePolicy.ByValue,
                [new MemberQuantity(Member(1), total, Percent.Parse(recovery)), new MemberQuantity(Member(2), 7, Percent.Zero)]).Shares[0],
            quantities.Select((quantity, i) => new ServedNeed(
                new NeedId(Id(i + 1)),
                quantity,
                baselines[i] is { } before
                    ? new Baseline(UnitPrice.Parse(before), VatTreatment.Excluded, Percent.Parse("20"), (BaselineSource)(i % 3))
                    : null)).ToArray());

    [Test]
    public void loses_no_penny_of_a_share() => Shares.Sample(
        sample =>
        {
            var (share, needs) = sample;
            var tally = Tally(share, needs, settledPeriods: share.Spread.Periods);

            return tally.Term.Cost + tally.WithoutBaseline.Cost == share.Cost.MinorUnits
                && tally.ToDate == tally.Term
                && tally.WithoutBaselineToDate == tally.WithoutBaseline
                && tally.Term.Needs + tally.WithoutBaseline.Needs == needs.Length
                && tally.BySource.Sum(source => source.Term.Saved) == tally.Term.Saved;
        },
        iter: Effort.Daily);

    [Test]
    public void counts_to_date_what_the_posted_periods_charged() => Shares.Sample(
        sample =>
        {
            var (share, needs) = sample;
            var settled = share.Spread.Periods / 2;
            var tally = Tally(share, needs, settled);

            var charged = Enumerable.Range(0, settled).Sum(period => share.ChargeIn(period).Cost.MinorUnits);
            return tally.ToDate.Cost + tally.WithoutBaselineToDate.Cost == charged;
        },
        iter: Effort.Daily);

    [Test]
    public void shows_a_loss_as_a_loss()
    {
        var share = PoolRate.Share(Offer(Flat("10"), vat: "0"), 12, FeePolicy.ByValue, [new MemberQuantity(Member(1), 5, Percent.Zero)]).Shares[0];
        var baseline = new Baseline(UnitPrice.Parse("9"), VatTreatment.Excluded, Percent.Zero, BaselineSource.Quote);

        var tally = Tally(share, [new ServedNeed(new NeedId(Id(1)), 5, baseline)], settledPeriods: 0);

        Assert.That((tally.Term.Baseline, tally.Term.Cost, tally.Term.Saved), Is.EqualTo((54000L, 60000L, -6000L)));
        Assert.That(tally.ToDate, Is.EqualTo(new SavingsFigures(1, 0, 0)));
    }

    private static SavingsTally Tally(MemberShare share, ServedNeed[] needs, int settledPeriods)
    {
        var tally = new SavingsTally();
        tally.Add(share, needs, settledPeriods);
        return tally;
    }
}
