using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>One posted charge period of one lot, over all its members.</summary>
/// <param name="Period">From 1.</param>
/// <param name="StartsOn">The first day of the period.</param>
public sealed record SettlementPeriod(
    Guid LotId, int LotNumber, string LotTitle, int Period, DateOnly StartsOn, Guid SupplierId, Money Net, Money Vat, Money Gross);

/// <summary>The numbered posting of charge periods.</summary>
/// <param name="Number">1, 2, 3, ... in the cluster.</param>
/// <param name="Through">Every period that starts on or before this day is posted, here or earlier.</param>
public sealed record SettlementResponse(
    long Number,
    Guid RoundId,
    DateOnly Through,
    DateTimeOffset PostedAt,
    Money Net,
    Money Vat,
    Money Gross,
    IReadOnlyList<SettlementPeriod> Periods,
    int Version) : IVersioned;

public static class SettlementQuery
{
    public static async Task<IReadOnlyList<SettlementResponse>> ToResponsesAsync(
        this PurchasingDb db, ClusterId cluster, IReadOnlyList<Settlement> settlements, CancellationToken ct)
    {
        var ids = settlements.Select(s => s.Id).ToList();
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(ct);
        var periods = await db.SettledPeriods.AsNoTracking().Where(p => p.ClusterId == cluster && ids.Contains(p.SettlementId))
            .Join(db.Lots, p => new { p.ClusterId, p.LotId }, l => new { l.ClusterId, LotId = l.Id }, (p, l) => new { Period = p, l.Number, l.Title })
            .OrderBy(row => row.Number).ThenBy(row => row.Period.Period).ThenBy(row => row.Period.Part)
            .ToListAsync(ct);
        var periodsOf = periods.ToLookup(row => row.Period.SettlementId, row => ToPeriod(row.Period, row.Number, row.Title, currency));
        return [.. settlements.Select(s => ToResponse(s, [.. periodsOf[s.Id]], currency))];
    }

    private static SettlementPeriod ToPeriod(SettledPeriod period, int lotNumber, string lotTitle, Currency currency) => new(
        period.LotId.Value,
        lotNumber,
        lotTitle,
        period.Period,
        period.StartsOn,
        period.SupplierId.Value,
        new Money(period.Net, currency),
        new Money(period.Vat, currency),
        new Money(period.Net + period.Vat, currency));

    private static SettlementResponse ToResponse(Settlement settlement, IReadOnlyList<SettlementPeriod> periods, Currency currency)
    {
        var net = periods.Aggregate(Money.Zero(currency), (sum, period) => sum + period.Net);
        var vat = periods.Aggregate(Money.Zero(currency), (sum, period) => sum + period.Vat);
        return new SettlementResponse(
            settlement.Number, settlement.RoundId.Value, settlement.Through, settlement.PostedAt, net, vat, net + vat, periods, settlement.Version);
    }
}
