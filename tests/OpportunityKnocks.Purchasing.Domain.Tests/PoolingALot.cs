using CsCheck;
using OpportunityKnocks.Purchasing.Domain.Pooling;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class PoolingALot
{
    private static readonly DateTimeOffset Start = new(2027, 1, 4, 9, 0, 0, TimeSpan.Zero);

    private static readonly Gen<(Ask[] Asks, PoolingRules Rules)> Cases =
        from count in Gen.Int[1, 9]
        from quantities in Gen.Long[1, 30].Array[count]
        from tolerances in Gen.Frequency((2, Gen.Const(0L)), (1, Gen.Long[1, 6])).Array[count]
        from minutes in Gen.Int[0, 3].Array[count]
        from pack in Gen.Long[1, 24]
        from fairness in Gen.OneOf(Enum.GetValues<FairnessPolicy>().Select(Gen.Const).ToArray())
        from seed in Gen.Int[1, 1000]
        select (
            quantities.Select((quantity, i) => new Ask($"m{i}", quantity, tolerances[i], Start.AddMinutes(minutes[i]))).ToArray(),
            new PoolingRules(pack, fairness, $"seed {seed}"));

    [TestCase(24, 0, ExpectedResult = "12 8 4", Description = "two packs of twelve")]
    [TestCase(25, 0, ExpectedResult = "12 8 4", Description = "one over: cut back")]
    public string orders_whole_packs(long asked, long tolerance)
    {
        var pooled = LotPooling.Pool(
            [new("a", 12, tolerance, Start), new("b", 8, tolerance, Start), new("c", asked - 20, tolerance, Start)], new PoolingRules(12, FairnessPolicy.EarliestFirst, ""));

        return string.Join(' ', pooled.Allotments.Select(a => a.Allotted));
    }

    [Test]
    public void fills_one_pack_more_when_the_tolerances_can()
    {
        var pooled = LotPooling.Pool([new("a", 12, 1, Start), new("b", 8, 2, Start), new("c", 2, 0, Start)], new PoolingRules(12, FairnessPolicy.ProRata, ""));

        Assert.That((pooled.Packs, pooled.Order, pooled.Fit), Is.EqualTo((2L, 24L, PackFit.Filled)));
        Assert.That(pooled.Allotments.Select(a => a.Allotted), Is.EqualTo(new[] { 13L, 9L, 2L }), "2 units over tolerances of 1 and 2: 2/3 and 4/3, and the larger fraction gets the odd one");
        Assert.That(pooled.Explanation, Is.EqualTo("22 units were asked; 2 packs of 12 are 24 units. The 2 units more are within the members' tolerances."));
    }

    [TestCase(FairnessPolicy.ProRata, ExpectedResult = "6 3 1")]
    [TestCase(FairnessPolicy.Equal, ExpectedResult = "4 4 2")]
    [TestCase(FairnessPolicy.EarliestFirst, ExpectedResult = "4 4 2")]
    public string shares_a_shortfall_by_the_policy(FairnessPolicy fairness)
    {
        var pooled = LotPooling.Pool([new("a", 10, 0, Start.AddHours(2)), new("b", 4, 0, Start), new("c", 2, 0, Start)], new PoolingRules(10, fairness, ""));

        return string.Join(' ', pooled.Allotments.Select(a => a.Allotted));
    }

    [Test]
    public void draws_lots_that_anybody_can_draw_again()
    {
        Ask[] asks = [new("a", 5, 0, Start), new("b", 5, 0, Start), new("c", 5, 0, Start)];

        var pooled = LotPooling.Pool(asks, new PoolingRules(10, FairnessPolicy.Lottery, "seed"));

        var drawn = asks.Select(a => a.Id).OrderBy(
            id => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"seed:{id}"))), StringComparer.Ordinal);
        Assert.That(pooled.Draw, Is.EqualTo(drawn));
        Assert.That(pooled.Allotments.Where(a => a.Allotted == 5).Select(a => a.Id), Is.EquivalentTo(pooled.Draw!.Take(2)));
        Assert.That(pooled.Explanation, Does.Contain("lottery with the seed seed"));
    }

    [Test]
    public void agrees_with_a_slow_obvious_version() => Agrees(2_000);

    [Test]
    [Explicit("Takes a while.")]
    [Category("Campaign")]
    public void agrees_with_a_slow_obvious_version_100_000_times() => Agrees(100_000);

    [Test]
    public void takes_a_moment_for_100_000_members()
    {
        var random = new Random(1);
        var asks = Enumerable.Range(0, 100_000).Select(i => new Ask(Guid.NewGuid().ToString(), random.Next(1, 40), random.Next(3), Start)).ToArray();
        LotPooling.Pool(asks, new PoolingRules(1_000_000, FairnessPolicy.Equal, "seed"));

        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var fairness in Enum.GetValues<FairnessPolicy>())
            LotPooling.Pool(asks, new PoolingRules(1_000_000, fairness, "seed"));

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(8)), "four times");
    }

    private static void Agrees(long cases) => Cases.Sample(
        c =>
        {
            var pooled = LotPooling.Pool(c.Asks, c.Rules);
            var slow = Slow(c.Asks, c.Rules);

            Assert.That(pooled.Allotments.ToDictionary(a => a.Id, a => a.Allotted, StringComparer.Ordinal), Is.EqualTo(slow));
            Assert.That(pooled.Order, Is.EqualTo(slow.Values.Sum()).And.EqualTo(pooled.Packs * c.Rules.PackSize), "whole packs");
            Assert.That(c.Asks.All(ask => slow[ask.Id] >= 0 && slow[ask.Id] <= ask.Quantity + ask.Tolerance), "nobody above quantity plus tolerance");
            Assert.That(Math.Abs(pooled.Order - pooled.Asked), Is.LessThan(c.Rules.PackSize));
            Assert.That(LotPooling.Pool([.. c.Asks.Reverse()], c.Rules).Allotments, Is.EqualTo(pooled.Allotments), "the order of the input does not matter");
        },
        iter: cases);

    /// <summary>Unit by unit, as one would deal them out by hand.</summary>
    private static Dictionary<string, long> Slow(Ask[] asks, PoolingRules rules)
    {
        var sum = asks.Sum(a => a.Quantity);
        var got = asks.ToDictionary(a => a.Id, a => a.Quantity, StringComparer.Ordinal);
        var over = sum % rules.PackSize;
        if (over == 0)
            return got;

        var more = rules.PackSize - over;
        if (asks.Sum(a => a.Tolerance) >= more)
        {
            // Everyone's exact part rounded down; the rest to the largest fractions, the smallest id first.
            var all = asks.Sum(a => a.Tolerance);
            foreach (var ask in asks)
                got[ask.Id] += more * ask.Tolerance / all;
            foreach (var ask in asks.OrderByDescending(a => more * a.Tolerance % all).ThenBy(a => a.Id, StringComparer.Ordinal).Take((int)(sum + more - got.Values.Sum())))
                got[ask.Id]++;
            return got;
        }

        var order = sum - over;
        switch (rules.Fairness)
        {
            case FairnessPolicy.ProRata:
                foreach (var ask in asks)
                    got[ask.Id] = order * ask.Quantity / sum;
                foreach (var ask in asks.OrderByDescending(a => order * a.Quantity % sum).ThenBy(a => a.Id, StringComparer.Ordinal).Take((int)(order - got.Values.Sum())))
                    got[ask.Id]++;
                return got;
            case FairnessPolicy.Equal:
                // A unit at a time to whoever has least and wants more.
                foreach (var ask in asks)
                    got[ask.Id] = 0;
                for (var unit = 0; unit < order; unit++)
                    got[asks.Where(a => got[a.Id] < a.Quantity).OrderBy(a => got[a.Id]).ThenBy(a => a.Id, StringComparer.Ordinal).First().Id]++;
                return got;
            default:
                // The last in turn gives a unit back, until it has none.
                var turns = rules.Fairness == FairnessPolicy.EarliestFirst
                    ? asks.OrderBy(a => a.SubmittedAt).ThenBy(a => a.Id, StringComparer.Ordinal)
                    : asks.OrderBy(
                        a => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{rules.Seed}:{a.Id}"))),
                        StringComparer.Ordinal);
                foreach (var ask in turns.Reverse())
                {
                    while (got[ask.Id] > 0 && got.Values.Sum() > order)
                        got[ask.Id]--;
                }

                return got;
        }
    }
}
