using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <param name="Quantity">Units in the period.</param>
public sealed record MemberReceipt(Guid MemberId, long Quantity);

/// <summary>What is recorded of a posted charge period.</summary>
/// <param name="Received">Of a delivery; a member sees its own.</param>
/// <param name="Reference">The number on the supplier's paper.</param>
/// <param name="SettlementNumber">The correction it led to; left out when no money changed.</param>
public sealed record SupplyRecordResponse(
    Guid Id,
    SupplyRecordKind Kind,
    Guid LotId,
    int Period,
    Guid SupplierId,
    IReadOnlyList<MemberReceipt>? Received,
    string? Reference,
    Money? Net,
    Money? Vat,
    Percent? VatRate,
    string Reason,
    DateTimeOffset RecordedAt,
    long? SettlementNumber,
    int Version) : IVersioned;

public static class SupplyRecordQuery
{
    /// <param name="of">The only member whose quantities are shown; null: everybody's.</param>
    public static async Task<IReadOnlyList<SupplyRecordResponse>> ToResponsesAsync(
        this PurchasingDb db, ClusterId cluster, IReadOnlyList<SupplyRecord> records, MemberId? of, CancellationToken ct)
    {
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(ct);
        var corrections = records.Select(r => r.SettlementId).ToList();
        var numbers = await db.Settlements.Where(s => s.ClusterId == cluster && corrections.Contains(s.Id))
            .ToDictionaryAsync(s => s.Id, s => s.Number, ct);
        return [.. records.Select(r => new SupplyRecordResponse(
            r.Id.Value,
            r.Kind,
            r.LotId.Value,
            r.Period,
            r.SupplierId.Value,
            r.Kind == SupplyRecordKind.Delivery
                ? [.. r.Received.Where(q => of is null || q.MemberId == of).Select(q => new MemberReceipt(q.MemberId.Value, q.Quantity))]
                : null,
            r.Reference,
            r.Kind == SupplyRecordKind.Delivery ? null : new Money(r.Net, currency),
            r.Kind == SupplyRecordKind.Delivery ? null : new Money(r.Vat, currency),
            r.VatRate,
            r.Reason,
            r.RecordedAt,
            r.SettlementId is { } correction ? numbers[correction] : null,
            r.Version))];
    }
}
