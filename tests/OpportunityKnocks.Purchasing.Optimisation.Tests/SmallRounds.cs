using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Optimisation.Tests;

/// <summary>Random rounds with everything a round, its needs, its bids and its rules can have.</summary>
internal sealed class SmallRounds(int seed)
{
    private static readonly Currency Pounds = Currency.Of("GBP");

    private readonly Random _random = new(seed);

    public static AwardProblem Number(int seed) => new SmallRounds(seed).Make();

    private AwardProblem Make()
    {
        var lots = Enumerable.Range(1, 1 + _random.Next(3))
            .Select(i => new LotTerms(new LotId(Id(i)), i, 1 + _random.Next(3), Chance(6) ? 3 : 1, Chance(6) ? 4 : 1, Chance(2))).ToList();
        var needs = Enumerable.Range(1, 1 + _random.Next(8)).Select(i => new PooledNeed(
            new NeedId(Id(i)),
            new MemberId(Id(_random.Next(4))),
            lots[_random.Next(lots.Count)].Id,
            1 + _random.Next(5),
            Chance(3) ? new UnitPrice(30_000 + (_random.Next(12) * 10_000)) : null,
            Chance(4) ? "together" : null,
            _random.Next(3))).ToList();
        return new AwardProblem(
            Pounds,
            (FeePolicy)_random.Next(3),
            lots,
            needs,
            Enumerable.Range(0, 4).ToDictionary(i => new MemberId(Id(i)), _ => new Percent(_random.Next(5) * 2_500)),
            Enumerable.Range(1, 1 + _random.Next(4)).Select(i => Bid(i, lots)).ToList())
        {
            PriceWeight = Chance(3) ? 60 + _random.Next(41) : 100,
            Rules = Chance(2) ? AwardRules.None : new AwardRules(
                Chance(4) ? 2 : 0,
                Chance(3) ? 1 + _random.Next(3) : null,
                Chance(6) ? 2 : 0,
                Chance(4) ? 2 : null,
                Chance(5) ? new Percent(6_000) : null,
                Chance(5) ? Money(5_000 + _random.Next(20_000)) : null,
                Chance(3) ? 2 : 0),
        };
    }

    private BidOffer Bid(int number, List<LotTerms> lots) =>
        new(new BidId(Id(1_000 + number)), new OrganisationId(Id(number)), [.. lots.Where(_ => !Chance(6)).Select(Offer)])
        {
            Packages = [.. Enumerable.Range(1, Chance(2) ? _random.Next(3) : 0).Select(i => Package($"P{i}", lots))],
            Discounts = Chance(4) ? [new VolumeDiscount(1 + _random.Next(8), new Percent(1_250))] : [],
            FixedFee = Chance(3) ? Money(1 + _random.Next(700)) : null,
            Capacity = Chance(4) ? 4 + _random.Next(12) : null,
            Quality = _random.Next(101) * 10_000L,
        };

    private LotOffer Offer(LotTerms lot)
    {
        var price = 40_000 + (_random.Next(6) * 7_777);
        PriceTier[] tiers = [new(Chance(6) ? 3 : 1, new UnitPrice(price)), new(7 + _random.Next(5), new UnitPrice(price - 9_999))];
        return new LotOffer(
            lot.Id, PriceSchedule.Create(Chance(2) ? PriceBasis.AllUnits : PriceBasis.Incremental, tiers),
            Chance(3) ? Money(_random.Next(500)) : Money(0), Chance(4) ? Money(_random.Next(100)) : Money(0), Chance(3) ? 4 + _random.Next(8) : null,
            VatCategory.Standard, new Percent(2_000));
    }

    private BidPackage Package(string id, List<LotTerms> lots) => new(
        id,
        Chance(2) ? "g" : null,
        [.. lots.Where(_ => Chance(2)).DefaultIfEmpty(lots[0]).Select(lot =>
            new PackageLot(lot.Id, 1 + _random.Next(6), Money(200 + _random.Next(1_500)), VatCategory.Standard, new Percent(2_000)))]);

    private static Money Money(long pence) => new(pence, Pounds);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;
}
