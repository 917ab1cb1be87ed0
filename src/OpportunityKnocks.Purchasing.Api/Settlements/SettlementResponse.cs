using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>One posted charge period of one lot, over all its members; of a correction, by how much it changes it: negative for what
/// is given back.</summary>
/// <param name="Period">From 1.</param>
/// <param name="StartsOn">The first day of the period.</param>
public sealed record SettlementPeriod(
    Guid LotId, int LotNumber, string LotTitle, int Period, DateOnly StartsOn, Guid SupplierId, Money Net, Money Vat, Money Gross);

/// <summary>The numbered posting of charge periods, or of a correction.</summary>
/// <param name="Number">1, 2, 3, ... in the cluster.</param>
/// <param name="Through">Every period that starts on or before this day is posted, here or earlier.</param>
/// <param name="Corrects">The number of the settlement that a correction corrects.</param>
/// <param name="Reason">Why there is a correction.</param>
public sealed record SettlementResponse(
    long Number,
    Guid RoundId,
    DateOnly Through,
    DateTimeOffset PostedAt,
    Money Net,
    Money Vat,
    Money Gross,
    IReadOnlyList<SettlementPeriod> Periods,
    int Version,
    SettlementKind Kind,
    long? Corrects,
    string? Reason) : IVersioned;

public static class SettlementQuery
{
    public static async Task<IReadOnlyList<SettlementResponse>> ToResponsesAsync(
        this PurchasingDb db, ClusterId cluster, IReadOnlyList<Settlement> settlements, CancellationToken ct)
    {
        var ids = settlements.Select(s => s.Id).ToList();
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(ct);
        var periods = await db.SettledPeriods.Where(p => p.ClusterId == cluster)
            .Select(p => new { p.ClusterId, p.SettlementId, p.LotId, p.Part, p.Period, p.StartsOn, p.SupplierId, p.Net, p.Vat })
            .Concat(db.CorrectedPeriods.Where(p => p.ClusterId == cluster)
                .Select(p => new { p.ClusterId, p.SettlementId, p.LotId, p.Part, p.Period, p.StartsOn, p.SupplierId, p.Net, p.Vat }))
            .Where(p => ids.Contains(p.SettlementId))
            .Join(db.Lots, p => new { p.ClusterId, p.LotId }, l => new { l.ClusterId, LotId = l.Id }, (p, l) => new { Period = p, l.Number, l.Title })
            .OrderBy(row => row.Number).ThenBy(row => row.Period.Period).ThenBy(row => row.Period.Part)
            .ToListAsync(ct);
        var periodsOf = periods.ToLookup(row => row.Period.SettlementId, row => new SettlementPeriod(
            row.Period.LotId.Value,
            row.Number,
            row.Title,
            row.Period.Period,
            row.Period.StartsOn,
            row.Period.SupplierId.Value,
            new Money(row.Period.Net, currency),
            new Money(row.Period.Vat, currency),
            new Money(row.Period.Net + row.Period.Vat, currency)));
        var corrected = settlements.Select(s => s.Corrects).ToList();
        var numbers = await db.Settlements.Where(s => s.ClusterId == cluster && corrected.Contains(s.Id))
            .ToDictionaryAsync(s => s.Id, s => s.Number, ct);
        return [.. settlements.Select(s => ToResponse(s, [.. periodsOf[s.Id]], numbers, currency))];
    }

    private static SettlementResponse ToResponse(
        Settlement settlement, IReadOnlyList<SettlementPeriod> periods, Dictionary<SettlementId, long> numbers, Currency currency)
    {
        var net = periods.Aggregate(Money.Zero(currency), (sum, period) => sum + period.Net);
        var vat = periods.Aggregate(Money.Zero(currency), (sum, period) => sum + period.Vat);
        return new SettlementResponse(
            settlement.Number,
            settlement.RoundId.Value,
            settlement.Through,
            settlement.PostedAt,
            net,
            vat,
            net + vat,
            periods,
            settlement.Version,
            settlement.Kind,
            settlement.Corrects is { } corrected ? numbers[corrected] : null,
            settlement.Reason);
    }
}
