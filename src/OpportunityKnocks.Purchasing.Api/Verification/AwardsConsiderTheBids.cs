using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Api.Verification;

/// <summary>Reads the bids of every awarded round again and compares them with those the award compared.</summary>
public sealed class AwardsConsiderTheBids : IInvariant
{
    public string Name => "I4";

    public string Rule => "An award considers exactly the bids that came in time and were neither withdrawn, stale nor excluded.";

    public async IAsyncEnumerable<string> FindBreachesAsync(PurchasingDb db, [EnumeratorCancellation] CancellationToken ct)
    {
        var late = db.BidVersions
            .Join(db.Bids, v => new { v.ClusterId, v.BidId }, b => new { b.ClusterId, BidId = b.Id }, (v, b) => new { v, b.RoundId })
            .Join(db.Rounds, x => new { x.v.ClusterId, x.RoundId }, r => new { r.ClusterId, RoundId = r.Id }, (x, r) => new { x.v, r.BidsCloseAt })
            .Where(x => x.v.AcceptedAt >= x.BidsCloseAt)
            .Select(x => new { x.v.ClusterId, x.v.BidId, x.v.Number });
        foreach (var version in await late.ToListAsync(ct))
            yield return $"Version {version.Number} of bid {version.BidId.Value} of cluster {version.ClusterId.Value} was accepted after the deadline.";

        // With a withdrawn award goes the bid of the supplier that failed.
        var awards = await db.Awards.AsNoTracking().Include(a => a.Lots).Where(a => a.State != AwardState.Withdrawn).ToListAsync(ct);
        foreach (var award in awards)
        {
            var offers = (await db.LoadConsideredBidsAsync(award.ClusterId, award.RoundId, ct))
                .SelectMany(bid => bid.Details.Lots, (bid, lot) => (LotId: new LotId(lot.LotId), BidId: bid.Bid.Id))
                .ToLookup(offer => offer.LotId, offer => offer.BidId);

            // Without a need left in a lot, nobody is compared.
            foreach (var lot in award.Lots.Where(lot => lot.Quantity > 0))
            {
                if (!lot.Candidates.Select(c => c.BidId).ToHashSet().SetEquals(offers[lot.LotId]))
                    yield return $"Award {award.Id.Value} of cluster {award.ClusterId.Value} did not consider exactly the bids for lot {lot.LotId.Value}.";
            }
        }
    }
}
