using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>What is recorded of a posted charge period.</summary>
public enum SupplyRecordKind
{
    /// <summary>What the members received.</summary>
    Delivery,

    /// <summary>The supplier's invoice for all of the period, where it is not what was agreed. The latest counts.</summary>
    Invoice,

    /// <summary>The supplier takes back a part of what it charged. All of them count.</summary>
    CreditNote,
}

/// <param name="Quantity">Units in the period, all deliveries of it together.</param>
public readonly record struct ReceivedQuantity(MemberId MemberId, long Quantity);

/// <summary>One thing that became known of a posted charge period of a lot. It is never changed: a later one says otherwise.</summary>
public sealed class SupplyRecord
{
    private SupplyRecord()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public SupplyRecordId Id { get; private set; }

    public SupplyRecordKind Kind { get; private set; }

    public AwardId AwardId { get; private set; }

    public LotId LotId { get; private set; }

    /// <summary>Which of the lot's suppliers: see <see cref="AwardedLot.Part"/>.</summary>
    public int Part { get; private set; }

    public int Period { get; private set; }

    public OrganisationId SupplierId { get; private set; }

    /// <summary>Of a delivery.</summary>
    public IReadOnlyList<ReceivedQuantity> Received { get; private set; } = [];

    /// <summary>The number on the supplier's paper; null for a delivery.</summary>
    public string? Reference { get; private set; }

    /// <summary>Minor units; 0 for a delivery.</summary>
    public long Net { get; private set; }

    public long Vat { get; private set; }

    /// <summary>Of an invoice.</summary>
    public Percent? VatRate { get; private set; }

    /// <summary>Why, or what for; it stands on the correction.</summary>
    public string Reason { get; private set; } = "";

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>The correction it led to; null when nothing of the money changed.</summary>
    public SettlementId? SettlementId { get; private set; }

    public int Version { get; private set; }

    public static SupplyRecord Delivery(SettledPeriod period, IReadOnlyList<ReceivedQuantity> received, string reason, DateTimeOffset now)
    {
        var record = Of(SupplyRecordKind.Delivery, period, reason, now);
        record.Received = received;
        return record;
    }

    /// <param name="rate">The VAT rate the supplier charged.</param>
    public static SupplyRecord Invoice(
        SettledPeriod period, string reference, NetAndVat amount, Percent rate, string reason, DateTimeOffset now)
    {
        var record = Paper(SupplyRecordKind.Invoice, period, reference, amount, reason, now);
        record.VatRate = rate;
        return record;
    }

    public static SupplyRecord CreditNote(SettledPeriod period, string reference, NetAndVat amount, string reason, DateTimeOffset now) =>
        Paper(SupplyRecordKind.CreditNote, period, reference, amount, reason, now);

    /// <summary>What all records of one period say together.</summary>
    public static PeriodFacts FactsOf(IEnumerable<SupplyRecord> records)
    {
        var received = new Dictionary<MemberId, long>();
        InvoicedTotal? invoice = null;
        var (credited, papers) = (default(NetAndVat), 0);
        foreach (var record in records.OrderBy(record => record.RecordedAt).ThenBy(record => record.Id.Value))
        {
            foreach (var (member, quantity) in record.Received)
                received[member] = quantity;
            if (record.Kind != SupplyRecordKind.Delivery)
                papers++;
            if (record.Kind == SupplyRecordKind.Invoice)
                invoice = new InvoicedTotal(new NetAndVat(record.Net, record.Vat), record.VatRate!.Value);
            if (record.Kind == SupplyRecordKind.CreditNote)
                credited += new NetAndVat(record.Net, record.Vat);
        }

        return new PeriodFacts(received, invoice, credited, papers);
    }

    /// <summary>Names the correction, before the record is kept.</summary>
    public void LeadTo(Settlement correction) => SettlementId = correction.Id;

    private static SupplyRecord Paper(
        SupplyRecordKind kind, SettledPeriod period, string reference, NetAndVat amount, string reason, DateTimeOffset now)
    {
        var record = Of(kind, period, reason, now);
        (record.Reference, record.Net, record.Vat) = (reference, amount.Net, amount.Vat);
        return record;
    }

    private static SupplyRecord Of(SupplyRecordKind kind, SettledPeriod period, string reason, DateTimeOffset now) => new()
    {
        ClusterId = period.ClusterId,
        Id = SupplyRecordId.New(),
        Kind = kind,
        AwardId = period.AwardId,
        LotId = period.LotId,
        Part = period.Part,
        Period = period.Period,
        SupplierId = period.SupplierId,
        Reason = reason,
        RecordedAt = now,
        Version = 1,
    };
}
