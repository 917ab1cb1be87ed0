using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using OpportunityKnocks.Purchasing.Optimisation.Coalitions;

namespace OpportunityKnocks.Purchasing.Optimisation.Tests;

/// <summary>Random rounds whose groups can be looked at one by one.</summary>
internal sealed class SmallGames(int seed)
{
    public static readonly Currency Pounds = Currency.Of("GBP");

    public static readonly Fraction Penny = new(1, 100);

    private readonly Random _random = new(seed);

    /// <summary>Several suppliers, packages, fees, capacities, discounts: there is something to choose.</summary>
    public SupplyGame Free(int members)
    {
        var problem = SmallProblems.Number(seed);
        var lots = problem.Lots.Select(lot => new SupplyLot(lot.Id, lot.Periods, Chance(5) ? 2 : 1)).ToList();
        return new SupplyGame(new SupplyTerms(problem.Currency, lots, problem.Bids, Chance(4) ? 1 : 0), Members(members, lots.Count, 2));
    }

    /// <summary>One supplier a lot, whose prices need not fall.</summary>
    public SupplyGame Forced(int members, bool falling = false, int quantities = 9)
    {
        var lots = Enumerable.Range(1, 1 + _random.Next(3)).Select(i => new SupplyLot($"L{i}", 1 + _random.Next(3), Chance(5) ? 3 : 1)).ToList();
        var suppliers = lots.GroupBy(_ => _random.Next(2)).Select(won => new OptimumBid(
            $"S{won.Key}",
            [.. won.Select(lot => Offer(lot.Id, falling))],
            [],
            Chance(3) ? [new VolumeDiscount(5, new Percent(falling ? 500 : _random.Next(1000))), new VolumeDiscount(20, new Percent(falling ? 1000 : _random.Next(1000)))] : [],
            Fee()));
        return new SupplyGame(new SupplyTerms(Pounds, lots, [.. suppliers]), Members(members, lots.Count, quantities));
    }

    /// <summary>Everyone pays the same for every unit, and the fees by quantity.</summary>
    public static Fraction[] PoolRate(GroupCosts costs)
    {
        var game = costs.Game;
        var total = costs.Of(game.Everyone).Cost!.Value;
        var units = game.Members.Select(member => new Fraction(member.Quantities.Sum(), 1)).ToList();
        var sum = units.Aggregate(Fraction.Zero, (all, one) => all + one);
        return [.. units.Select(one => total * one / sum)];
    }

    /// <summary>The largest gain of any group.</summary>
    public static Fraction Worst(GroupCosts costs, IReadOnlyList<Fraction> shares) =>
        Enumerable.Range(1, (1 << shares.Count) - 1)
            .Select(bits => Enumerable.Range(0, shares.Count).Where(i => (bits >> i & 1) == 1).ToArray())
            .Where(group => costs.Of(group).Cost is not null)
            .Select(group => group.Aggregate(Fraction.Zero, (sum, i) => sum + shares[i]) - costs.Of(group).Cost!.Value)
            .Append(Fraction.Zero).Max();

    private OptimumOffer Offer(string lot, bool falling)
    {
        var steps = Enumerable.Range(0, 1 + _random.Next(3)).Select(k => (From: 1 + (k * (2 + _random.Next(8))), Down: k * 60)).DistinctBy(step => step.From).ToList();
        var tiers = steps.Select(step => new PriceTier(step.From, new UnitPrice((500 + (falling ? -step.Down : _random.Next(-150, 150))) * 100)));
        return new OptimumOffer(lot, PriceSchedule.Create(Chance(2) ? PriceBasis.AllUnits : PriceBasis.Incremental, tiers.OrderBy(tier => tier.FromQuantity)), Fee(), Fee());
    }

    private List<SupplyMember> Members(int count, int lots, int quantities) =>
    [
        .. Enumerable.Range(1, count).Select(i =>
        {
            var takes = Enumerable.Range(0, lots).Select(_ => Chance(4) ? 0L : 1L + _random.Next(quantities)).ToArray();
            if (takes.All(quantity => quantity == 0))
                takes[0] = 1;
            return new SupplyMember(new Guid(i, 0, 0, new byte[8]), takes);
        }),
    ];

    private Money Fee() => Chance(3) ? new Money(_random.Next(1, 8) * 100, Pounds) : Money.Zero(Pounds);

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;
}
