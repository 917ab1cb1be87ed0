using System.Text.Json;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Persistence.Configurations;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Invoicing;
using static OpportunityKnocks.Purchasing.Api.Persistence.BulkCopy;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>Writes invoices by the ten thousand: one copy each of the documents, their lines and their journal entries.</summary>
public sealed class InvoiceWriter(PurchasingDb db, JournalWriter journal)
{
    public async Task WriteAsync(IReadOnlyCollection<Invoice> invoices, DateTimeOffset now, CancellationToken ct)
    {
        await db.CopyAsync("invoices", invoices, Columns, ct);
        await db.CopyAsync("invoice_lines", invoices.SelectMany(i => i.Lines), LineColumns, ct);
        var actor = journal.Actor;
        await db.CopyAsync("journal", invoices.Select(invoice => new Entry(invoice, actor, now)), EntryColumns, ct);
    }

    private static string PayloadOf(Invoice invoice) => JsonSerializer.Serialize(
        new { invoice.Kind, invoice.Name, Settlement = invoice.Facts.SettlementNumber, invoice.DueOn }, StrictJson.Options);

    private static readonly IReadOnlyList<BulkColumn<Invoice>> Columns =
    [
        Uuid<Invoice>("cluster_id", i => i.ClusterId.Value),
        Uuid<Invoice>("id", i => i.Id.Value),
        Text<Invoice>("kind", i => i.Kind.ToString()),
        Bigint<Invoice>("number", i => i.Number),
        Uuid<Invoice>("seller_id", i => i.SellerId.Value),
        Uuid<Invoice>("member_id", i => i.MemberId.Value),
        Uuid<Invoice>("round_id", i => i.RoundId.Value),
        Uuid<Invoice>("settlement_id", i => i.SettlementId.Value),
        Date<Invoice>("issued_on", i => i.IssuedOn),
        Date<Invoice>("due_on", i => i.DueOn),
        Text<Invoice>("currency", i => i.Currency.Code),
        Bigint<Invoice>("net", i => i.Net),
        Bigint<Invoice>("vat", i => i.Vat),
        Bigint<Invoice>("rounding", i => i.Rounding),
        Bigint<Invoice>("payable", i => i.Payable),
        Jsonb<Invoice>("facts", i => JsonColumns.Write(i.Facts)),
        Int4<Invoice>("version", i => i.Version),
    ];

    private static readonly IReadOnlyList<BulkColumn<InvoiceLine>> LineColumns =
    [
        Uuid<InvoiceLine>("cluster_id", l => l.ClusterId.Value),
        Uuid<InvoiceLine>("invoice_id", l => l.InvoiceId.Value),
        Int4<InvoiceLine>("number", l => l.Number),
        Uuid<InvoiceLine>("lot_id", l => l.LotId.Value),
        Int4<InvoiceLine>("part", l => l.Part),
        Int4<InvoiceLine>("period", l => l.Period),
        Date<InvoiceLine>("starts_on", l => l.StartsOn),
        Date<InvoiceLine>("ends_on", l => l.EndsOn),
        Text<InvoiceLine>("title", l => l.Title),
        Bigint<InvoiceLine>("quantity", l => l.Quantity),
        Text<InvoiceLine>("unit", l => l.Unit),
        Text<InvoiceLine>("category", l => l.Category.ToString()),
        Int4<InvoiceLine>("rate", l => l.Rate.Hundredths),
        Bigint<InvoiceLine>("net", l => l.Net),
        Bigint<InvoiceLine>("vat", l => l.Vat),
    ];

    private static readonly IReadOnlyList<BulkColumn<Entry>> EntryColumns =
    [
        Uuid<Entry>("cluster_id", e => e.Invoice.ClusterId.Value),
        Uuid<Entry>("id", _ => JournalEntryId.New().Value),
        Text<Entry>("type", _ => nameof(EventType.InvoiceIssued)),
        Text<Entry>("actor", e => e.Actor),
        Text<Entry>("subject_kind", _ => nameof(SubjectKind.Invoice)),
        Uuid<Entry>("subject_id", e => e.Invoice.Id.Value),
        Int4<Entry>("subject_version", e => e.Invoice.Version),
        Text<Entry>("audience", _ => nameof(Audience.Member)),
        Uuid<Entry>("round_id", e => e.Invoice.RoundId.Value),
        Uuid<Entry>("member_id", e => e.Invoice.MemberId.Value),
        Bigint<Entry>("quantity_change", _ => 0),
        Int4<Entry>("needs_change", _ => 0),
        Text<Entry>("payload", e => PayloadOf(e.Invoice)),
        Instant<Entry>("at", e => e.At),
    ];

    private sealed record Entry(Invoice Invoice, string Actor, DateTimeOffset At);
}
