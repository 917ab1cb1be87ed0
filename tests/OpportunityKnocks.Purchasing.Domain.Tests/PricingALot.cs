using CsCheck;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class PricingALot
{
    [TestCase(1L, 10_000L)]
    [TestCase(99L, 990_000L)]
    [TestCase(100L, 900_000L)]
    public void prices_all_units_at_the_tier_of_the_whole_quantity(long quantity, long pence)
    {
        var schedule = AllUnits((1, "100"), (100, "90"));

        Assert.That(schedule.LineTotal(quantity, Gbp), Is.EqualTo(new Money(pence, Gbp)));
    }

    [TestCase(99L, 990_000L)]
    [TestCase(100L, 999_000L)]
    [TestCase(101L, 1_008_000L)]
    public void prices_each_tier_for_its_own_units(long quantity, long pence)
    {
        var schedule = Incremental((1, "100"), (100, "90"));

        Assert.That(schedule.LineTotal(quantity, Gbp), Is.EqualTo(new Money(pence, Gbp)));
    }

    [Test]
    public void agrees_with_counting_unit_by_unit() =>
        Gen.Select(SampleRounds.Schedules, Gen.Long[1, 60]).Sample((schedule, quantity) =>
            quantity < schedule.MinimumQuantity || schedule.UnroundedTotal(quantity) == UnitByUnit(schedule, quantity),
            iter: Effort.Daily);

    [TestCase("0.0049", 1L, 0L)]
    [TestCase("0.0050", 1L, 1L)]
    [TestCase("0.0050", 3L, 2L)]
    [TestCase("0.3333", 3L, 100L)]
    public void rounds_the_line_half_up_once(string price, long quantity, long pence) =>
        Assert.That(Flat(price).LineTotal(quantity, Gbp).MinorUnits, Is.EqualTo(pence));

    [Test]
    public void counts_periods_and_fees_into_the_cost()
    {
        var offer = Offer(Flat("0.0050"), fixedFee: "10.00", feePerMember: "1.50");

        Assert.Multiple(() =>
        {
            Assert.That(offer.Cost(3, periods: 12, members: 2), Is.EqualTo(Money.Parse("13.24", Gbp)));
            Assert.That(offer.UnroundedCost(3, periods: 12, members: 2), Is.EqualTo((Int128)131_800));
        });
    }

    [Test]
    public void supplies_from_the_first_tier_up_to_the_capacity()
    {
        var offer = Offer(Flat("1", from: 5), capacity: 10);

        Assert.Multiple(() =>
        {
            Assert.That(new long[] { 5, 7, 10 }.All(offer.CanSupply), Is.True);
            Assert.That(new long[] { 0, 4, 11 }.Any(offer.CanSupply), Is.False);
            Assert.That(() => offer.Prices.UnroundedTotal(4), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void refuses_a_schedule_without_rising_tiers() => Assert.Multiple(() =>
    {
        Assert.That(() => AllUnits(), Refusing.With(PricingRefusals.NoTiers));
        Assert.That(() => AllUnits((5, "1"), (5, "2")), Refusing.With(PricingRefusals.TiersDoNotRise));
        Assert.That(() => AllUnits((5, "1"), (4, "2")), Refusing.With(PricingRefusals.TiersDoNotRise));
        Assert.That(() => AllUnits((0, "1")), Refusing.With(PricingRefusals.TierQuantityOutOfRange));
        Assert.That(() => AllUnits((Quantities.Maximum + 1, "1")), Refusing.With(PricingRefusals.TierQuantityOutOfRange));
        Assert.That(
            () => AllUnits([.. Enumerable.Range(1, 51).Select(from => ((long)from, "1"))]), Refusing.With(PricingRefusals.TooManyTiers));
    });

    [Test]
    public void refuses_an_offer_that_contradicts_itself() => Assert.Multiple(() =>
    {
        var price = Flat("1", from: 5);
        var nothing = Money.Zero(Gbp);
        Assert.That(() => Offer(price, capacity: 4), Refusing.With(PricingRefusals.CapacityBelowMinimum));
        Assert.That(
            () => new LotOffer(Lot(1).Id, price, nothing, Money.Zero(Currency.Of("EUR")), null, VatCategory.Zero, Percent.Zero),
            Refusing.With(PricingRefusals.FeesInDifferentCurrencies));
        Assert.That(
            () => new LotOffer(Lot(1).Id, price, new Money(-1, Gbp), nothing, null, VatCategory.Zero, Percent.Zero),
            Refusing.With(PricingRefusals.FeeOutOfRange));
    });

    [TestCase(VatCategory.Standard, "20", true)]
    [TestCase(VatCategory.Standard, "0", false)]
    [TestCase(VatCategory.Reduced, "5", true)]
    [TestCase(VatCategory.Reduced, "0", false)]
    [TestCase(VatCategory.Zero, "0", true)]
    [TestCase(VatCategory.Zero, "20", false)]
    [TestCase(VatCategory.Exempt, "0.01", false)]
    [TestCase(VatCategory.NotRegistered, "0", true)]
    [TestCase(VatCategory.NotRegistered, "20", false)]
    public void lets_only_standard_and_reduced_rates_be_above_zero(VatCategory category, string rate, bool accepted)
    {
        LotOffer Make() => new(Lot(1).Id, Flat("1"), Money.Zero(Gbp), Money.Zero(Gbp), null, category, Percent.Parse(rate));

        if (accepted)
            Assert.That(Make, Throws.Nothing);
        else
            Assert.That(Make, Refusing.With(PricingRefusals.VatRateDoesNotFitCategory));
    }

    [Test]
    public void refuses_a_cost_larger_than_any_amount()
    {
        var dear = Offer(Flat("999999999.9999"));

        Assert.Multiple(() =>
        {
            Assert.That(() => dear.Prices.LineTotal(Quantities.Maximum, Gbp), Refusing.With(MoneyRefusals.AmountTooLarge));
            Assert.That(() => dear.Cost(1_000, periods: 1_001, members: 1), Refusing.With(MoneyRefusals.AmountTooLarge));
            Assert.That(dear.TryCost(long.MaxValue, int.MaxValue, int.MaxValue, out _), Is.False);
        });
    }

    private static Int128 UnitByUnit(PriceSchedule schedule, long quantity)
    {
        var total = Int128.Zero;
        for (var unit = 1L; unit <= quantity; unit++)
        {
            var decides = schedule.Basis == PriceBasis.AllUnits ? quantity : Math.Max(unit, schedule.MinimumQuantity);
            var price = 0L;
            foreach (var tier in schedule.Tiers)
            {
                if (tier.FromQuantity <= decides)
                    price = tier.UnitPrice.TenThousandths;
            }
            total += price;
        }
        return total;
    }
}
