using System.Numerics;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>A bound for lots that are too many to be solved together: each is solved alone, with what ties it to the others given away. No
/// award of all costs less than those awards together, since every part of it is allowed, and costs no more, there: a package can be taken
/// for one of its lots alone, at that lot's part of the price; the bid's fee is due lot by lot, in parts; the best discount holds from the
/// first unit; limits on a supplier over all lots hold in each.</summary>
internal static class LotByLot
{
    /// <returns>In the unit of <see cref="OptimumAward.Evaluated"/>; valid also where a lot was not solved to the end.</returns>
    public static BigInteger Bound(OptimumProblem problem, Search search)
    {
        var bound = BigInteger.Zero;
        foreach (var lot in problem.Lots)
        {
            var alone = new OptimumProblem(
                problem.Currency,
                [lot with { MinimumWinners = Math.Min(lot.MinimumWinners, 1) }],
                problem.Bids.Select(bid => Alone(bid, lot.Id, AwardModel.ShareOf(problem))).Where(bid => bid.Offers.Count + bid.Packages.Count > 0),
                new OptimumRules(OverbuyLimit: problem.Rules.OverbuyLimit));
            try
            {
                bound += PartialAward.Find(alone, search, progress: null, BigInteger.Zero, BigInteger.Zero)?.Bound ?? BigInteger.Zero;
            }
            catch (DomainException refused) when (refused.Refusal == OptimumRefusals.NotFoundInTime)
            {
                // Nothing is known of the rest: nothing is added.
                return bound;
            }
        }

        return bound;
    }

    private static OptimumBid Alone(OptimumBid bid, string lotId, long? share)
    {
        var best = bid.Discounts.Select(discount => discount.Percent).DefaultIfEmpty(Percent.Zero).MaxBy(percent => percent.Hundredths);
        return bid with
        {
            Offers = [.. bid.Offers.Where(offer => offer.LotId == lotId).Select(offer => offer with { FixedFee = offer.FixedFee + FeePart(bid, offer) })],
            Packages = [.. bid.Packages.Where(package => package.Units.Any(units => units.LotId == lotId)).Select(package => PartOf(package, lotId))],
            Discounts = best == Percent.Zero ? [] : [new VolumeDiscount(1, best)],
            FixedFee = Money.Zero(bid.FixedFee.Currency),
            Capacity = bid.Capacity is null || share is null ? bid.Capacity ?? share : Math.Min(bid.Capacity.Value, share.Value),
        };
    }

    /// <summary>As much of the bid's fee in one of its lots that the parts of all are not more than the fee, whatever the factors.</summary>
    private static Money FeePart(OptimumBid bid, OptimumOffer offer)
    {
        var factor = Math.Min(1m, (decimal)bid.FactorMillionths / offer.FactorMillionths);
        return new Money((long)decimal.Floor(bid.FixedFee.MinorUnits * factor / bid.Offers.Count), bid.FixedFee.Currency);
    }

    /// <summary>Of the price by units, cut off.</summary>
    private static OptimumPackage PartOf(OptimumPackage package, string lotId)
    {
        var units = package.Units.Single(one => one.LotId == lotId);
        var price = (Int128)package.Price.MinorUnits * units.Quantity / package.Units.Sum(one => one.Quantity);
        return package with { Price = new Money((long)price, package.Price.Currency), Units = [units] };
    }
}
