using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>Reads what an award depends on. The caller holds the round: no need and no bid of it changes meanwhile.</summary>
public static class AwardInputs
{
    public static async Task<(AwardProblem Problem, IReadOnlyDictionary<BidId, int> OfferVersions)> LoadAwardProblemAsync(
        this PurchasingDb db, Round round, CancellationToken ct)
    {
        var currency = await db.Clusters.Where(c => c.Id == round.ClusterId).Select(c => c.Currency).SingleAsync(ct);
        var (needs, vatRecovery) = await db.LoadNeedsAsync(round, ct);
        var offers = await db.LoadOffersAsync(round.ClusterId, round.Id, currency, ct);
        var versions = await db.Bids.Where(b => b.ClusterId == round.ClusterId && b.RoundId == round.Id)
            .ToDictionaryAsync(b => b.Id, b => b.OfferVersion, ct);

        // A round that goes on with what there is, or whose coordinator decided to, has no minimum any more.
        var keepsMinimums = round.NotReached is not (NotReachedAction.AcceptHigherTier or NotReachedAction.CoordinatorDecides);
        var lots = round.Lots.Select(lot => new Domain.Awards.LotTerms(
            lot.Id, lot.Number, lot.Periods, lot.PackSize, keepsMinimums ? lot.MinimumQuantity : 1, lot.Divisible));
        return (new AwardProblem(currency, round.FeePolicy, lots, needs, vatRecovery, offers, round.Fairness, round.LotterySeed), versions);
    }

    private static async Task<(List<PooledNeed> Needs, Dictionary<MemberId, Percent> VatRecovery)> LoadNeedsAsync(
        this PurchasingDb db, Round round, CancellationToken ct)
    {
        var lots = round.Lots.Select(l => (LotId?)l.Id).ToList();
        var rows = db.Needs
            .Where(n => n.ClusterId == round.ClusterId && lots.Contains(n.LotId) && n.State == NeedState.Pooled)
            .Join(
                db.Members,
                n => new { n.ClusterId, n.MemberId },
                m => new { m.ClusterId, MemberId = m.Id },
                (n, m) => new { n.Id, n.MemberId, n.LotId, n.Quantity, n.Ceiling, n.Bundle, n.Tolerance, n.SubmittedAt, m.VatRecovery })
            .AsAsyncEnumerable();

        var needs = new List<PooledNeed>();
        var vatRecovery = new Dictionary<MemberId, Percent>();
        await foreach (var row in rows.WithCancellation(ct))
        {
            needs.Add(new PooledNeed(row.Id, row.MemberId, row.LotId!.Value, row.Quantity, row.Ceiling, row.Bundle, row.Tolerance, row.SubmittedAt));
            vatRecovery[row.MemberId] = round.Trade.RecoveryOf(row.VatRecovery);
        }

        return (needs, vatRecovery);
    }
}
