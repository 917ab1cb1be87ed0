using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>What the members of a lot need together.</summary>
/// <param name="Quantity">Units per period, as ordered.</param>
/// <param name="Asked">What they asked for: not the same where only whole packs are ordered.</param>
/// <param name="Unrecoverable">The sum of each member's quantity x the share of VAT it cannot recover, in hundredths of a percent.</param>
internal readonly record struct LotDemand(long Quantity, int Members, Int128 Unrecoverable, long Asked)
{
    /// <summary>VAT rate x share of the demand that cannot recover it.</summary>
    public Fraction UnrecoveredPart(Percent vatRate) => new(vatRate.Hundredths * Unrecoverable, (Int128)Percent.Whole * Percent.Whole * Quantity);
}

/// <summary>Compares the offers for one lot by what they cost the members: unrounded net cost x factor. By their price schedules
/// alone: packages, discounts and a fee of the bid as a whole are no matter of one lot.</summary>
internal static class LotEvaluation
{
    /// <summary>The best first; those that cannot supply the demand last; equals by the supplier's id.</summary>
    public static IReadOnlyList<Candidate> Rank(
        LotTerms lot, LotDemand demand, int priceWeight, IEnumerable<(BidOffer Bid, LotOffer Offer)> offers)
    {
        if (demand.Quantity == 0 || demand.Quantity < lot.MinimumQuantity)
            return [];

        var candidates = offers
            .Select(entry => Evaluate(entry.Bid, entry.Offer, lot.Periods, demand, priceWeight))
            .OrderBy(candidate => candidate.Evaluation?.EvaluatedTenBillionths ?? Int128.MaxValue)
            .ThenBy(candidate => candidate.SupplierId.Value)
            .ToArray();
        for (var i = 0; i < candidates.Length && candidates[i].Evaluation is { } evaluation; i++)
        {
            var better = i > 0 ? candidates[i - 1].Evaluation : null;
            var rank = better?.EvaluatedTenBillionths == evaluation.EvaluatedTenBillionths ? better.Rank : i + 1;
            candidates[i] = candidates[i] with { Evaluation = evaluation with { Rank = rank } };
        }
        return candidates;
    }

    /// <summary>Why a lot is not awarded. If its offers fail for several reasons, the one that more needs could still cure comes
    /// first.</summary>
    public static NotAwardedReason WhyNotAwarded(LotTerms lot, LotDemand demand, IReadOnlyList<Candidate> candidates) =>
        demand.Asked == 0 ? NotAwardedReason.NoNeedLeft
        : demand.Quantity == 0 || demand.Quantity < lot.MinimumQuantity ? NotAwardedReason.BelowLotMinimum
        : candidates.Count == 0 ? NotAwardedReason.NoBid
        : candidates.Min(candidate => candidate.Unsuitable!.Value);

    private static Candidate Evaluate(BidOffer bid, LotOffer offer, int periods, LotDemand demand, int priceWeight)
    {
        if (demand.Quantity < offer.Prices.MinimumQuantity)
            return Unsuitable(NotAwardedReason.BelowMinimumQuantity);
        if (!offer.CanSupply(demand.Quantity))
            return Unsuitable(NotAwardedReason.AboveCapacity);
        if (!offer.TryCost(demand.Quantity, periods, demand.Members, out var cost))
            return Unsuitable(NotAwardedReason.AmountTooLarge);

        var factor = EvaluationFactor.Of(priceWeight, bid.Quality, demand.UnrecoveredPart(offer.VatRate));
        var evaluated = offer.UnroundedCost(demand.Quantity, periods, demand.Members) * factor;
        return new Candidate(bid.BidId, bid.SupplierId, new Evaluation(cost, factor, evaluated, 0), null);

        Candidate Unsuitable(NotAwardedReason reason) => new(bid.BidId, bid.SupplierId, null, reason);
    }
}
