using Google.OrTools.Sat;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>A good award to begin a large search with: the best among a few suppliers that, roughly reckoned, serve all lots most cheaply.
/// It proves nothing, and is not needed for a small search.</summary>
internal static class FirstTry
{
    private const double Time = 4;

    /// <summary>Whether a search may well end before it is at the end.</summary>
    public static bool IsLarge(OptimumProblem problem) => problem.Bids.Sum(bid => bid.Offers.Count) >= 400;

    /// <returns>A value for each variable of the problem's <see cref="AwardModel"/>; null if the problem is small, or none was found.</returns>
    public static IReadOnlyList<long>? Of(OptimumProblem problem, Search search)
    {
        if (!IsLarge(problem))
            return null;

        var ranked = Rank(problem);
        IReadOnlyList<long>? best = null;
        var few = Math.Min(problem.Rules.MaximumWinners ?? problem.Lots.Count, problem.Lots.Count);
        foreach (var number in new[] { few, Math.Max(12, few * 2) }.Where(number => number < problem.Bids.Count))
        {
            var cpModel = new CpModel();
            var model = new AwardModel(cpModel, problem);
            var digit = model.Digits()[0];
            foreach (var supplier in model.Wins.Where(wins => !ranked.Take(number).Contains(wins.Key, StringComparer.Ordinal)))
                cpModel.Add(supplier.Value == 0);
            best = search.Run(cpModel, digit.Terms.Sum, best, atMost: Time).Solution ?? best;
        }

        return best;
    }

    /// <summary>Suppliers in the order in which each takes most off the cost of those before it.</summary>
    private static List<string> Rank(OptimumProblem problem)
    {
        var lots = problem.Lots.Select((lot, i) => (lot, i)).ToDictionary(x => x.lot.Id, x => x.i, StringComparer.Ordinal);
        var offers = problem.Bids.ToDictionary(bid => bid.SupplierId, bid => bid.Offers.Select(o => Reckon(o, problem.Lots[lots[o.LotId]], lots[o.LotId])).ToList(), StringComparer.Ordinal);
        var dearest = offers.Values.SelectMany(all => all).Max(offer => offer.UnitCost) * 2;
        var chosen = problem.Lots.Select(_ => new List<Reckoned>()).ToList();
        var left = problem.Bids.ToDictionary(bid => bid.SupplierId, StringComparer.Ordinal);
        var ranked = new List<string>();
        while (left.Count > 0 && ranked.Count < 3 * Math.Max(12, problem.Rules.MaximumWinners ?? problem.Lots.Count))
        {
            var next = left.Keys.MaxBy(supplier => offers[supplier].Sum(offer => Saves(offer)) - (left[supplier].FixedFee.MinorUnits * 100m))!;
            foreach (var offer in offers[next])
                chosen[offer.Lot].Add(offer);
            ranked.Add(next);
            left.Remove(next);
        }

        return ranked;

        decimal Saves(Reckoned offer) =>
            Cost(chosen[offer.Lot], problem.Lots[offer.Lot].Quantity) - Cost(chosen[offer.Lot].Append(offer), problem.Lots[offer.Lot].Quantity);

        decimal Cost(IEnumerable<Reckoned> of, long quantity)
        {
            var cost = 0m;
            foreach (var offer in of.OrderBy(o => o.UnitCost))
            {
                var units = Math.Min(quantity, offer.Most);
                cost += offer.UnitCost * units;
                quantity -= units;
            }

            return cost + (dearest * quantity);
        }
    }

    private static Reckoned Reckon(OptimumOffer offer, OptimumLot lot, int index)
    {
        var most = Math.Min(lot.Quantity, offer.Capacity ?? lot.Quantity);
        if (most < offer.Prices.MinimumQuantity)
            return new Reckoned(index, 0, 0);
        var fees = ((decimal)offer.FixedFee.MinorUnits + ((decimal)offer.FeePerMember.MinorUnits * lot.Members)) * 100;
        return new Reckoned(index, most, (((decimal)offer.Prices.UnroundedTotal(most) * lot.Periods) + fees) * offer.FactorMillionths / 1_000_000 / most);
    }

    private sealed record Reckoned(int Lot, long Most, decimal UnitCost);
}
