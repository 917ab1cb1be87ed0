using System.Numerics;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Domain.Awards.Checking;

/// <summary>Checks a pass whose award a search found: that it was asked the round's question, that its answer holds, and that what the
/// suppliers are paid is that answer.</summary>
internal static class SearchCheck
{
    public static IEnumerable<Violation> Check(AwardProblem problem, IReadOnlyList<PooledNeed> staying, AwardPass pass)
    {
        var open = pass.Lots.Where(lot => lot.NotAwarded is null).ToList();
        if (pass.Searched is not { Result.Award: { } award } searched)
        {
            if (open.Count > 0)
                yield return Wrong("Lots are awarded that nobody searched for.");
            yield break;
        }

        if (!IsTheQuestion(problem, staying, open, searched.Problem))
            yield return Wrong("The search was asked another question.");
        foreach (var fault in OptimumChecker.Faults(searched.Problem, searched.Result))
            yield return Wrong(fault);

        var supplies = open.SelectMany(lot => lot.Supplies, (lot, supply) => (Lot: lot.Lot, Supply: supply)).ToList();
        var paid = supplies.Aggregate(BigInteger.Zero, (sum, one) => sum + one.Supply.Cost.Net.MinorUnits);
        if (paid != award.Cost.MinorUnits)
            yield return Wrong($"The lots cost {paid}, the award {award.Cost.MinorUnits}.");
        foreach (var bid in problem.Bids)
        {
            var own = supplies.FindAll(one => one.Supply.SupplierId == bid.SupplierId);
            var won = award.Packages.Where(package => package.SupplierId == TextOf(bid.SupplierId.Value)).Select(package => package.PackageId).ToHashSet(StringComparer.Ordinal);
            var packages = bid.Packages.Where(package => won.Contains(package.Id)).SelectMany(package => package.Lots).ToList();
            foreach (var lot in open.Select(lot => lot.Lot))
            {
                var scheduled = award.Supplies.SingleOrDefault(s => s.SupplierId == TextOf(bid.SupplierId.Value) && s.LotId == TextOf(lot.Id.Value))?.Quantity ?? 0;
                var inPackages = packages.Where(one => one.LotId == lot.Id).ToList();
                var cost = own.SingleOrDefault(one => one.Lot.Id == lot.Id).Supply?.Cost;
                var isRight = cost is null
                    ? scheduled == 0 && inPackages.Count == 0
                    : cost.Supplied - cost.Part.ByPackages == scheduled
                        && cost.Part.ByPackages == inPackages.Sum(one => one.Quantity)
                        && cost.Part.PackagesPerPeriod.MinorUnits == inPackages.Sum(one => one.Price.MinorUnits)
                        && (scheduled == 0 || cost.Part.Discount == award.Winners.Single(w => w.SupplierId == TextOf(bid.SupplierId.Value)).Discount);
                if (!isRight)
                    yield return Wrong($"Supplier {bid.SupplierId.Value} does not supply of lot {lot.Number} what it was awarded.");
            }

            var fees = own.Sum(one => one.Supply.Cost.Offer.FixedFee.MinorUnits)
                - own.Sum(one => bid.Lots.SingleOrDefault(offer => offer.LotId == one.Lot.Id)?.FixedFee.MinorUnits ?? 0);
            if (own.Count > 0 && fees != (bid.FixedFee?.MinorUnits ?? 0))
                yield return Wrong($"The fee of supplier {bid.SupplierId.Value} is not shared among its lots.");
        }

        Violation Wrong(string what) => new(ViolatedRule.Winner, $"Pass {pass.Number}: {what}");
    }

    /// <summary>Lots at their demand, every bid for them, and factors by the plain rules.</summary>
    private static bool IsTheQuestion(AwardProblem problem, IReadOnlyList<PooledNeed> staying, List<LotOutcome> open, OptimumProblem asked)
    {
        if (!asked.Lots.Select(lot => (lot.Id, lot.Quantity, lot.Members, lot.Periods))
            .SequenceEqual(open.Select(lot => (TextOf(lot.Lot.Id.Value), lot.Demand, lot.Members, lot.Lot.Periods))))
        {
            return false;
        }

        var quantities = open.ToDictionary(lot => lot.Lot.Id, lot => PlainRules.Quantities(problem, staying, lot.Lot));
        var expected = problem.Bids.SelectMany(bid => bid.Lots.Where(offer => quantities.ContainsKey(offer.LotId)), (bid, offer) => (
            Supplier: TextOf(bid.SupplierId.Value), Lot: TextOf(offer.LotId.Value), offer.Prices, offer.FixedFee, offer.FeePerMember, offer.Capacity,
            Factor: (long)PlainRules.Factor(problem, bid.Quality, offer.VatRate, quantities[offer.LotId])));
        var given = asked.Bids.SelectMany(bid => bid.Offers, (bid, offer) => (
            Supplier: bid.SupplierId, Lot: offer.LotId, offer.Prices, offer.FixedFee, offer.FeePerMember, offer.Capacity, Factor: offer.FactorMillionths));
        var packages = problem.Bids.SelectMany(bid => bid.Packages.Where(package => package.Lots.All(lot => quantities.ContainsKey(lot.LotId))), (bid, package) =>
            (TextOf(bid.SupplierId.Value), package.Id, package.XorGroup, PriceOf(package, open)));
        return expected.ToHashSet().SetEquals(given)
            && packages.ToHashSet().SetEquals(asked.Bids.SelectMany(bid => bid.Packages, (bid, p) => (bid.SupplierId, p.Id, p.XorGroup, (BigInteger)p.Price.MinorUnits)));
    }

    private static BigInteger PriceOf(Pricing.BidPackage package, List<LotOutcome> open) => package.Lots.Aggregate(
        BigInteger.Zero, (sum, lot) => sum + ((BigInteger)lot.Price.MinorUnits * open.Single(o => o.Lot.Id == lot.LotId).Lot.Periods));

    private static string TextOf(Guid id) => id.ToString();
}
