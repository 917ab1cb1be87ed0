using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>Tries every supplier for every lot and compares: evaluated cost, number of winners, supplier ids lot by lot.</summary>
internal static class SlowAward
{
    public static bool IsBest(AwardProblem problem, IReadOnlyList<LotOutcome> lots)
    {
        var options = lots.Select(lot => Options(problem, lot)).Where(lot => lot.Length > 0);
        var best = options
            .Aggregate(
                (IEnumerable<(Guid Supplier, Fraction Cost)[]>)[[]],
                (combinations, lot) => combinations.SelectMany(_ => lot, (combination, option) => combination.Append(option).ToArray()))
            .OrderBy(combination => combination.Aggregate(Fraction.Zero, (sum, option) => sum + option.Cost))
            .ThenBy(combination => combination.Select(option => option.Supplier).Distinct().Count())
            .ThenBy(combination => string.Concat(combination.Select(option => option.Supplier)), StringComparer.Ordinal)
            .First();

        return best.Select(option => option.Supplier).SequenceEqual(
            lots.Where(lot => lot.Winner is not null).Select(lot => lot.Winner!.SupplierId.Value));
    }

    private static (Guid Supplier, Fraction Cost)[] Options(AwardProblem problem, LotOutcome lot) =>
    [
        .. problem.Bids
            .SelectMany(bid => bid.Lots, (bid, offer) => (Supplier: bid.SupplierId.Value, Offer: offer))
            .Where(option => option.Offer.LotId == lot.Lot.Id && lot.Demand > 0 && option.Offer.CanSupply(lot.Demand))
            .Select(option => (option.Supplier, Evaluated(problem, lot, option.Offer))),
    ];

    private static Fraction Evaluated(AwardProblem problem, LotOutcome lot, LotOffer offer)
    {
        var cost = new Fraction((System.Numerics.BigInteger)offer.UnroundedCost(lot.Demand, lot.Lot.Periods, lot.Members), 10_000);
        var published = lot.Candidates.Single(candidate => candidate.SupplierId.Value == problem.Bids
            .Single(bid => bid.Lots.Contains(offer)).SupplierId.Value).Evaluation!.FactorMillionths;
        return cost * new Fraction(published, 1_000_000);
    }
}
