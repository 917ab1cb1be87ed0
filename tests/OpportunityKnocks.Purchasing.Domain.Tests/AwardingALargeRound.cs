using System.Diagnostics;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class AwardingALargeRound
{
    [Explicit("Measures time")]
    [Category(Effort.CampaignCategory)]
    [TestCase(1, 1_000)]
    [TestCase(10, 1_000)]
    [TestCase(1, 50_000)]
    public void takes_well_under_a_second_per_pass(int lots, int quantities)
    {
        var problem = ARound(needs: 100_000, lots, quantities);

        var clock = Stopwatch.StartNew();
        Awarding.Compute(problem);
        var cold = clock.Elapsed;
        clock.Restart();
        var result = Awarding.Compute(problem);
        var warm = clock.Elapsed;
        clock.Restart();
        var violations = AwardChecker.Check(problem, result);
        var judged = clock.Elapsed;

        TestContext.Out.WriteLine(
            $"{lots} lots, quantities up to {quantities}: {result.Passes.Count} passes, " +
            $"{result.Needs.Count(need => need.Standing == NeedStanding.Served)} served, " +
            $"computed in {cold.TotalMilliseconds:0} ms, again in {warm.TotalMilliseconds:0} ms, " +
            $"checked in {judged.TotalMilliseconds:0} ms");
        Assert.Multiple(() =>
        {
            Assert.That(violations, Is.Empty);
            Assert.That(warm.TotalSeconds / result.Passes.Count, Is.LessThan(1));
        });
    }

    private static AwardProblem ARound(int needs, int lots, int quantities)
    {
        var random = new Random(1);
        var terms = Enumerable.Range(1, lots).Select(lot => Lot(lot, periods: 24)).ToArray();
        var pooled = Enumerable.Range(1, needs).Select(i => new PooledNeed(
            NeedId.New(), Member(i), terms[i % lots].Id, random.Next(1, quantities + 1),
            random.Next(3) == 0 ? null : new UnitPrice(random.Next(90_000, 150_000)), i % 7 == 0 ? "b" : null)).ToArray();
        var bids = Enumerable.Range(1, 20).Select(supplier => Bid(
            supplier,
            [.. terms.Select(lot => Offer(
                Schedule(PriceBasis.AllUnits, (1, $"{random.Next(10, 13)}.99"), (20_000_000, $"{random.Next(8, 10)}.99")),
                fixedFee: "12345.67", feePerMember: "1.50", lot: lot.Number))]));
        var recovery = Enumerable.Range(1, needs).Select(i => (i, $"{random.Next(0, 101)}")).ToArray();
        return Round(pooled, bids, terms, vatRecovery: recovery);
    }
}
