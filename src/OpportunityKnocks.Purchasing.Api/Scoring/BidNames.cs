using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>What the bids of a round are called: Bid A, Bid B, ... in the order of their random ids, so that a label tells nothing.</summary>
/// <param name="HidesSuppliers">Whether that is all that is told of their suppliers yet.</param>
public sealed record BidNames(IReadOnlyDictionary<BidId, string> Labels, bool HidesSuppliers)
{
    public string this[BidId bid] => Labels[bid];

    /// <summary>A bid as it may be shown now.</summary>
    public BidResponse Show(OpenedBid row)
    {
        var bid = BidResponse.Of(row) with { Label = this[row.Bid.Id] };
        return HidesSuppliers ? bid with { SupplierId = null, SupplierName = null } : bid;
    }

    /// <summary>Bid A, ..., Bid Z, Bid AA, ...</summary>
    internal static string LabelOf(int index)
    {
        var letters = "";
        for (var rest = index + 1; rest > 0; rest = (rest - 1) / 26)
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return $"Bid {letters}";
    }
}

/// <summary>Names bids, and knows whether the consensus is complete. Only for use after the opening.</summary>
public static class BidNaming
{
    public static async Task<BidNames> NameBidsAsync(this PurchasingDb db, ClusterId cluster, RoundId round, CancellationToken ct)
    {
        var ids = await db.Bids.Where(b => b.ClusterId == cluster && b.RoundId == round && b.State != BidState.Withdrawn)
            .OrderBy(b => b.Id).Select(b => b.Id).ToListAsync(ct);
        var evaluation = await db.Rounds.Where(r => r.ClusterId == cluster && r.Id == round).Select(r => r.Evaluation).SingleAsync(ct);
        var hides = evaluation.HideSuppliers && (await db.FindMissingAsync(cluster, round, evaluation, ct)).Count > 0;
        return new BidNames(ids.Select((id, i) => (id, Label: BidNames.LabelOf(i))).ToDictionary(b => b.id, b => b.Label), hides);
    }

    /// <summary>The considered bids, with the numbers of the criteria for which each has no consensus.</summary>
    public static async Task<IReadOnlyList<(BidId BidId, IReadOnlyList<int> Criteria)>> FindMissingAsync(
        this PurchasingDb db, ClusterId cluster, RoundId round, RoundEvaluation evaluation, CancellationToken ct)
    {
        if (!evaluation.ScoresQuality)
            return [];

        var agreed = (await db.ConsensusOf(cluster, round).ToListAsync(ct)).ToDictionary(c => c.BidId);
        var missing = new List<(BidId, IReadOnlyList<int>)>();
        foreach (var bid in await db.ConsideredBidIdsAsync(cluster, round, ct))
        {
            var criteria = evaluation.Criteria.Where(c => !agreed.TryGetValue(bid, out var found) || !found.Has(c.Id)).Select(c => c.Number).ToList();
            if (criteria.Count > 0)
                missing.Add((bid, criteria));
        }

        return missing;
    }

    public static IQueryable<Consensus> ConsensusOf(this PurchasingDb db, ClusterId cluster, RoundId round) =>
        db.Consensuses.AsNoTracking().Where(c => c.ClusterId == cluster && c.RoundId == round);
}
