using CsCheck;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class SharingTheCost
{
    [Test]
    public void charges_ten_pounds_over_three_members_as_ten_pounds()
    {
        var shares = PoolRate.Share(
            Offer(AllUnits((1, "4"), (3, "3.3333")), vat: "0"), 1, FeePolicy.ByValue, [Takes(1, 1), Takes(2, 1), Takes(3, 1)]);

        Assert.Multiple(() =>
        {
            Assert.That(shares.Cost.Net.ToAmount(), Is.EqualTo("10.00"));
            Assert.That(shares.Shares.Select(share => share.Net.ToAmount()), Is.EqualTo(new[] { "3.34", "3.33", "3.33" }));
        });
    }

    [TestCase(FeePolicy.ByValue, "7.50", "2.50")]
    [TestCase(FeePolicy.ByQuantity, "7.50", "2.50")]
    [TestCase(FeePolicy.Equal, "5.00", "5.00")]
    public void shares_the_fixed_fee_by_the_rounds_policy(FeePolicy policy, string first, string second)
    {
        var shares = PoolRate.Share(Offer(Flat("10"), fixedFee: "10.00"), 1, policy, [Takes(1, 3), Takes(2, 1)]);

        Assert.That(shares.Shares.Select(share => share.FixedFee.ToAmount()), Is.EqualTo(new[] { first, second }));
    }

    [TestCase(FeePolicy.ByValue, "5.00")]
    [TestCase(FeePolicy.ByQuantity, "7.50")]
    public void shares_the_fee_of_a_free_line_equally_if_it_goes_by_value(FeePolicy policy, string first)
    {
        var shares = PoolRate.Share(Offer(Flat("0"), fixedFee: "10.00"), 1, policy, [Takes(1, 3), Takes(2, 1)]);

        Assert.That(shares.Shares[0].FixedFee.ToAmount(), Is.EqualTo(first));
    }

    [Test]
    public void puts_the_fees_into_the_first_period_and_vat_on_each_invoice()
    {
        var offer = Offer(Flat("0.1250"), fixedFee: "1.00", feePerMember: "0.50");

        var share = PoolRate.Share(offer, 3, FeePolicy.ByValue, [Takes(1, 1, recovers: "50")]).Shares.Single();

        Assert.Multiple(() =>
        {
            Assert.That(share.ChargeIn(0), Is.EqualTo(new Charge(Pence(163), Pence(33), Pence(17))));
            Assert.That(share.ChargeIn(1), Is.EqualTo(new Charge(Pence(13), Pence(3), Pence(2))));
            Assert.That(share.ChargeIn(2), Is.EqualTo(share.ChargeIn(1)));
            Assert.That(share.Net, Is.EqualTo(Pence(189)));
            Assert.That(share.Vat, Is.EqualTo(Pence(39)));
            Assert.That(share.UnrecoveredVat, Is.EqualTo(Pence(21)));
            Assert.That(share.Cost, Is.EqualTo(Pence(210)));
            Assert.That(() => share.ChargeIn(3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void sums_to_the_cost_over_the_term_and_in_every_period() => Splits.Sample(split =>
    {
        var (offer, periods, policy, members) = split;
        var shares = PoolRate.Share(offer, periods, policy, members);
        var quantity = members.Sum(member => member.Quantity);
        var line = offer.Prices.LineTotal(quantity, Gbp).MinorUnits;
        var fees = offer.FixedFee.MinorUnits + (offer.FeePerMember.MinorUnits * members.Length);

        return shares.Shares.Sum(share => share.Net.MinorUnits) == offer.Cost(quantity, periods, members.Length).MinorUnits
            && Enumerable.Range(0, periods).All(period =>
                shares.Shares.Sum(share => share.ChargeIn(period).Net.MinorUnits) == line + (period == 0 ? fees : 0));
    }, iter: Effort.Daily);

    [Test]
    public void has_totals_that_are_the_sums_of_its_charges() => Splits.Sample(split =>
        PoolRate.Share(split.Offer, split.Periods, split.Policy, split.Members).Shares.All(share =>
        {
            var charges = Enumerable.Range(0, split.Periods).Select(share.ChargeIn).ToArray();
            return share.Net == Sum(charges, charge => charge.Net)
                && share.Vat == Sum(charges, charge => charge.Vat)
                && share.UnrecoveredVat == Sum(charges, charge => charge.UnrecoveredVat)
                && share.Gross == Sum(charges, charge => charge.Gross)
                && share.Cost == Sum(charges, charge => charge.Cost);
        }), iter: Effort.Daily);

    [Test]
    public void gives_equal_members_the_same_to_the_penny() => Splits.Sample(split =>
        PoolRate.Share(split.Offer, split.Periods, split.Policy, split.Members).Shares
            .GroupBy(share => share.Member.Quantity)
            .All(equals => equals.Max(share => share.Line.MinorUnits) - equals.Min(share => share.Line.MinorUnits) <= 1
                && equals.Max(share => share.FixedFee.MinorUnits) - equals.Min(share => share.FixedFee.MinorUnits) <= 1),
        iter: Effort.Daily);

    internal static readonly Gen<(LotOffer Offer, int Periods, FeePolicy Policy, MemberQuantity[] Members)> Splits =
        from schedule in SampleRounds.Schedules
        from fixedFee in Gen.OneOf("0", "10.00", "31.07")
        from feePerMember in Gen.OneOf("0", "1.25")
        from vat in Gen.OneOf("20", "17.5", "0")
        from periods in Gen.OneOf(1, 3, 12, 24)
        from policy in Gen.OneOf(FeePolicy.ByValue, FeePolicy.Equal, FeePolicy.ByQuantity)
        from members in Gen.Select(Gen.Long[1, 40], Gen.OneOf("0", "50", "100", "33.33")).Array[1, 9]
        select (
            Offer(schedule, fixedFee, feePerMember, vat: vat),
            periods,
            policy,
            // The first takes at least the least quantity, so that the supplier can supply.
            members.Select((member, i) => Takes(i + 1, member.Item1 + (i == 0 ? schedule.MinimumQuantity : 0), member.Item2)).ToArray());

    private static MemberQuantity Takes(int member, long quantity, string recovers = "0") =>
        new(Member(member), quantity, Percent.Parse(recovers));

    private static Money Pence(long pence) => new(pence, Gbp);

    private static Money Sum(IEnumerable<Charge> charges, Func<Charge, Money> part) =>
        charges.Aggregate(Money.Zero(Gbp), (sum, charge) => sum + part(charge));
}
