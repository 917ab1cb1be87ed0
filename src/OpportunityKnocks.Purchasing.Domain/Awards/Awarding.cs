using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>Finds the best award of one pass: a pure function, or one that gives back what such a function once found.</summary>
/// <param name="pass">From 1.</param>
public delegate OptimumResult AwardSearch(OptimumProblem problem, int pass);

/// <summary>Finds the best award of a round, and again without the needs it is too dear for, until everyone left is content. Where nothing
/// ties the lots together and each has one winner, that is the supplier with the lowest evaluated cost among those that can supply the
/// whole demand; otherwise a search finds it. A pure function, if the search is.</summary>
public static class Awarding
{
    /// <summary>Pools, awards, takes out every need whose cost per unit exceeds its ceiling, with its bundle, and repeats until nobody
    /// leaves: at most one pass more than there are needs. Then splits the cost. A lot that nobody can supply is not awarded; the
    /// others are.</summary>
    /// <param name="search">Not needed for a problem that is <see cref="AwardProblem.IsPlain"/>.</param>
    /// <exception cref="DomainException"><see cref="AwardRefusals.Impossible"/>: the rules leave no award; or what the search refuses.</exception>
    public static AwardResult Compute(AwardProblem problem, AwardSearch? search = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var offers = problem.Bids
            .SelectMany(bid => bid.Lots, (bid, offer) => (Bid: bid, Offer: offer))
            .ToLookup(entry => entry.Offer.LotId);
        var pool = new Pool(problem);
        var passes = new List<AwardPass>();
        while (true)
        {
            var demands = pool.Demands();
            var candidates = problem.Lots
                .Select((lot, index) => LotEvaluation.Rank(lot, demands[index], problem.PriceWeight, offers[lot.Id]))
                .ToArray();
            var number = passes.Count + 1;
            var (lots, searched) = problem.IsPlain
                ? (CheapestOfEach(problem, demands, candidates, offers), null)
                : Searched(problem, demands, candidates, search!, number);
            var unitCosts = lots.Select(lot => lot.Supplies.Count == 0 ? null : new UnitCosts([.. lot.Supplies.Select(supply => supply.Cost)])).ToArray();
            var left = pool.Leave(number, lots, unitCosts);
            passes.Add(new AwardPass(number, lots, left) { Searched = searched });
            if (left.Count == 0)
                return new AwardResult(passes, pool.Outcomes(unitCosts), Split(lots, pool.Members()));
        }
    }

    private static LotOutcome[] CheapestOfEach(
        AwardProblem problem, LotDemand[] demands, IReadOnlyList<Candidate>[] candidates, ILookup<LotId, (BidOffer Bid, LotOffer Offer)> offers)
    {
        var best = candidates.Select(lot => lot.Where(candidate => candidate.Evaluation?.Rank == 1).ToArray()).ToArray();
        var chosen = new Queue<OrganisationId>(FewestWinners.Choose(
            [.. best.Where(tied => tied.Length > 0).Select(tied => tied.Select(candidate => candidate.SupplierId).ToArray())]));

        return [.. problem.Lots.Select((lot, index) =>
        {
            if (best[index].Length == 0)
                return NotAwarded(lot, demands[index], candidates[index], LotEvaluation.WhyNotAwarded(lot, demands[index], candidates[index]));
            var supplier = chosen.Dequeue();
            var (bid, offer) = offers[lot.Id].Single(entry => entry.Bid.SupplierId == supplier);
            var cost = new LotCost(offer, lot.Periods, demands[index].Quantity, demands[index].Members, problem.FeePolicy);
            return new LotOutcome(
                lot, demands[index].Quantity, demands[index].Members, best[index].Single(candidate => candidate.SupplierId == supplier), null, candidates[index])
            {
                Supplies = [LotSupply.Plain(bid, cost)],
            };
        })];
    }

    private static (LotOutcome[] Lots, SearchedPass? Searched) Searched(
        AwardProblem problem, LotDemand[] demands, IReadOnlyList<Candidate>[] candidates, AwardSearch search, int pass)
    {
        var entries = problem.Lots.Select((lot, index) => (Terms: lot, Demand: demands[index])).ToList();
        var given = new Dictionary<LotId, NotAwardedReason>();
        foreach (var (lot, demand) in entries.Where(e => e.Demand.Quantity == 0 || e.Demand.Quantity < e.Terms.MinimumQuantity))
            given.Add(lot.Id, demand.Asked == 0 ? NotAwardedReason.NoNeedLeft : NotAwardedReason.BelowLotMinimum);

        while (entries.FindAll(entry => !given.ContainsKey(entry.Terms.Id)) is { Count: > 0 } open)
        {
            var asked = RoundOptimum.ProblemOf(problem, open);
            var found = search(asked, pass);
            if (found.Award is { } award)
            {
                var supplies = RoundOptimum.SuppliesOf(problem, open, award);
                return ([.. entries.Select((entry, index) => Outcome(entry.Terms, entry.Demand, candidates[index], [.. supplies[entry.Terms.Id]], given))],
                    new SearchedPass(asked, found));
            }

            // A lot nobody can supply stays out; what is demanded of the award as a whole is not given up.
            var hopeless = found.Because.Where(because => because.LotId is not null && NobodyCan(because.Rule)).ToLookup(because => because.LotId, StringComparer.Ordinal);
            if (hopeless.Count == 0)
                throw AwardRefusals.Impossible.Because(Explain(problem, found.Because));
            foreach (var (lot, _) in open)
            {
                if (hopeless[RoundOptimum.IdOf(lot.Id)].Select(because => ReasonOf(because.Rule)).Cast<NotAwardedReason?>().Min() is { } reason)
                    given.Add(lot.Id, reason);
            }
        }

        return ([.. entries.Select((entry, index) => Outcome(entry.Terms, entry.Demand, candidates[index], [], given))], null);
    }

    private static LotOutcome Outcome(
        LotTerms lot, LotDemand demand, IReadOnlyList<Candidate> candidates, IReadOnlyList<LotSupply> supplies, Dictionary<LotId, NotAwardedReason> given) =>
        given.TryGetValue(lot.Id, out var reason)
            ? NotAwarded(lot, demand, candidates, reason)
            : new LotOutcome(lot, demand.Quantity, demand.Members, null, null, candidates) { Supplies = supplies };

    private static LotOutcome NotAwarded(LotTerms lot, LotDemand demand, IReadOnlyList<Candidate> candidates, NotAwardedReason reason) =>
        new(lot, demand.Quantity, demand.Members, null, reason, candidates);

    private static bool NobodyCan(AwardRule rule) =>
        rule is AwardRule.NoBid or AwardRule.Capacity or AwardRule.MinimumQuantity or AwardRule.ExactQuantity or AwardRule.PackageGroup;

    private static NotAwardedReason ReasonOf(AwardRule rule) => rule switch
    {
        AwardRule.NoBid => NotAwardedReason.NoBid,
        AwardRule.MinimumQuantity => NotAwardedReason.BelowMinimumQuantity,
        AwardRule.Capacity => NotAwardedReason.AboveCapacity,
        _ => NotAwardedReason.NoCombination,
    };

    private static string Explain(AwardProblem problem, IReadOnlyList<Impossibility> because)
    {
        var alone = because.Any(one => one.Alone);
        var rules = because.Where(one => one.Alone == alone).Select(one => one.LotId is { } id
            ? $"{one.Rule} in lot {problem.Lots.Single(lot => RoundOptimum.IdOf(lot.Id) == id).Number}"
            : $"{one.Rule}");
        return $"{(alone ? "Giving up any one of these would make one possible" : "These together leave none")}: {string.Join(", ", rules)}.";
    }

    private static IReadOnlyList<LotShares> Split(IReadOnlyList<LotOutcome> lots, ILookup<int, MemberQuantity> members) =>
        [.. lots.SelectMany((lot, index) => lot.Supplies.Count == 0 ? [] : Split(lot, [.. members[index].OrderBy(member => member.MemberId.Value)]))];

    private static IEnumerable<LotShares> Split(LotOutcome lot, IReadOnlyList<MemberQuantity> members)
    {
        if (lot.Supplies is [var only])
            return [PoolRate.Share(only.Cost, members) with { SupplierId = only.SupplierId }];

        var units = UnitsPerSupplier.Of(members, [.. lot.Supplies.Select(supply => supply.Cost.Supplied)]);
        return lot.Supplies.Select((supply, s) =>
        {
            var shares = PoolRate.Share(supply.Cost, members);
            return shares with { SupplierId = supply.SupplierId, Shares = [.. shares.Shares.Select((share, i) => share with { Units = units[s][i] })] };
        });
    }
}
