using CsCheck;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>Small random games: tariffs with and without a fee, and tables of costs.</summary>
public sealed class SharingAJointCost
{
    private static readonly Gen<TariffGame> Tariffs =
        from count in Gen.Int[1, 7]
        from quantities in Gen.Long[1, 9].Array[count]
        from basis in Gen.OneOf(PriceBasis.AllUnits, PriceBasis.Incremental)
        from steps in Gen.Long[2, 15].Array[0, 2]
        from prices in Gen.Long[1, 2000].Array[steps.Length + 1]
        from fee in Gen.OneOf(0L, 0L, 2500L)
        from overbuy in Gen.Bool
        select new TariffGame(
            quantities,
            new Tariff(
                PriceSchedule.Create(basis, prices.Select((price, i) => new PriceTier(1 + steps.Take(i).Sum(), new UnitPrice(price * 100)))),
                new Fraction(fee, 100),
                overbuy));

    private static readonly Gen<TableGame> Tables =
        from count in Gen.Int[1, 5]
        from costs in Gen.Long[-50, 200].Array[1 << count]
        select new TableGame(count, [.. costs.Select(cost => new Fraction(cost, 4))]);

    private static readonly SharingMethod[] OfTariffs =
        [SharingMethod.PoolRate, SharingMethod.Equal, SharingMethod.ProportionalToStandAlone, SharingMethod.Shapley, SharingMethod.Serial, SharingMethod.Nucleolus];

    [Test]
    public void gives_exactly_the_total_whatever_the_method() => Tariffs.Sample(
        game =>
        {
            foreach (var method in OfTariffs)
                Assert.That(Sum(Sharing.Share(game, method, CancellationToken.None)), Is.EqualTo(game.Total), method.ToString());
        },
        iter: 200);

    [Test]
    public void gives_equals_the_same_whatever_their_place() => Tariffs.Sample(
        game =>
        {
            var turned = new TariffGame([.. game.Quantities.Reverse()], game.Tariff);
            foreach (var method in OfTariffs)
            {
                Assert.That(
                    Sharing.Share(turned, method, CancellationToken.None).Reverse(), Is.EqualTo(Sharing.Share(game, method, CancellationToken.None)), method.ToString());
            }
        },
        iter: 100);

    [Test]
    public void leaves_no_group_worse_off_than_the_nucleolus_must() => Tables.Sample(
        game =>
        {
            var shares = Sharing.Share(game, SharingMethod.Nucleolus, CancellationToken.None);

            // Moving a little from any member to any other makes the worst-off group no better off.
            Assert.That(Sum(shares), Is.EqualTo(game.Total));
            var worst = Worst(game, shares);
            for (var from = 0; from < game.Members; from++)
            {
                for (var to = 0; to < game.Members; to++)
                {
                    var moved = shares.ToArray();
                    moved[from] -= new Fraction(1, 100);
                    moved[to] += new Fraction(1, 100);
                    Assert.That(Worst(game, moved), Is.LessThanOrEqualTo(worst));
                }
            }

            Assert.That(CoreJudgement.Of(game, shares, CancellationToken.None).Status, Is.EqualTo(worst >= Fraction.Zero ? CoreStatus.Proved : CoreStatus.Blocked));
        },
        iter: 200);

    [Test]
    public void finds_the_group_with_the_largest_gain_by_quantity_as_by_looking_at_every_group() => Tariffs.Sample(
        game =>
        {
            var shares = Sharing.Share(game, SharingMethod.Equal, CancellationToken.None);
            var judged = CoreJudgement.Of(game, shares, CancellationToken.None);

            var gain = Enumerable.Range(1, game.Everyone).Where(group => game.CostOf(group) is not null)
                .Max(group => Sum(Enumerable.Range(0, game.Members).Where(m => (group >> m & 1) == 1).Select(m => shares[m])) - game.CostOf(group)!.Value);
            Assert.That(judged.Gain, Is.EqualTo(gain > Fraction.Zero ? gain : Fraction.Zero));
            if (judged.Status == CoreStatus.Blocked)
            {
                var quantity = judged.BlockingGroup.Sum(member => game.Quantities[member]);
                Assert.That(Sum(judged.BlockingGroup.Select(member => shares[member])) - game.Tariff.CostOf(quantity)!.Value, Is.EqualTo(gain));
            }
        },
        iter: 300);

    [Test]
    public void has_the_pool_rate_in_the_core_of_a_lot_whose_average_price_does_not_rise() => InTheCore(500);

    [Test]
    [Explicit("Takes a while.")]
    [Category("Campaign")]
    public void has_the_pool_rate_in_the_core_of_a_lot_whose_average_price_does_not_rise_10_000_times() => InTheCore(10_000);

    [Test]
    public void gives_many_members_by_the_pooled_quantity_what_enumeration_gives()
    {
        long[] quantities = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        var game = new TariffGame(quantities, new Tariff(AllUnits((1, "10.00"), (20, "9.00"), (50, "7.50")), 25, AllowOverbuy: false));

        var (pooled, isSure) = PooledShapley.Of(game, 0.0001, CancellationToken.None);

        Assert.That(isSure);
        var exact = Sharing.Share(game, SharingMethod.Shapley, CancellationToken.None);
        Assert.That(pooled.Zip(exact, (p, e) => Math.Abs(p - ((double)e.Numerator / (double)e.Denominator))), Is.All.LessThan(1e-9));
    }

    [Test]
    public void gives_a_thousand_members_shares_that_twice_as_many_nodes_confirm()
    {
        var random = new Random(1);
        var game = new TariffGame(
            [.. Enumerable.Range(0, 1000).Select(_ => (long)random.Next(1, 20))], new Tariff(AllUnits((1, "10.00"), (1000, "9.00"), (5000, "8.00")), 100, AllowOverbuy: false));

        var (shares, isSure) = PooledShapley.Of(game, 0.0001, CancellationToken.None);

        Assert.That(isSure);
        Assert.That(shares.Sum(), Is.EqualTo((double)game.Total.Numerator / (double)game.Total.Denominator).Within(1e-6), "nothing is lost: the value is efficient");
    }

    [Test]
    [Explicit("Takes a while.")]
    [Category("Campaign")]
    public void gives_a_thousand_members_within_a_penny_of_what_28_digits_give()
    {
        var random = new Random(2);
        var quantities = Enumerable.Range(0, 1000).Select(_ => (long)random.Next(1, 20)).ToArray();
        var game = new TariffGame(quantities, new Tariff(AllUnits((1, "10.00"), (1000, "9.00"), (5000, "8.00")), 100, AllowOverbuy: false));

        var clock = System.Diagnostics.Stopwatch.StartNew();
        var (shares, isSure) = PooledShapley.Of(game, 0.0001, CancellationToken.None);
        TestContext.Out.WriteLine($"{quantities.Sum()} units in {clock.Elapsed.TotalSeconds:F1} s");

        Assert.That(isSure);
        foreach (var (quantity, exact) in PreciseShapley.Of(game, nodes: 64, 1, 10, 19))
        {
            var off = Math.Abs((decimal)shares[Array.IndexOf(quantities, quantity)] - exact);
            TestContext.Out.WriteLine($"{quantity} units: {exact:F10}, off by {off}");
            Assert.That(off, Is.LessThan(0.01m));
        }
    }

    private static void InTheCore(long cases) =>
        (from count in Gen.Int[1, 12]
         from quantities in Gen.Long[1, 9].Array[count]
         from steps in Gen.Long[2, 15].Array[0, 3]
         from falls in Gen.Long[0, 150].Array[steps.Length]
         select new TariffGame(
             quantities,
             new Tariff(
                 PriceSchedule.Create(
                     PriceBasis.AllUnits,
                     Enumerable.Range(0, steps.Length + 1).Select(i => new PriceTier(1 + steps.Take(i).Sum(), new UnitPrice((1000 - falls.Take(i).Sum()) * 100)))),
                 Fraction.Zero,
                 AllowOverbuy: false)))
        .Sample(
            game =>
            {
                var shares = Sharing.Share(game, SharingMethod.PoolRate, CancellationToken.None);
                Assert.That(CoreJudgement.Of(game, shares, CancellationToken.None).Status, Is.EqualTo(CoreStatus.Proved));
                Assert.That(Worst(game, shares), Is.GreaterThanOrEqualTo(Fraction.Zero), "no group, looked at one by one");
            },
            iter: cases);

    /// <summary>The least that any group saves by staying.</summary>
    private static Fraction Worst(CostGame game, IReadOnlyList<Fraction> shares)
    {
        Fraction? worst = null;
        for (var group = 1; group < game.Everyone; group++)
        {
            if (game.CostOf(group) is { } cost)
            {
                var saved = cost - Sum(Enumerable.Range(0, game.Members).Where(m => (group >> m & 1) == 1).Select(m => shares[m]));
                worst = worst is null || saved < worst ? saved : worst;
            }
        }

        return worst ?? Fraction.Zero;
    }

    private static Fraction Sum(IEnumerable<Fraction> parts) => parts.Aggregate(Fraction.Zero, (sum, part) => sum + part);
}
