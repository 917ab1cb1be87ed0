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
    public void adds_up_however_the_term_is_cut() => Shares.Sample(
        sample =>
        {
            var (share, needs) = sample;
            var served = new ServedShare([new SuppliedPart(share, share.Spread.Periods / 2)], needs);
            var (whole, periods) = (new SavingsTally(), new SavingsTally());

            whole.Add(served, 0, served.Periods);
            for (var period = 0; period < served.Periods; period++)
                periods.Add(served, period, period + 1);

            return periods.Term with { Needs = 0 } == whole.Term with { Needs = 0 }
                && periods.ToDate with { Needs = 0 } == whole.ToDate with { Needs = 0 }
                && periods.WithoutBaseline.Cost == whole.WithoutBaseline.Cost;
        },
        iter: Effort.Daily);

    [Test]
    public void adds_what_several_suppliers_charge_and_counts_each_need_once()
    {
        var (first, second) = (ShareOf("10"), ShareOf("3.33"));
        var baseline = new Baseline(UnitPrice.Parse("14"), VatTreatment.Excluded, Percent.Zero, BaselineSource.Quote);
        var tally = new SavingsTally();

        tally.Add(
            new ServedShare([new SuppliedPart(first, 2), new SuppliedPart(second, 1)], [new ServedNeed(new NeedId(Id(1)), 5, baseline)]), 0, 12);

        // 5 x 14.00 x 12 before; 5 x 13.33 x 12 now.
        Assert.That(tally.Term, Is.EqualTo(new SavingsFigures(1, 84000, 79980)));

        static MemberShare ShareOf(string price) =>
            PoolRate.Share(Offer(Flat(price), vat: "0"), 12, FeePolicy.ByValue, [new MemberQuantity(Member(1), 5, Percent.Zero)]).Shares[0];
    }

    [Test]
    public void counts_the_cost_of_switching_once_with_the_first_period()
    {
        var share = PoolRate.Share(Offer(Flat("10"), vat: "0"), 12, FeePolicy.ByValue, [new MemberQuantity(Member(1), 5, Percent.Zero)]).Shares[0];
        var baseline = new Baseline(UnitPrice.Parse("11"), VatTreatment.Excluded, Percent.Zero, BaselineSource.Quote, UnitPrice.Parse("25.005"));
        var served = new ServedShare([new SuppliedPart(share, 1)], [new ServedNeed(new NeedId(Id(1)), 5, baseline)]);
        var (first, later, notYet) = (new SavingsTally(), new SavingsTally(), new SavingsTally());

        first.Add(served, 0, 2);
        later.Add(served, 2, 12);
        notYet.Add(new ServedShare([new SuppliedPart(share, 0)], served.Needs), 0, 12);

        // 5.00 a month are saved; 25.01 go for switching.
        Assert.That((first.Term.Saved, first.ToDate.Saved, later.Term.Saved), Is.EqualTo((1000L - 2501, 500L - 2501, 5000L)));
        Assert.That((notYet.Term.Switching, notYet.ToDate.Switching), Is.EqualTo((2501L, 0L)));
    }

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
        tally.Add(new ServedShare([new SuppliedPart(share, settledPeriods)], needs), 0, share.Spread.Periods);
        return tally;
    }
}
