using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>One lot whose average price does not rise with the quantity.</summary>
public sealed class ProvingThePoolRate
{
    [Test]
    public void is_right_for_every_group_there_is() => IsRightForEveryGroup(300);

    [Test]
    [Explicit("Takes minutes.")]
    [Category(Effort.CampaignCategory)]
    public void is_right_for_every_group_there_is_10_000_times() => IsRightForEveryGroup(10_000);

    [Test]
    public void is_not_claimed_where_a_larger_quantity_is_dearer()
    {
        Assert.That(PooledProof.Holds(One(AllUnits((1, "10"), (50, "9"), (100, "8"))), [120]));
        Assert.That(PooledProof.Holds(One(AllUnits((1, "10"), (50, "11"))), [120]), Is.False);
        Assert.That(PooledProof.Holds(One(AllUnits((1, "10"), (50, "11"))), [49]), "nobody gets that far");
        Assert.That(PooledProof.Holds(One(Incremental((1, "10"), (50, "12"), (60, "8"))), [200]), Is.False);
        Assert.That(PooledProof.Holds(One(Incremental((1, "10"), (50, "5"), (60, "8"))), [200]), "dearer than the tier before, but not than the average");
        Assert.That(PooledProof.Holds(One(Flat("10")) with { OverbuyLimit = 5 }, [120]), Is.False);
    }

    private static void IsRightForEveryGroup(int rounds)
    {
        var random = new Random(7);
        for (var round = 0; round < rounds; round++)
        {
            var prices = Enumerable.Range(0, random.Next(1, 5)).Select(k => (From: 1 + (k * random.Next(2, 12)), Price: 100_000L - (k * random.Next(9_000)))).DistinctBy(t => t.From).OrderBy(t => t.From).ToList();
            for (var k = 1; k < prices.Count; k++)
                prices[k] = (prices[k].From, Math.Min(prices[k].Price, prices[k - 1].Price));
            var terms = One(
                PriceSchedule.Create((PriceBasis)random.Next(2), prices.Select(t => new PriceTier(t.From, new UnitPrice(t.Price)))),
                random.Next(2) * random.Next(5_000), random.Next(2) * random.Next(500));
            var members = Enumerable.Range(1, random.Next(1, 13)).Select(m => new SupplyMember(Id(m), [random.Next(1, 10)])).ToArray();
            var game = new SupplyGame(terms, members);
            var pooled = game.DemandOf(game.Everyone).Quantities[0];

            Assert.That(PooledProof.Holds(terms, [pooled]));

            NoGroupGains(game, pooled);
        }
    }

    private static void NoGroupGains(SupplyGame game, long pooled)
    {
        var offer = game.Terms.Bids[0].Offers[0];
        var line = new Fraction((long)offer.Prices.UnroundedTotal(pooled), UnitPrice.PerUnit);
        var (fixedFee, feePerMember) = (new Fraction(offer.FixedFee.MinorUnits, 100), new Fraction(offer.FeePerMember.MinorUnits, 100));
        var rate = (line + fixedFee) / new Fraction(pooled, 1);
        var costs = new Dictionary<(long, int), Fraction>();
        for (var bits = 1; bits < 1 << game.Members.Count; bits++)
        {
            var (quantity, members) = (0L, 0);
            for (var i = 0; i < game.Members.Count; i++)
            {
                quantity += (bits >> i & 1) * game.Members[i].Quantities[0];
                members += bits >> i & 1;
            }

            if (!costs.TryGetValue((quantity, members), out var cost))
                costs.Add((quantity, members), cost = ForcedSupply.CostOf(game.Terms, new GroupDemand([quantity], [members]))!.Value - ((rate * quantity) + (feePerMember * members)));
            if (cost < Fraction.Zero)
                Assert.Fail($"{quantity} units of {members} gain {-cost}");
        }
    }

    private static SupplyTerms One(PriceSchedule prices, long fixedFee = 0, long feePerMember = 0) => new(
        Gbp, [new SupplyLot("L")],
        [new OptimumBid("S", [new OptimumOffer("L", prices, new Money(fixedFee, Gbp), new Money(feePerMember, Gbp))], [], [], Money.Zero(Gbp))]);
}
