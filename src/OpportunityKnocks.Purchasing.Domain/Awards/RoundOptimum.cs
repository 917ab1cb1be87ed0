using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>A round's lots and bids at one demand, as the search for the best award takes them, and the award it finds as what each
/// supplier supplies of each lot.</summary>
internal static class RoundOptimum
{
    /// <param name="lots">Those that are to be awarded.</param>
    internal static OptimumProblem ProblemOf(AwardProblem round, IReadOnlyList<(LotTerms Terms, LotDemand Demand)> lots)
    {
        var demands = lots.ToDictionary(lot => lot.Terms.Id, lot => lot);
        var rules = round.Rules;
        return new OptimumProblem(
            round.Currency,
            lots.Select(lot => new OptimumLot(
                IdOf(lot.Terms.Id),
                lot.Demand.Quantity,
                lot.Demand.Members,
                lot.Terms.Periods,
                lot.Terms.Divisible ? rules.MinimumWinnersPerLot : 0,
                lot.Terms.Divisible ? rules.MaximumWinnersPerLot : 1)),
            round.Bids.Select(bid => BidOf(round, bid, demands)).Where(bid => bid.Offers.Count + bid.Packages.Count > 0),
            new OptimumRules(rules.MinimumWinners, rules.MaximumWinners, rules.MaximumShare, rules.Budget, rules.OverbuyLimit));
    }

    /// <summary>For each lot of the award, its supplies in the order of the suppliers' ids.</summary>
    internal static ILookup<LotId, LotSupply> SuppliesOf(
        AwardProblem round, IReadOnlyList<(LotTerms Terms, LotDemand Demand)> lots, OptimumAward award)
    {
        var supplies = round.Bids.Join(
            award.Winners, bid => IdOf(bid.SupplierId), winner => winner.SupplierId, (bid, winner) => Supplies(round, bid, winner, lots, award), StringComparer.Ordinal);
        return supplies.SelectMany(all => all).ToLookup(supply => supply.Cost.Offer.LotId);
    }

    internal static string IdOf(LotId lot) => lot.Value.ToString();

    internal static string IdOf(OrganisationId supplier) => supplier.Value.ToString();

    private static OptimumBid BidOf(AwardProblem round, BidOffer bid, Dictionary<LotId, (LotTerms Terms, LotDemand Demand)> lots)
    {
        var offers = bid.Lots.Where(offer => lots.ContainsKey(offer.LotId)).ToList();
        return new OptimumBid(
            IdOf(bid.SupplierId),
            [.. offers.Select(offer => new OptimumOffer(
                IdOf(offer.LotId), offer.Prices, offer.FixedFee, offer.FeePerMember, offer.Capacity, Factor(lots[offer.LotId].Demand.UnrecoveredPart(offer.VatRate))))],
            [.. bid.Packages.Where(package => package.Lots.All(lot => lots.ContainsKey(lot.LotId))).Select(PackageOf)],
            bid.Discounts,
            bid.FixedFee ?? Money.Zero(round.Currency),
            bid.Capacity,
            Factor(Mean(offers.Select(offer => (Weight: (Fraction)lots[offer.LotId].Demand.Quantity, Part: lots[offer.LotId].Demand.UnrecoveredPart(offer.VatRate))))));

        OptimumPackage PackageOf(BidPackage package) => new(
            package.Id,
            package.XorGroup,
            Money.Checked(package.Lots.Aggregate(Int128.Zero, (sum, lot) => sum + TermPrice(lot)), round.Currency),
            [.. package.Lots.Select(lot => new PackageUnits(IdOf(lot.LotId), lot.Quantity))],
            Factor(Mean(package.Lots.Select(lot => (Weight: new Fraction(TermPrice(lot), 1), Part: lots[lot.LotId].Demand.UnrecoveredPart(lot.VatRate))))));

        Int128 TermPrice(PackageLot lot) => (Int128)lot.Price.MinorUnits * lots[lot.LotId].Terms.Periods;

        long Factor(Fraction unrecovered) => EvaluationFactor.Of(round.PriceWeight, bid.Quality, unrecovered);
    }

    private static Fraction Mean(IEnumerable<(Fraction Weight, Fraction Part)> parts)
    {
        var all = parts.ToList();
        var sum = all.Aggregate(Fraction.Zero, (total, part) => total + part.Weight);
        return sum == Fraction.Zero ? Fraction.Zero : all.Aggregate(Fraction.Zero, (total, part) => total + (part.Weight * part.Part)) / sum;
    }

    private static IEnumerable<LotSupply> Supplies(
        AwardProblem round, BidOffer bid, OptimumWinner winner, IReadOnlyList<(LotTerms Terms, LotDemand Demand)> lots, OptimumAward award)
    {
        var packages = bid.Packages.Where(package => award.Packages.Any(won => won.SupplierId == winner.SupplierId && won.PackageId == package.Id)).ToList();
        var parts = new List<(LotTerms Terms, LotDemand Demand, LotOffer Offer, long Scheduled, List<BidPackage> Packages)>();
        foreach (var (terms, demand) in lots)
        {
            var scheduled = award.Supplies.SingleOrDefault(s => s.SupplierId == winner.SupplierId && s.LotId == IdOf(terms.Id))?.Quantity ?? 0;
            var inLot = packages.FindAll(package => package.Lots.Any(lot => lot.LotId == terms.Id));
            if (scheduled > 0 || inLot.Count > 0)
                parts.Add((terms, demand, bid.Lots.SingleOrDefault(offer => offer.LotId == terms.Id) ?? ByPackagesOnly(inLot, terms.Id), scheduled, inLot));
        }

        var costs = parts.ConvertAll(part => CostOf(part.Offer, part));
        var values = costs.ConvertAll(cost => cost.LineTotalPerPeriod.MinorUnits * cost.Periods);
        var fees = Allocation.Allocate(
            winner.FixedFee.MinorUnits, [.. parts.Select((part, i) => (part.Terms.Id.Value, values.Sum() == 0 ? 1 : values[i]))]);
        return parts.Select((part, i) => new LotSupply(
            bid.BidId,
            bid.SupplierId,
            CostOf(part.Offer.WithFixedFee(part.Offer.FixedFee + new Money(fees.Entries[i].Amount, round.Currency)), part),
            [.. part.Packages.Select(package => package.Id)]));

        LotCost CostOf(LotOffer offer, (LotTerms Terms, LotDemand Demand, LotOffer Offer, long Scheduled, List<BidPackage> Packages) part)
        {
            var units = part.Packages.SelectMany(package => package.Lots).Where(lot => lot.LotId == part.Terms.Id).ToList();
            var byPackages = units.Sum(lot => lot.Quantity);
            return new LotCost(
                offer,
                part.Terms.Periods,
                part.Scheduled + byPackages,
                part.Demand.Members,
                round.FeePolicy,
                new PartOfALot(
                    part.Demand.Quantity, byPackages, units.Aggregate(Money.Zero(round.Currency), (sum, lot) => sum + lot.Price), winner.Discount));
        }
    }

    /// <summary>A lot that a supplier offers in packages only has no schedule: nothing is bought by it.</summary>
    private static LotOffer ByPackagesOnly(List<BidPackage> packages, LotId lotId)
    {
        var lot = packages[0].Lots.Single(one => one.LotId == lotId);
        var none = Money.Zero(lot.Price.Currency);
        return new LotOffer(lotId, PriceSchedule.Create(PriceBasis.AllUnits, [new PriceTier(1, default)]), none, none, null, lot.VatCategory, lot.VatRate);
    }
}
