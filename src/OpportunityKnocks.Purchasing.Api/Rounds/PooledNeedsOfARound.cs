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

    /// <summary>The demand of each lot when a window ends, how many members are in, and the needs that leave with their bundle because a lot
    /// of it is given up or no unit is left for it.</summary>
    /// <param name="decided">Whether the coordinator asked for the end.</param>
    public static async Task<(IReadOnlyList<PooledDemand> Demand, int Members, IReadOnlyList<NeedId> Leaving)> PoolRoundAsync(
        this IQueryable<Need> needs, Round round, bool decided, CancellationToken ct)
    {
        if (round.Lots.All(lot => lot is { PackSize: 1, MinimumQuantity: 1 }) || !await needs.AnyAsync(n => n.Bundle != null, ct))
        {
            var (demand, members) = await needs.PoolAsync(round, ct);
            return (demand, members, []);
        }

        var rows = await needs.Select(n => new { n.Id, n.LotId, n.MemberId, n.Quantity, n.Tolerance, n.SubmittedAt, n.Bundle }).ToListAsync(ct);
        var pooled = RoundPooling.Pool(
            rows.ConvertAll(n => new RoundAsk(
                n.LotId!.Value.Value.ToString(),
                n.MemberId.Value.ToString(),
                new Ask(n.Id.Value.ToString(), n.Quantity, n.Tolerance, n.SubmittedAt),
                n.Bundle)),
            [.. round.Lots.Select(lot => new LotRule(lot.Id.Value.ToString(), lot.PackSize, lot.MinimumQuantity))],
            round.Fairness,
            round.LotterySeed,
            round.GivesUpLots(decided));
        var memberOf = rows.ToDictionary(n => n.Id.Value.ToString(), n => n.MemberId, StringComparer.Ordinal);
        return (
            [
                .. pooled.Lots.Select(lot => new PooledDemand(
                    new LotId(Guid.Parse(lot.LotId)),
                    lot.Pooled.Order,
                    lot.Pooled.Allotments.Where(a => a.Allotted > 0).Select(a => memberOf[a.Id]).Distinct().Count())),
            ],
            rows.Where(n => !pooled.Left.TryGetValue(n.Id.Value.ToString(), out var why) || why != LeavingReason.Bundle).Select(n => n.MemberId).Distinct().Count(),
            [.. pooled.Left.Where(left => left.Value == LeavingReason.Bundle).Select(left => new NeedId(Guid.Parse(left.Key)))]);
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
