using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Pooling;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>The needs of a round and what they add up to. The round is taken, so they do not change meanwhile.</summary>
public static class PooledNeedsOfARound
{
    public static IQueryable<Need> NeedsOf(this PurchasingDb db, Round round, NeedState state) =>
        db.Needs.Where(n => n.ClusterId == round.ClusterId && n.RoundId == round.Id && n.State == state);

    public static IQueryable<Need> PooledNeeds(this PurchasingDb db, Round round) => db.NeedsOf(round, NeedState.Pooled);

    /// <summary>The needs in some of a round's lots, counted in their demand or proposed.</summary>
    public static IQueryable<Need> NeedsIn(this PurchasingDb db, Round round, IReadOnlyList<LotId> lots)
    {
        var ids = lots.Select(lot => (LotId?)lot).ToList();
        return db.Needs.Where(n => n.ClusterId == round.ClusterId && ids.Contains(n.LotId)
            && (n.State == NeedState.Pooled || n.State == NeedState.Proposed));
    }

    /// <summary>The demand of each lot, in whole packs where it is ordered so, and how many members are in, whatever the lot.</summary>
    public static async Task<(IReadOnlyList<PooledDemand> Demand, int Members)> PoolAsync(this IQueryable<Need> needs, Round round, CancellationToken ct)
    {
        var inPacks = round.Lots.Where(lot => lot.PackSize > 1).Select(lot => (LotId?)lot.Id).ToList();
        var demand = await needs
            .Where(n => !inPacks.Contains(n.LotId))
            .GroupBy(n => n.LotId)
            .Select(lot => new PooledDemand(lot.Key!.Value, lot.Sum(n => n.Quantity), lot.Select(n => n.MemberId).Distinct().Count()))
            .ToListAsync(ct);
        foreach (var lot in round.Lots.Where(lot => lot.PackSize > 1))
            demand.Add(await needs.PoolInPacksAsync(round, lot, ct));
        return (demand, await needs.Select(n => n.MemberId).Distinct().CountAsync(ct));
    }

    private static async Task<PooledDemand> PoolInPacksAsync(this IQueryable<Need> needs, Round round, Lot lot, CancellationToken ct)
    {
        var rows = await needs.Where(n => n.LotId == lot.Id)
            .Select(n => new { n.Id, n.MemberId, n.Quantity, n.Tolerance, n.SubmittedAt })
            .ToListAsync(ct);
        var members = rows.ToDictionary(n => n.Id.Value.ToString(), n => n.MemberId, StringComparer.Ordinal);
        var pooled = LotPooling.Pool(
            [.. rows.Select(n => new Ask(n.Id.Value.ToString(), n.Quantity, n.Tolerance, n.SubmittedAt))],
            new PoolingRules(lot.PackSize, round.Fairness, round.LotterySeed));
        return new PooledDemand(
            lot.Id, pooled.Order, pooled.Allotments.Where(a => a.Allotted > 0).Select(a => members[a.Id]).Distinct().Count());
    }
}
