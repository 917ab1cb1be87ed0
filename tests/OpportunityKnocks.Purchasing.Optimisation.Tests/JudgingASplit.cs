using System.Numerics;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;
using OpportunityKnocks.Purchasing.Optimisation.Coalitions;
using static OpportunityKnocks.Purchasing.Optimisation.Tests.SmallGames;

namespace OpportunityKnocks.Purchasing.Optimisation.Tests;

public sealed class JudgingASplit
{
    private static readonly SolverOptions Options = new(10);

    [Test]
    public void knows_what_each_group_would_pay_as_trying_everything_does()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var game = new SmallGames(seed).Free(3);
            var costs = new GroupCosts(game, Options, CancellationToken.None);
            for (var bits = 1; bits < 8; bits++)
            {
                var group = Enumerable.Range(0, 3).Where(i => (bits >> i & 1) == 1).ToArray();
                Assert.That(costs.Of(group), Is.EqualTo(new GroupCost(Tried(game, group), true)), $"seed {seed}, group {bits}");
            }
        }
    }

    [Test]
    public void knows_in_closed_form_what_trying_everything_gives_where_there_is_nothing_to_choose()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var game = new SmallGames(seed).Forced(3, quantities: 4);
            var costs = new GroupCosts(game, Options, CancellationToken.None);
            for (var bits = 1; bits < 8; bits++)
            {
                var group = Enumerable.Range(0, 3).Where(i => (bits >> i & 1) == 1).ToArray();
                Assert.That(costs.Of(group).Cost, Is.EqualTo(Tried(game, group)), $"seed {seed}, group {bits}");
            }
        }
    }

    [Test]
    public void finds_by_the_solver_the_gain_that_looking_at_every_group_finds() => FindsAsByLookingAtEveryGroup(40, 5, 8, seed => new SmallGames(seed).Free(5));

    [Test]
    public void finds_it_too_where_there_is_nothing_to_choose() => FindsAsByLookingAtEveryGroup(6, 13, 3, seed => new SmallGames(seed).Forced(13));

    [Test]
    public void finds_by_quantity_in_one_lot_what_looking_at_every_group_finds()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var game = OneLot(new SmallGames(seed).Forced(13));
            var costs = new GroupCosts(game, Options, CancellationToken.None);
            if (costs.Of(game.Everyone).Cost is null)
                continue;
            var shares = PoolRate(costs);

            var judged = CoreSearch.Judge(costs, shares, Penny, Options, CancellationToken.None);

            var worst = Worst(costs, shares);
            Assert.That(judged.Proof, Is.EqualTo(CoreProof.ByQuantity));
            Assert.That(judged.Gain, Is.EqualTo(worst >= Penny ? worst : Fraction.Zero), $"seed {seed}");
        }
    }

    [Test]
    public void proves_by_theorem_only_what_no_group_contradicts()
    {
        var proved = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var game = new SmallGames(seed).Forced(6, falling: seed % 3 > 0);
            var costs = new GroupCosts(game, Options, CancellationToken.None);
            if (!PooledProof.Holds(game.Terms, game.DemandOf(game.Everyone).Quantities) || costs.Of(game.Everyone).Cost is null)
                continue;
            proved++;

            Assert.That(Worst(costs, LotByLot(game)), Is.EqualTo(Fraction.Zero), $"seed {seed}");
        }

        Assert.That(proved, Is.GreaterThan(60));
    }

    [Test]
    public void repairs_until_no_group_gains_or_says_what_has_to_be_left()
    {
        var (repaired, empty) = (0, 0);
        for (var seed = 0; seed < 120; seed++)
        {
            var game = seed % 2 == 0 ? new SmallGames(seed).Free(4) : new SmallGames(seed).Forced(6);
            var costs = new GroupCosts(game, Options, CancellationToken.None);
            if (costs.Of(game.Everyone).Cost is null)
                continue;
            var shares = PoolRate(costs);
            var judged = CoreSearch.Judge(costs, shares, Penny, Options, CancellationToken.None);
            if (judged.Status != CoreStatus.Blocked)
                continue;

            var repair = CoreRepair.Of(costs, shares, judged, Penny, Options, CancellationToken.None);

            var worst = Worst(costs, repair.Shares);
            Assert.That(repair.Shares.Aggregate(Fraction.Zero, (a, b) => a + b), Is.EqualTo(shares.Aggregate(Fraction.Zero, (a, b) => a + b)));
            Assert.That(repair.Status, Is.Not.EqualTo(RepairStatus.NotFoundInTime), $"seed {seed}");
            if (repair.Status == RepairStatus.Repaired)
            {
                repaired++;
                Assert.That(worst, Is.LessThan(Penny), $"seed {seed}");
            }
            else
            {
                empty++;
                Assert.That(worst, Is.LessThan(repair.Shortfall + Penny), $"seed {seed}");
                Assert.That(TableIsEmpty(costs), Is.True, $"seed {seed}");
            }
        }

        Assert.That((repaired, empty), Is.GreaterThan((5, 5)));
    }

    [TestCase(SharingMethod.PoolRate)]
    [TestCase(SharingMethod.Equal)]
    [TestCase(SharingMethod.ProportionalToStandAlone)]
    [TestCase(SharingMethod.Shapley)]
    [TestCase(SharingMethod.Serial)]
    [TestCase(SharingMethod.SeparableCosts)]
    [TestCase(SharingMethod.Nucleolus)]
    public void shares_a_round_by_a_method_with_nothing_lost_or_says_why_not(SharingMethod method)
    {
        var used = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var game = seed % 6 == 0 ? new SmallGames(seed).Free(4) : new SmallGames(seed).Forced(5);
            var costs = new GroupCosts(game, Options, CancellationToken.None);
            if (costs.Of(game.Everyone).Cost is not { } total)
                continue;
            var pooled = PoolRate(costs);

            var split = RoundSplit.Of(costs, pooled, method, repair: false, Penny, Options, CancellationToken.None);

            Assert.That(split.Shares.Aggregate(Fraction.Zero, (a, b) => a + b), Is.EqualTo(total));
            Assert.That(split.Method == method, Is.EqualTo(split.WhyPoolRate is null));
            used += split.WhyPoolRate is null ? 1 : 0;
            if (split.Cap is { Status: CapStatus.NotNeeded or CapStatus.Applied })
                Assert.That(game.Everyone.Where(i => split.Shares[i] > costs.Of([i]).Cost), Is.Empty);
            if (method == SharingMethod.Shapley && split.WhyPoolRate is null)
                Assert.That(split.Shares, Is.EqualTo(ByAllOrders(costs)), $"seed {seed}");
        }

        Assert.That(used, Is.GreaterThan(5));
    }

    [Test]
    public void does_not_depend_on_the_order_of_the_members()
    {
        var game = new SmallGames(7).Forced(8);
        var turned = new SupplyGame(game.Terms, game.Members.Reverse());

        Assert.That(turned.Members.Select(member => member.Id), Is.EqualTo(game.Members.Select(member => member.Id)));
        Assert.That(() => new SupplyGame(game.Terms, [game.Members[0], game.Members[0]]), Throws.ArgumentException);
    }

    private static void FindsAsByLookingAtEveryGroup(int games, int members, int atLeast, Func<int, SupplyGame> next)
    {
        var blocked = 0;
        for (var seed = 0; seed < games; seed++)
        {
            var game = next(seed);
            var costs = new GroupCosts(game, Options, CancellationToken.None);
            if (game.Members.Count != members || costs.Of(game.Everyone).Cost is null)
                continue;
            var shares = PoolRate(costs);

            var judged = CoreSearch.Judge(costs, shares, Penny, Options, CancellationToken.None);

            var worst = Worst(costs, shares);
            Assert.That(judged.Status, Is.EqualTo(worst >= Penny ? CoreStatus.Blocked : CoreStatus.Proved), $"seed {seed}: {worst}");
            if (judged.Status == CoreStatus.Blocked)
            {
                blocked++;
                Assert.That(judged.IsLargest);
                Assert.That(worst - judged.Gain, Is.LessThan(new Fraction(1, 1000)), $"seed {seed}");
            }
        }

        Assert.That(blocked, Is.GreaterThanOrEqualTo(atLeast));
    }

    /// <summary>What each adds to the cost, on average over every order of joining.</summary>
    private static Fraction[] ByAllOrders(GroupCosts costs)
    {
        var members = costs.Game.Members.Count;
        var (sums, orders) = (new Fraction[members], 0);
        Visit([], Fraction.Zero);
        return [.. sums.Select(sum => sum / orders)];

        void Visit(List<int> joined, Fraction cost)
        {
            if (joined.Count == members)
                orders++;
            foreach (var next in Enumerable.Range(0, members).Except(joined))
            {
                var with = costs.Of([.. joined, next]).Cost!.Value;
                var after = Enumerable.Range(1, members - joined.Count - 1).Aggregate(1L, (product, k) => product * k);
                sums[next] += (with - cost) * after;
                Visit([.. joined, next], with);
            }
        }
    }

    private static SupplyGame OneLot(SupplyGame game)
    {
        var bid = game.Terms.Bids.First(b => b.Offers.Any(o => o.LotId == "L1"));
        var terms = game.Terms with
        {
            Lots = [game.Terms.Lots[0] with { PackSize = 1 }],
            Bids = [bid with { Offers = [.. bid.Offers.Where(o => o.LotId == "L1")], Discounts = [] }],
        };
        return new SupplyGame(terms, game.Members.Select(member => member with { Quantities = [Math.Max(1, member.Quantities[0])] }));
    }

    /// <summary>The pool rate as a round has it: each line by quantity, each fee in equal parts.</summary>
    private static Fraction[] LotByLot(SupplyGame game)
    {
        var all = game.DemandOf(game.Everyone);
        var shares = new Fraction[game.Members.Count];
        foreach (var bid in game.Terms.Bids)
        {
            var lots = bid.Offers.Select(offer => game.Terms.Lots.ToList().FindIndex(lot => lot.Id == offer.LotId)).ToList();
            var paid = OptimumPricing.DiscountAt(bid, lots.Sum(lot => ForcedSupply.InPacks(all.Quantities[lot], game.Terms.Lots[lot].PackSize))).Remainder.ToFraction();
            var served = game.Everyone.Where(i => lots.Exists(lot => game.Members[i].Quantities[lot] > 0)).ToList();
            foreach (var i in served)
                shares[i] += Major(bid.FixedFee) / served.Count;
            foreach (var (offer, lot) in bid.Offers.Zip(lots))
            {
                if (all.Quantities[lot] == 0)
                    continue;
                var order = ForcedSupply.InPacks(all.Quantities[lot], game.Terms.Lots[lot].PackSize);
                var line = new Fraction((BigInteger)offer.Prices.UnroundedTotal(order), UnitPrice.PerUnit) * paid * game.Terms.Lots[lot].Periods;
                foreach (var i in game.Everyone.Where(i => game.Members[i].Quantities[lot] > 0))
                {
                    shares[i] += (line * game.Members[i].Quantities[lot] / all.Quantities[lot])
                        + (Major(offer.FixedFee) / all.Members[lot]) + Major(offer.FeePerMember);
                }
            }
        }

        return shares;
    }

    private static Fraction Major(Money money) => new(money.MinorUnits, money.Currency.MinorUnitsPerUnit);

    private static Fraction? Tried(SupplyGame game, int[] group)
    {
        var demand = game.DemandOf(group);
        var lots = game.Terms.Lots.Select((lot, i) => (lot, i)).Where(x => demand.Quantities[x.i] > 0)
            .Select(x => new OptimumLot(x.lot.Id, (demand.Quantities[x.i] + x.lot.PackSize - 1) / x.lot.PackSize * x.lot.PackSize, demand.Members[x.i], x.lot.Periods)).ToList();
        var bids = game.Terms.Bids.Select(bid => bid with
        {
            Offers = [.. bid.Offers.Where(o => lots.Exists(lot => lot.Id == o.LotId))],
            Packages = [.. bid.Packages.Where(p => p.Units.All(u => lots.Exists(lot => lot.Id == u.LotId)))],
        });
        return BruteForce.Try(new OptimumProblem(game.Terms.Currency, lots, bids, new OptimumRules(OverbuyLimit: game.Terms.OverbuyLimit))).Cost is { } cost
            ? new Fraction(cost, BigInteger.Pow(10, OptimumAward.Decimals))
            : null;
    }

    /// <summary>Whether the core is empty, by the exact programme over every group; what cannot be supplied alone costs more than anybody pays.</summary>
    private static bool? TableIsEmpty(GroupCosts costs)
    {
        var members = costs.Game.Members.Count;
        var much = costs.Of(costs.Game.Everyone).Cost!.Value * 1000;
        var table = new TableGame(members, [.. Enumerable.Range(0, 1 << members).Select(bits =>
            bits == 0 ? Fraction.Zero : costs.Of(Enumerable.Range(0, members).Where(i => (bits >> i & 1) == 1)).Cost ?? much)]);
        return CoreJudgement.Of(table, PoolRate(costs), CancellationToken.None).CoreIsEmpty;
    }
}
