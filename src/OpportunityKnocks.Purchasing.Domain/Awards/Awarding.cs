using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>Finds the best award of a round: for each lot the supplier with the lowest evaluated cost among those that can supply the
/// whole demand; and again without the needs it is too dear for, until everyone left is content. A pure function.</summary>
public static class Awarding
{
    /// <summary>Pools, awards, takes out every need whose cost per unit exceeds its ceiling, with its bundle, and repeats until nobody
    /// leaves: at most one pass more than there are needs. Then splits the cost. A lot that nobody can supply is not awarded; the
    /// others are.</summary>
    public static AwardResult Compute(AwardProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var offers = problem.Bids
            .SelectMany(bid => bid.Lots, (bid, offer) => (Bid: bid, Offer: offer))
            .ToLookup(entry => entry.Offer.LotId);
        var pool = new Pool(problem);
        var passes = new List<AwardPass>();
        while (true)
        {
            var lots = Award(problem, pool.Demands(), offers);
            var costs = lots.Select(lot => CostOf(lot, problem, offers)).ToArray();
            var unitCosts = costs.Select(cost => cost is null ? null : new UnitCosts(cost)).ToArray();
            var left = pool.Leave(passes.Count + 1, lots, unitCosts);
            passes.Add(new AwardPass(passes.Count + 1, lots, left));
            if (left.Count == 0)
                return new AwardResult(passes, pool.Outcomes(unitCosts), Split(costs, pool.Members(), problem.FeePolicy));
        }
    }

    private static LotOutcome[] Award(
        AwardProblem problem, LotDemand[] demands, ILookup<LotId, (BidOffer Bid, LotOffer Offer)> offers)
    {
        var candidates = problem.Lots
            .Select((lot, index) => LotEvaluation.Rank(lot, demands[index], offers[lot.Id]))
            .ToArray();
        var best = candidates.Select(lot => lot.Where(candidate => candidate.Evaluation?.Rank == 1).ToArray()).ToArray();
        var chosen = new Queue<OrganisationId>(FewestWinners.Choose(
            [.. best.Where(tied => tied.Length > 0).Select(tied => tied.Select(candidate => candidate.SupplierId).ToArray())]));

        return [.. problem.Lots.Select((lot, index) =>
        {
            var isAwarded = best[index].Length > 0;
            var supplier = isAwarded ? chosen.Dequeue() : default;
            return new LotOutcome(
                lot,
                demands[index].Quantity,
                demands[index].Members,
                isAwarded ? best[index].Single(candidate => candidate.SupplierId == supplier) : null,
                isAwarded ? null : LotEvaluation.WhyNotAwarded(lot, demands[index], candidates[index]),
                candidates[index]);
        })];
    }

    private static LotCost? CostOf(LotOutcome lot, AwardProblem problem, ILookup<LotId, (BidOffer Bid, LotOffer Offer)> offers)
    {
        if (lot.Winner is null)
            return null;
        var offer = offers[lot.Lot.Id].Single(entry => entry.Bid.BidId == lot.Winner.BidId).Offer;
        return new LotCost(offer, lot.Lot.Periods, lot.Demand, lot.Members, problem.FeePolicy);
    }

    private static LotShares[] Split(LotCost?[] costs, ILookup<int, MemberQuantity> members, FeePolicy policy) =>
    [
        .. costs.Select((cost, index) => cost is null ? null : PoolRate.Share(cost.Offer, cost.Periods, policy, [.. members[index]]))
            .OfType<LotShares>(),
    ];
}
