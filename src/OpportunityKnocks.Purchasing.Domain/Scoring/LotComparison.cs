using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Scoring;

/// <summary>A lot as tendered.</summary>
/// <param name="Quantity">Units per period.</param>
/// <param name="Unrecovered">The share of the demand's VAT that its members cannot get back, from 0 to 1.</param>
public sealed record TenderedLot(LotId Id, int Number, long Quantity, int Members, int Periods, Fraction Unrecovered);

/// <summary>One bid's offer for a lot, as it compares.</summary>
/// <param name="Net">Unrounded, over the term, in ten-thousandths of the currency's major unit; null if it cannot supply the demand.</param>
/// <param name="Factor">Millionths.</param>
/// <param name="Rank">From 1; null without a net cost.</param>
public sealed record ComparedOffer(BidId BidId, Percent VatRate, Int128? Net, long Factor, int? Rank)
{
    /// <summary>Net x factor, in ten-billionths of the major unit.</summary>
    public Int128? Evaluated => Net * Factor;
}

/// <summary>Compares the offers for one lot at the demand that was tendered, each bid alone. A pure function.</summary>
public static class LotComparison
{
    /// <param name="offers">With the quality of their bid, in millionths.</param>
    /// <returns>The best first; those that cannot supply the demand last; equals by the bid's id.</returns>
    public static IReadOnlyList<ComparedOffer> Of(TenderedLot lot, int priceWeight, IEnumerable<(BidId BidId, LotOffer Offer, long Quality)> offers)
    {
        var compared = offers
            .Select(o => Compare(lot, priceWeight, o.BidId, o.Offer, o.Quality))
            .OrderBy(offer => offer.Evaluated ?? Int128.MaxValue)
            .ThenBy(offer => offer.BidId.Value)
            .ToList();
        for (var i = 0; i < compared.Count && compared[i].Net is not null; i++)
            compared[i] = compared[i] with { Rank = i > 0 && compared[i - 1].Evaluated == compared[i].Evaluated ? compared[i - 1].Rank : i + 1 };
        return compared;
    }

    private static ComparedOffer Compare(TenderedLot lot, int priceWeight, BidId bid, LotOffer offer, long quality) => new(
        bid,
        offer.VatRate,
        offer.CanSupply(lot.Quantity) ? offer.UnroundedCost(lot.Quantity, lot.Periods, lot.Members) : null,
        EvaluationFactor.Of(priceWeight, quality, offer.VatRate.ToFraction() * lot.Unrecovered),
        Rank: null);
}
