using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Optimisation.Tests;

/// <summary>Random awards small enough to enumerate, with everything an award can have. Prices are few and round, so that many tie.</summary>
/// <param name="scale">What amounts are multiplied by, and how much is added at random; 1 for pounds and pence.</param>
internal sealed class SmallProblems(int seed, int scale)
{
    private static readonly Currency Pounds = Currency.Of("GBP");

    private readonly Random _random = new(seed);

    public static OptimumProblem Number(int seed, int scale = 1) => new SmallProblems(seed, scale).Make();

    private OptimumProblem Make()
    {
        var lots = Enumerable.Range(1, 1 + _random.Next(3)).Select(i => new OptimumLot(
            $"L{i}",
            1 + _random.Next(5),
            _random.Next(4),
            Chance(5) ? 2 : 1,
            Chance(12) ? 2 : 0,
            Chance(4) ? 1 + _random.Next(2) : null)).ToList();
        var units = lots.Sum(lot => lot.Quantity);
        var rules = new OptimumRules(
            Chance(5) ? 2 : 0,
            Chance(4) ? 1 + _random.Next(3) : null,
            Chance(5) ? new Percent(5000 + _random.Next(5001)) : null,
            Chance(5) ? Scaled(units * (400 + _random.Next(800))) : null,
            lots.Count < 3 && Chance(3) ? 1 + _random.Next(2) : 0);
        return new OptimumProblem(Pounds, lots, Enumerable.Range(1, Chance(6) ? 1 : 2 + _random.Next(2)).Select(i => Bid($"S{i}", lots)).ToList(), rules);
    }

    private OptimumBid Bid(string supplier, List<OptimumLot> lots)
    {
        var factor = Chance(3) ? EvaluationFactor.Of(60 + _random.Next(41), _random.Next(101) * 10_000L) : EvaluationFactor.One;
        return new OptimumBid(
            supplier,
            [.. lots.Where(_ => !Chance(8)).Select(lot => Offer(lot, factor))],
            [.. Enumerable.Range(1, Chance(2) ? _random.Next(3) : 0).Select(i => Package($"P{i}", lots, factor))],
            [.. Chance(3) ? Discounts() : []],
            Fee(3),
            Chance(4) ? 3 + _random.Next(10) : null,
            factor);
    }

    private OptimumOffer Offer(OptimumLot lot, long factor)
    {
        var froms = Enumerable.Range(1, 6).Where(q => (q == 1 && !Chance(5)) || Chance(4)).DefaultIfEmpty(2);
        var price = 400L + (_random.Next(4) * 50);
        var tiers = froms.Select((from, k) => new PriceTier(from, new UnitPrice(Scaled((price - (k * 40)) * 100).MinorUnits + (Chance(4) ? _random.Next(100) : 0))));
        return new OptimumOffer(
            lot.Id,
            PriceSchedule.Create(Chance(2) ? PriceBasis.AllUnits : PriceBasis.Incremental, tiers),
            Fee(4),
            Fee(5),
            Chance(4) ? _random.Next(6) : null,
            Chance(4) ? factor + 12_345 : factor);
    }

    private OptimumPackage Package(string id, List<OptimumLot> lots, long factor)
    {
        var inPackage = lots.Where(_ => Chance(2)).DefaultIfEmpty(lots[0]).Select(lot => new PackageUnits(lot.Id, 1 + _random.Next((int)lot.Quantity))).ToList();
        return new OptimumPackage(
            id, Chance(2) ? "g" : null, Scaled(inPackage.Sum(units => units.Quantity) * (250 + (_random.Next(5) * 50))), inPackage, factor);
    }

    private List<VolumeDiscount> Discounts()
    {
        var first = 1 + _random.Next(5);
        return [new(first, new Percent(_random.Next(3) * 500)), new(first + 1 + _random.Next(4), new Percent(_random.Next(2001)))];
    }

    private Money Fee(int chance) => Chance(chance) ? Scaled(_random.Next(1, 5) * 50) : Money.Zero(Pounds);

    private Money Scaled(long minorUnits) => new((minorUnits * scale) + _random.Next(scale), Pounds);

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;
}
