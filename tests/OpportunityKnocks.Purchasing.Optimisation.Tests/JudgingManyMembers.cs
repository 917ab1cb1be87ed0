using System.Diagnostics;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using OpportunityKnocks.Purchasing.Optimisation.Coalitions;
using static OpportunityKnocks.Purchasing.Optimisation.Tests.SmallGames;

namespace OpportunityKnocks.Purchasing.Optimisation.Tests;

/// <summary>Rounds of several lots and suppliers with too many members to look at every group.</summary>
public sealed class JudgingManyMembers
{
    private static readonly SolverOptions Options = new(10);

    [TestCase(14, 2)]
    public void says_only_what_holds(int members, int rounds) => SaysOnlyWhatHolds(members, rounds);

    [TestCase(50, 30)]
    [TestCase(200, 20)]
    [TestCase(1000, 10)]
    [Explicit("Takes minutes.")]
    [Category(Effort.CampaignCategory)]
    public void says_only_what_holds_however_many_there_are(int members, int rounds) => SaysOnlyWhatHolds(members, rounds);

    private static void SaysOnlyWhatHolds(int members, int rounds)
    {
        var (judgements, repairs, slowestJudgement, slowestRepair) = (new List<CoreStatus>(), new List<RepairStatus>(), TimeSpan.Zero, TimeSpan.Zero);
        for (var seed = 0; seed < rounds; seed++)
        {
            var game = Round(new Random(seed), members);
            var costs = new GroupCosts(game, Options, CancellationToken.None);
            if (costs.Of(game.Everyone) is not { IsKnown: true, Cost: not null })
                continue;
            var shares = PoolRate(costs);
            var clock = Stopwatch.StartNew();

            var judged = CoreSearch.Judge(costs, shares, Penny, Options, CancellationToken.None);

            judgements.Add(judged.Status);
            slowestJudgement = clock.Elapsed > slowestJudgement ? clock.Elapsed : slowestJudgement;
            RandomGroupsAgree(costs, shares, judged.Status == CoreStatus.Proved ? Penny : null, seed);
            if (judged.Status != CoreStatus.Blocked)
                continue;

            Assert.That(Pays(shares, judged.Group) - costs.Of(judged.Group).Cost, Is.EqualTo(judged.Gain).And.GreaterThanOrEqualTo(Penny));
            clock.Restart();
            var repair = CoreRepair.Of(costs, shares, judged, Penny, Options, CancellationToken.None);
            repairs.Add(repair.Status);
            slowestRepair = clock.Elapsed > slowestRepair ? clock.Elapsed : slowestRepair;
            Assert.That(Pays(repair.Shares, game.Everyone), Is.EqualTo(Pays(shares, game.Everyone)));
            if (repair.Status != RepairStatus.NotFoundInTime)
            {
                Assert.That(Pays(repair.Shares, judged.Group) - costs.Of(judged.Group).Cost, Is.LessThan(repair.Shortfall + Penny));
                RandomGroupsAgree(costs, repair.Shares, repair.Shortfall + Penny, seed);
            }
            else
            {
                Assert.That(repair.Shares, Is.EqualTo(shares), "nothing is moved that does not help");
            }
        }

        Assert.That(judgements, Is.Not.Empty);
        TestContext.Out.WriteLine($"{members} members: {Count(judgements)}; slowest {slowestJudgement.TotalSeconds:F1} s; repairs {Count(repairs)}; slowest {slowestRepair.TotalSeconds:F1} s");
    }

    private static string Count<T>(List<T> all) => string.Join(", ", all.GroupBy(one => one).Select(group => $"{group.Count()} {group.Key}"));

    /// <summary>No group of some hundred gains as much.</summary>
    private static void RandomGroupsAgree(GroupCosts costs, IReadOnlyList<Fraction> shares, Fraction? lessThan, int seed)
    {
        if (lessThan is null || !costs.Game.Terms.IsForced)
            return;
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var chance = random.NextDouble();
            var group = costs.Game.Everyone.Where(_ => random.NextDouble() < chance).ToList();
            if (group.Count > 0 && costs.Of(group).Cost is { } cost)
                Assert.That(Pays(shares, group) - cost, Is.LessThan(lessThan.Value));
        }
    }

    private static Fraction Pays(IReadOnlyList<Fraction> shares, IEnumerable<int> group) => group.Aggregate(Fraction.Zero, (sum, i) => sum + shares[i]);

    private static SupplyGame Round(Random random, int members)
    {
        var lots = Enumerable.Range(1, 2 + random.Next(4)).Select(i => new SupplyLot($"L{i}", 1 + random.Next(12))).ToList();
        var isForced = random.Next(2) == 0;
        var bids = Enumerable.Range(1, isForced ? 2 : 3).Select(s => new OptimumBid(
            $"S{s}",
            [.. lots.Where((_, i) => isForced ? i % 2 == s - 1 : random.Next(3) > 0 || i % 3 == s - 1).Select(lot => Offer(random, lot.Id, members, isForced))],
            [],
            random.Next(2) == 0 ? [new VolumeDiscount(5 * members, new Percent(random.Next(1000)))] : [],
            new Money(random.Next(2) * random.Next(50_000), Pounds))).ToList();
        return new SupplyGame(new SupplyTerms(Pounds, lots, bids), Enumerable.Range(1, members).Select(i => new SupplyMember(
            new Guid(i, 0, 0, new byte[8]), [.. lots.Select((_, lot) => lot == 0 || random.Next(3) > 0 ? 1L + random.Next(20) : 0)])));
    }

    private static OptimumOffer Offer(Random random, string lot, int members, bool isForced)
    {
        var price = 5_000 + random.Next(5_000);
        var tiers = Enumerable.Range(0, 1 + random.Next(4)).Select(k => new PriceTier(
            1 + (k * members * 2), new UnitPrice((price - (k * random.Next(300)) + random.Next(200)) * 100)));
        return new OptimumOffer(
            lot,
            PriceSchedule.Create(random.Next(2) == 0 ? PriceBasis.AllUnits : PriceBasis.Incremental, tiers),
            new Money(random.Next(2) * random.Next(20_000), Pounds),
            new Money(random.Next(2) * random.Next(500), Pounds),
            isForced ? null : random.Next(2) == 0 ? members * (5 + random.Next(20)) : null);
    }
}
