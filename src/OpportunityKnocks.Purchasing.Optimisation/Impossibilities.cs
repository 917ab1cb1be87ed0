using Google.OrTools.Sat;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>Finds which rules make an award impossible, by giving them up: one at a time and, if none would do alone, as few together as
/// can be found.</summary>
internal static class Impossibilities
{
    private static readonly AwardRule[] All = [.. Enum.GetValues<AwardRule>().Where(rule => rule != AwardRule.NoBid)];

    public static List<Impossibility> WithoutBid(OptimumProblem problem)
    {
        var offered = problem.Bids
            .SelectMany(bid => bid.Offers.Select(o => o.LotId).Concat(bid.Packages.SelectMany(p => p.Units).Select(u => u.LotId)))
            .ToHashSet(StringComparer.Ordinal);
        return [.. problem.Lots.Where(lot => !offered.Contains(lot.Id)).Select(lot => new Impossibility(AwardRule.NoBid, lot.Id, Alone: false))];
    }

    public static List<Impossibility> Find(OptimumProblem problem, Search search)
    {
        search.Renew();
        var alone = All.Where(rule => IsPossible(Without(problem, rule), search)).ToList();
        if (alone.Count > 0)
            return [.. alone.SelectMany(rule => Named(problem, rule, alone: true))];

        var together = All.ToList();
        foreach (var rule in All.Reverse())
        {
            var fewer = together.Where(other => other != rule).ToList();
            if (IsPossible(fewer.Aggregate(problem, Without), search))
                together = fewer;
        }

        return [.. together.SelectMany(rule => Named(problem, rule, alone: false))];
    }

    private static bool IsPossible(OptimumProblem problem, Search search)
    {
        var model = new CpModel();
        _ = new AwardModel(model, problem);
        return search.Run(model, null).Solution is not null;
    }

    private static IEnumerable<Impossibility> Named(OptimumProblem problem, AwardRule rule, bool alone)
    {
        var lots = problem.Lots.Where(lot => IsShort(problem, lot, rule)).Select(lot => (string?)lot.Id).ToList();
        return (lots.Count == 0 ? [null] : lots).Select(lot => new Impossibility(rule, lot, alone));
    }

    /// <summary>Whether the rule makes the lot impossible even if it were the only one.</summary>
    private static bool IsShort(OptimumProblem problem, OptimumLot lot, AwardRule rule)
    {
        var offers = problem.Bids
            .Select(bid => (Bid: bid, Offer: bid.Offers.SingleOrDefault(o => o.LotId == lot.Id), InPackages: bid.Packages.SelectMany(p => p.Units).Any(u => u.LotId == lot.Id)))
            .Where(x => x.Offer is not null || x.InPackages)
            .ToList();
        return rule switch
        {
            AwardRule.Capacity => offers.Aggregate(Int128.Zero, (sum, x) =>
                sum + Math.Min(x.Bid.Capacity ?? lot.Quantity, x.Offer?.Capacity ?? lot.Quantity)) < lot.Quantity,
            AwardRule.MinimumQuantity => offers.TrueForAll(x =>
                !x.InPackages && x.Offer!.Prices.MinimumQuantity > lot.Quantity + problem.Rules.OverbuyLimit),
            AwardRule.MinimumWinnersPerLot => lot.MinimumWinners > offers.Count,
            _ => false,
        };
    }

    private static OptimumProblem Without(OptimumProblem problem, AwardRule rule) => rule switch
    {
        AwardRule.Capacity => Bids(problem, bid => bid with { Capacity = null, Offers = [.. bid.Offers.Select(o => o with { Capacity = null })] }),
        AwardRule.MinimumQuantity => Bids(problem, bid => bid with { Offers = [.. bid.Offers.Select(o => o with { Prices = FromOne(o.Prices) })] }),
        AwardRule.ExactQuantity => problem.With(problem.Rules with { OverbuyLimit = LargestStep(problem) }),
        AwardRule.PackageGroup => Bids(problem, bid => bid with { Packages = [.. bid.Packages.Select(p => p with { XorGroup = null })] }),
        AwardRule.MinimumWinners => problem.With(problem.Rules with { MinimumWinners = 0 }),
        AwardRule.MaximumWinners => problem.With(problem.Rules with { MaximumWinners = null }),
        AwardRule.MinimumWinnersPerLot => Lots(problem, lot => lot with { MinimumWinners = 0 }),
        AwardRule.MaximumWinnersPerLot => Lots(problem, lot => lot with { MaximumWinners = null }),
        AwardRule.MaximumSharePercent => problem.With(problem.Rules with { MaximumShare = null }),
        AwardRule.Budget => problem.With(problem.Rules with { Budget = null }),
        _ => problem,
    };

    /// <summary>More than enough of every lot to reach any first tier, or to take any package.</summary>
    private static long LargestStep(OptimumProblem problem) => problem.Bids
        .SelectMany(bid => bid.Offers.Select(o => o.Prices.MinimumQuantity).Append(bid.Packages.SelectMany(p => p.Units).Sum(u => u.Quantity)))
        .DefaultIfEmpty().Max();

    private static OptimumProblem Bids(OptimumProblem problem, Func<OptimumBid, OptimumBid> change) =>
        new(problem.Currency, problem.Lots, problem.Bids.Select(change), problem.Rules);

    private static OptimumProblem Lots(OptimumProblem problem, Func<OptimumLot, OptimumLot> change) =>
        new(problem.Currency, problem.Lots.Select(change), problem.Bids, problem.Rules);

    private static PriceSchedule FromOne(PriceSchedule prices) =>
        PriceSchedule.Create(prices.Basis, [prices.Tiers[0] with { FromQuantity = 1 }, .. prices.Tiers.Skip(1)]);
}
