using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Savings;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>One share of a contracted round with the needs it serves.</summary>
/// <param name="SettledPeriods">How many charge periods of its lot are posted.</param>
/// <param name="IsFirst">False of what the same needs cost with another supplier of their lot.</param>
public sealed record SharedNeeds(Lot Lot, MemberShare Share, IReadOnlyList<ServedNeed> Needs, int SettledPeriods, bool IsFirst);

/// <summary>Streams what savings are computed from, share by share: the memory does not grow with the needs.</summary>
public static class SavingsReader
{
    /// <summary>The rounds awarded in the time asked for, and contracted since.</summary>
    public static IQueryable<Award> ContractedAwards(this PurchasingDb db, ClusterId cluster, DateTimeOffset? from, DateTimeOffset? before) => db.Awards
        .Where(a => a.ClusterId == cluster && a.State == AwardState.Active)
        .Where(a => (from == null || a.AwardedAt >= from) && (before == null || a.AwardedAt < before))
        .Where(a => db.Rounds.Any(r => r.ClusterId == cluster && r.Id == a.RoundId
            && (r.State == RoundState.Contracted || r.State == RoundState.Settled)));

    public static async IAsyncEnumerable<SharedNeeds> SharedNeedsAsync(
        this PurchasingDb db, Award award, MemberId? of, [EnumeratorCancellation] CancellationToken ct)
    {
        var lots = await db.AwardedLots.AsNoTracking()
            .Where(l => l.ClusterId == award.ClusterId && l.AwardId == award.Id && l.SupplierId != null)
            .Join(db.Lots, a => new { a.ClusterId, a.LotId }, l => new { l.ClusterId, LotId = l.Id }, (a, l) => new { Awarded = a, Lot = l })
            .ToListAsync(ct);
        foreach (var lot in lots)
        {
            var settled = await db.SettledPeriods
                .CountAsync(p => p.ClusterId == award.ClusterId && p.AwardId == award.Id && p.LotId == lot.Lot.Id && p.Part == lot.Awarded.Part, ct);
            await foreach (var (share, needs) in db.GroupedAsync(lot.Awarded, of, ct))
                yield return new SharedNeeds(lot.Lot, lot.Awarded.Restore(share), needs, settled, lot.Awarded.Part == 1);
        }
    }

    /// <summary>The rows come in the order of the shares; each share's needs follow one another.</summary>
    private static async IAsyncEnumerable<(Share Share, IReadOnlyList<ServedNeed> Needs)> GroupedAsync(
        this PurchasingDb db, AwardedLot lot, MemberId? of, [EnumeratorCancellation] CancellationToken ct)
    {
        var rows = db.Shares.AsNoTracking()
            .Where(s => s.ClusterId == lot.ClusterId && s.AwardId == lot.AwardId && s.LotId == lot.LotId && s.Part == lot.Part)
            .Where(s => of == null || s.MemberId == of)
            .Join(
                db.Needs.AsNoTracking().Where(n => n.State == NeedState.Pooled),
                s => new { s.ClusterId, LotId = (LotId?)s.LotId, s.MemberId },
                n => new { n.ClusterId, n.LotId, n.MemberId },
                (s, n) => new { Share = s, Need = n })
            .OrderBy(row => row.Share.Id).ThenBy(row => row.Need.Id)
            .AsAsyncEnumerable();

        Share? share = null;
        var needs = new List<ServedNeed>();
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (share is not null && share.Id != row.Share.Id)
            {
                yield return (share, ServedNeed.InParts(share.Quantity, needs));
                needs = [];
            }

            share = row.Share;
            needs.Add(new ServedNeed(row.Need.Id, row.Need.Quantity, row.Need.Baseline));
        }

        if (share is not null)
            yield return (share, ServedNeed.InParts(share.Quantity, needs));
    }
}
