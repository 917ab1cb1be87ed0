using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>A bid that was submitted and neither withdrawn nor excluded, with what it says.</summary>
public sealed record ConsideredBid(Bid Bid, BidDetails Details);

/// <summary>The bids that count in a round. Only for use after the opening: nobody may read a bid before.</summary>
public static class ConsideredBids
{
    /// <summary>As the award takes them. The caller holds the round, so that no bid is excluded meanwhile.</summary>
    /// <param name="currency">The cluster's.</param>
    public static async Task<IReadOnlyList<BidOffer>> LoadOffersAsync(
        this PurchasingDb db, ClusterId cluster, RoundId round, Currency currency, CancellationToken ct)
    {
        var bids = await db.LoadConsideredBidsAsync(cluster, round, ct);
        return [.. bids.Select(b => new BidOffer(b.Bid.Id, b.Bid.SupplierId, b.Details.ToTerms(currency).Lots))];
    }

    public static async Task<IReadOnlyList<ConsideredBid>> LoadConsideredBidsAsync(
        this PurchasingDb db, ClusterId cluster, RoundId round, CancellationToken ct)
    {
        var rows = await db.Bids
            .Where(b => b.ClusterId == cluster && b.RoundId == round && b.State == BidState.Submitted)
            .Join(
                db.BidVersions,
                b => new { b.ClusterId, BidId = b.Id, Number = b.OfferVersion },
                v => new { v.ClusterId, v.BidId, v.Number },
                (b, v) => new { Bid = b, v.Content })
            .OrderBy(row => row.Bid.Id)
            .ToListAsync(ct);
        return [.. rows.Select(row => new ConsideredBid(row.Bid, BidContent.Read(row.Content)))];
    }
}
