using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>What members pay today for what an award would serve.</summary>
public static class TrialBaselines
{
    /// <returns>Minor units over the term; null for a member with a served need that has no baseline.</returns>
    public static async Task<IReadOnlyDictionary<MemberId, long?>> BaselinesAsync(
        this PurchasingDb db, Round round, AwardResult result, CancellationToken ct)
    {
        var currency = await db.Clusters.Where(c => c.Id == round.ClusterId).Select(c => c.Currency).SingleAsync(ct);
        var served = result.Needs.Where(need => need.Standing == NeedStanding.Served).Select(need => need.Need.Id).ToHashSet();
        var periods = round.Lots.ToDictionary(lot => lot.Id, lot => lot.Periods);
        var rows = await db.Needs.AsNoTracking().Where(n => n.ClusterId == round.ClusterId && n.RoundId == round.Id)
            .Join(db.Members, n => new { n.ClusterId, n.MemberId }, m => new { m.ClusterId, MemberId = m.Id }, (n, m) => new { Need = n, m.VatRecovery })
            .ToListAsync(ct);
        return rows.Where(row => served.Contains(row.Need.Id)).GroupBy(row => row.Need.MemberId).ToDictionary(
            needs => needs.Key,
            needs => needs.Aggregate((long?)0, (sum, row) => sum + row.Need.Baseline?.Cost(
                row.Need.Quantity, periods[row.Need.LotId!.Value], round.Trade.RecoveryOf(row.VatRecovery), currency).MinorUnits));
    }
}
