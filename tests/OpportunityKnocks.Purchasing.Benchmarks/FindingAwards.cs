using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using OpportunityKnocks.Purchasing.Optimisation;

namespace OpportunityKnocks.Purchasing.Benchmarks;

/// <summary>How long the best award takes to be found and proved, or how far it is from proof after 30 seconds; and what it saves beside
/// the plain choice: for each lot the supplier that is cheapest for the whole of it, however many winners that makes.</summary>
internal static class FindingAwards
{
    private static readonly Currency Pounds = Currency.Of("GBP");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static void Run()
    {
        Console.WriteLine("suppliers x lots | outcome | time | gap | evaluated cost | winners | plain choice | winners | saved");
        foreach (var (suppliers, lots) in new[] { (10, 5), (50, 5), (50, 20), (200, 20), (200, 100) })
        {
            var problem = Problem(suppliers, lots);
            using var stop = new CancellationTokenSource(Limit);
            var started = Stopwatch.GetTimestamp();
            var result = AwardSolver.Solve(
                problem, new SolverOptions(DeterministicTime: 100_000), new SolverControl(StopWithBest: stop.Token));
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var (plain, winners) = Plain(problem);
            var cost = result.Award!.Evaluated;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{suppliers} x {lots} | {result.Outcome} | {seconds:F1} s | {result.GapPercent} % | {In(cost)} | {result.Award.Winners.Count} of {problem.Rules.MaximumWinners} | {In(plain)} | {winners} | {100 * (1 - ((double)cost / (double)plain)):F1} %"));
        }
    }

    private static string In(BigInteger evaluated) =>
        new Fraction(evaluated, BigInteger.Pow(10, OptimumAward.Decimals)).ToDecimal(2);

    private static OptimumProblem Problem(int suppliers, int lotCount)
    {
        var random = new Random((suppliers * 1_000) + lotCount);
        var lots = Enumerable.Range(1, lotCount).Select(i => new OptimumLot($"L{i:D3}", random.Next(20, 201), random.Next(3, 30))).ToList();
        var prices = lots.ToDictionary(lot => lot.Id, _ => random.Next(500, 5_000), StringComparer.Ordinal);
        var units = lots.Sum(lot => lot.Quantity);
        return new OptimumProblem(
            Pounds, lots, Enumerable.Range(1, suppliers).Select(i => Bid($"S{i:D3}")).ToList(), new OptimumRules(MaximumWinners: Math.Max(3, lotCount / 5)));

        OptimumBid Bid(string supplier)
        {
            var level = random.Next(90, 116);
            var offers = lots.Where(_ => random.Next(10) < 7).Select(lot => Offer(lot, level)).ToList();
            return new OptimumBid(
                supplier,
                offers,
                [.. Enumerable.Range(1, random.Next(3)).Select(i => Package($"P{i}", offers, level)).OfType<OptimumPackage>()],
                [],
                new Money(random.Next(5_000, 30_000), Pounds),
                random.Next(3) == 0 ? units / 3 : null);
        }

        OptimumOffer Offer(OptimumLot lot, int level)
        {
            var price = (long)prices[lot.Id] * level * random.Next(92, 109);
            var tiers = new[] { 1, lot.Quantity / 3, lot.Quantity * 2 / 3 }
                .Select((from, k) => new PriceTier(from, new UnitPrice(price / 10_000 * (100 - (k * random.Next(2, 6))))));
            return new OptimumOffer(
                lot.Id,
                PriceSchedule.Create(random.Next(4) == 0 ? PriceBasis.Incremental : PriceBasis.AllUnits, tiers),
                new Money(random.Next(0, 2_001), Pounds),
                new Money(random.Next(0, 101), Pounds),
                random.Next(2) == 0 ? lot.Quantity * random.Next(30, 100) / 100 : null);
        }

        OptimumPackage? Package(string id, List<OptimumOffer> offers, int level)
        {
            var inPackage = offers.Where(offer => offer.Capacity is null).OrderBy(_ => random.Next()).Take(random.Next(2, 4))
                .Select(offer => new PackageUnits(offer.LotId, lots.Single(lot => lot.Id == offer.LotId).Quantity / 2)).ToList();
            return inPackage.Count == 0
                ? null
                : new OptimumPackage(id, "any", new Money(inPackage.Sum(u => u.Quantity * prices[u.LotId]) * level * 88 / 10_000, Pounds), inPackage);
        }
    }

    private static (BigInteger Cost, int Winners) Plain(OptimumProblem problem)
    {
        var quantities = new Dictionary<(string, string), long>();
        foreach (var lot in problem.Lots)
        {
            var best = problem.Bids
                .SelectMany(bid => bid.Offers, (bid, offer) => (bid.SupplierId, Offer: offer))
                .Where(x => x.Offer.LotId == lot.Id && !(x.Offer.Capacity < lot.Quantity))
                .MinBy(x => x.Offer.Prices.UnroundedTotal(lot.Quantity) + ((x.Offer.FixedFee.MinorUnits + (x.Offer.FeePerMember.MinorUnits * lot.Members)) * 100));
            quantities[(lot.Id, best.SupplierId)] = lot.Quantity;
        }

        var award = OptimumPricing.Price(problem, new OptimumChoice(quantities, new HashSet<(string, string)>()));
        return (award.Evaluated, award.Winners.Count);
    }
}
