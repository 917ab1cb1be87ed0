using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>A bid that was submitted for the terms that hold and neither withdrawn nor excluded, with what it says.</summary>
public sealed record ConsideredBid(Bid Bid, BidDetails Details)
{
    /// <summary>As the award takes it.</summary>
    /// <param name="currency">The cluster's.</param>
    public BidOffer ToOffer(Currency currency)
    {
        var terms = Details.ToTerms(currency);
        return new BidOffer(Bid.Id, Bid.SupplierId, terms.Lots)
        {
            Packages = terms.Bundle.Packages,
            Discounts = terms.Bundle.Discounts,
            FixedFee = terms.Bundle.FixedFee,
            Capacity = terms.Bundle.Capacity,
        };
    }
}

/// <summary>The bids that count in a round. Only for use after the opening: nobody may read a bid before.</summary>
public static class ConsideredBids
{
    /// <param name="currency">The cluster's.</param>
    public static async Task<IReadOnlyList<BidOffer>> LoadOffersAsync(
        this PurchasingDb db, ClusterId cluster, RoundId round, Currency currency, CancellationToken ct) =>
        [.. (await db.LoadConsideredBidsAsync(cluster, round, ct)).Select(bid => bid.ToOffer(currency))];

    public static async Task<IReadOnlyList<ConsideredBid>> LoadConsideredBidsAsync(
        this PurchasingDb db, ClusterId cluster, RoundId round, CancellationToken ct)
    {
        var rows = await db.Considered(cluster, round).OrderBy(row => row.Bid.Id).ToListAsync(ct);
        return [.. rows.Select(row => new ConsideredBid(row.Bid, BidContent.Read(row.Offer.Content!)))];
    }

    /// <summary>What the opening is to open, to be changed by it.</summary>
    public static async Task<IReadOnlyList<(Bid Bid, BidVersion Offer)>> LoadSealedBidsAsync(this PurchasingDb db, Round round, CancellationToken ct)
    {
        var rows = await db.Considered(round.ClusterId, round.Id).Where(row => row.Offer.Content == null).OrderBy(row => row.Bid.Id).ToListAsync(ct);
        return [.. rows.Select(row => (row.Bid, row.Offer))];
    }

    public static Task<int> CountConsideredBidsAsync(this PurchasingDb db, Round round, CancellationToken ct) =>
        db.Considered(round.ClusterId, round.Id).CountAsync(ct);

    /// <summary>Which bids count, without what they say.</summary>
    public static Task<List<BidId>> ConsideredBidIdsAsync(this PurchasingDb db, ClusterId cluster, RoundId round, CancellationToken ct) =>
        db.Considered(cluster, round).Select(row => row.Bid.Id).OrderBy(id => id).ToListAsync(ct);

    private static IQueryable<BidWithOffer> Considered(this PurchasingDb db, ClusterId cluster, RoundId round) =>
        from bid in db.Bids
        where bid.ClusterId == cluster && bid.RoundId == round && bid.State == BidState.Submitted
        join offer in db.BidVersions
            on new { bid.ClusterId, BidId = bid.Id, Number = bid.OfferVersion } equals new { offer.ClusterId, offer.BidId, offer.Number }
        where db.Rounds.Any(r => r.ClusterId == cluster && r.Id == round && r.TermsVersion == offer.TermsVersion)
        select new BidWithOffer { Bid = bid, Offer = offer };

    private sealed class BidWithOffer
    {
        public required Bid Bid { get; init; }

        public required BidVersion Offer { get; init; }
    }
}
