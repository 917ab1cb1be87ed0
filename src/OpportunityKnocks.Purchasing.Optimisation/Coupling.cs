using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>Finds the lots that can be solved apart from each other: those that no package, fee or capacity of a bid, discount or rule
/// of the round ties together. What can't bind ties nothing.</summary>
internal static class Coupling
{
    public static IReadOnlyList<OptimumProblem> Split(OptimumProblem problem)
    {
        problem = WithoutIdleRules(problem);
        var group = Enumerable.Range(0, problem.Lots.Count).ToArray();
        var index = problem.Lots.Select((lot, i) => (lot.Id, i)).ToDictionary(x => x.Id, x => x.i, StringComparer.Ordinal);
        if (problem.Rules is { MinimumWinners: > 1 } or { MaximumWinners: not null } or { MaximumShare: not null } or { Budget: not null })
            Tie(problem.Lots.Select(lot => lot.Id));
        foreach (var bid in problem.Bids)
        {
            if (bid.FixedFee.MinorUnits > 0 || bid.Capacity is not null || bid.Discounts.Count > 0 || bid.Packages.Any(p => p.XorGroup is not null))
                Tie(LotsOf(bid));
            foreach (var package in bid.Packages)
                Tie(package.Units.Select(units => units.LotId));
        }

        return [.. problem.Lots.GroupBy(lot => Root(index[lot.Id])).OrderBy(lots => lots.Key).Select(lots => Part(problem, [.. lots]))];

        int Root(int i) => group[i] == i ? i : group[i] = Root(group[i]);

        void Tie(IEnumerable<string> lots)
        {
            var all = lots.Select(lot => index[lot]).ToList();
            foreach (var (one, next) in all.Zip(all.Skip(1)))
                group[Math.Max(Root(one), Root(next))] = Math.Min(Root(one), Root(next));
        }
    }

    private static OptimumProblem Part(OptimumProblem problem, List<OptimumLot> lots)
    {
        var ids = lots.Select(lot => lot.Id).ToHashSet(StringComparer.Ordinal);
        var bids = problem.Bids
            .Select(bid => bid with
            {
                Offers = [.. bid.Offers.Where(offer => ids.Contains(offer.LotId))],
                Packages = [.. bid.Packages.Where(package => ids.Contains(package.Units[0].LotId))],
            })
            .Where(bid => bid.Offers.Count + bid.Packages.Count > 0);
        return new OptimumProblem(problem.Currency, lots, bids, problem.Rules);
    }

    private static OptimumProblem WithoutIdleRules(OptimumProblem problem)
    {
        var rules = problem.Rules;
        var most = problem.Lots.ToDictionary(lot => lot.Id, lot => lot.Quantity + rules.OverbuyLimit, StringComparer.Ordinal);
        var bids = problem.Bids
            .Select(bid => bid.Capacity >= LotsOf(bid).Sum(lot => most[lot]) ? bid with { Capacity = null } : bid)
            .ToList();
        var places = problem.Lots.Sum(lot => Math.Min(lot.MaximumWinners ?? bids.Count, bids.Count));
        return new OptimumProblem(problem.Currency, problem.Lots, bids, rules with
        {
            MinimumWinners = rules.MinimumWinners <= 1 ? 0 : rules.MinimumWinners,
            MaximumWinners = rules.MaximumWinners >= Math.Min(places, bids.Count) ? null : rules.MaximumWinners,
            MaximumShare = AwardModel.ShareOf(problem) >= problem.Lots.Sum(lot => most[lot.Id]) ? null : rules.MaximumShare,
        });
    }

    private static List<string> LotsOf(OptimumBid bid) =>
        [.. bid.Offers.Select(o => o.LotId).Union(bid.Packages.SelectMany(p => p.Units).Select(u => u.LotId), StringComparer.Ordinal)];
}
