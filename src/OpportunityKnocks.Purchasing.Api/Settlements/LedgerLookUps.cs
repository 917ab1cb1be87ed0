using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>What a settlement starts from.</summary>
public static class LedgerLookUps
{
    /// <returns>Null before the award, and once it is cancelled.</returns>
    public static Task<Award?> ActiveAwardAsync(this PurchasingDb db, Round round, CancellationToken ct) => db.Awards.AsNoTracking()
        .Include(a => a.Lots)
        .SingleOrDefaultAsync(a => a.ClusterId == round.ClusterId && a.RoundId == round.Id && a.State == AwardState.Active, ct);

    /// <summary>How many periods of each lot are posted: always the first ones, since a settlement takes all that are due.</summary>
    public static async Task<IReadOnlyDictionary<LotId, int>> PostedPeriodsAsync(this PurchasingDb db, Award? award, CancellationToken ct) =>
        award is null
            ? new Dictionary<LotId, int>()
            : await db.SettledPeriods.Where(p => p.ClusterId == award.ClusterId && p.AwardId == award.Id)
                .GroupBy(p => p.LotId)
                .Select(g => new { g.Key, Last = g.Max(p => p.Period) })
                .ToDictionaryAsync(g => g.Key, g => g.Last, ct);

    /// <summary>The cluster's next number of a kind. Whoever takes one holds the counter until the transaction ends: there are no gaps.</summary>
    public static async Task<long> NextNumberAsync(this PurchasingDb db, ClusterId cluster, string counter, CancellationToken ct)
    {
        var numbers = await db.Database.SqlQuery<long>(
            $"""
            INSERT INTO counters (cluster_id, name, value) VALUES ({cluster.Value}, {counter}, 1)
            ON CONFLICT (cluster_id, name) DO UPDATE SET value = counters.value + 1
            RETURNING value AS "Value"
            """).ToListAsync(ct);
        return numbers[0];
    }
}
