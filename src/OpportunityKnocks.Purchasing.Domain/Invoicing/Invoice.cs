using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Invoicing;

/// <summary>Whether money is asked for or given back.</summary>
public enum InvoiceKind
{
    Invoice,
    CreditNote,
}

/// <summary>An invoice that another document corrects.</summary>
public sealed record InvoiceReference(long Number, DateOnly IssuedOn);

/// <summary>What an invoice says besides its lines and sums.</summary>
/// <param name="Reference">The round it is for.</param>
/// <param name="Corrects">Of what a correcting settlement posted: the invoice of the settlement it corrects.</param>
public sealed record InvoiceFacts(
    InvoiceParty Seller,
    InvoiceParty Buyer,
    LeadBuyerVat SellerVat,
    PaymentAccount? Account,
    string Reference,
    long SettlementNumber,
    IReadOnlyList<InvoiceReference> Corrects);

/// <summary>A lead buyer's recharge to one member of what one settlement posted to its account, or the credit note for it. It is never
/// changed. Amounts are minor units of the currency; in a credit note they are what is given back.</summary>
public sealed class Invoice
{
    private readonly List<InvoiceLine> _lines = [];

    private Invoice()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public InvoiceId Id { get; private set; }

    public InvoiceKind Kind { get; private set; }

    /// <summary>1, 2, 3, ... of its kind and seller, without a gap.</summary>
    public long Number { get; private set; }

    /// <summary>The lead buyer.</summary>
    public MemberId SellerId { get; private set; }

    public MemberId MemberId { get; private set; }

    public RoundId RoundId { get; private set; }

    public SettlementId SettlementId { get; private set; }

    public DateOnly IssuedOn { get; private set; }

    public DateOnly DueOn { get; private set; }

    public Currency Currency { get; private set; }

    public long Net { get; private set; }

    /// <summary>Computed on the invoice, by rate.</summary>
    public long Vat { get; private set; }

    /// <summary>What brings the sum to what the ledger posted, whose VAT is computed charge by charge: pennies, in view.</summary>
    public long Rounding { get; private set; }

    /// <summary>As the ledger posted it.</summary>
    public long Payable { get; private set; }

    public InvoiceFacts Facts { get; private set; } = null!;

    public int Version { get; private set; }

    public IReadOnlyList<InvoiceLine> Lines => _lines;

    /// <summary>As people and books name it.</summary>
    public string Name => NameOf(Kind, Number);

    public static string NameOf(InvoiceKind kind, long number) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(kind == InvoiceKind.Invoice ? "INV" : "CRN")}-{number:D6}");

    /// <summary>Makes out the document for what a settlement posted to one member.</summary>
    /// <param name="charges">At least one.</param>
    /// <param name="due">Days until it is to be paid.</param>
    public static Invoice Of(
        (ClusterId Cluster, RoundId Round, SettlementId Settlement) of,
        MemberId seller,
        MemberId buyer,
        InvoiceFacts facts,
        IReadOnlyList<PostedCharge> charges,
        Currency currency,
        DateOnly today,
        int due)
    {
        var posted = charges.Aggregate(0L, (sum, charge) => checked(sum + charge.Gross));
        var sign = posted < 0 ? -1 : 1;
        var invoice = new Invoice
        {
            ClusterId = of.Cluster,
            Id = InvoiceId.New(),
            Kind = sign < 0 ? InvoiceKind.CreditNote : InvoiceKind.Invoice,
            SellerId = seller,
            MemberId = buyer,
            RoundId = of.Round,
            SettlementId = of.Settlement,
            IssuedOn = today,
            DueOn = today.AddDays(due),
            Currency = currency,
            Payable = checked(sign * posted),
            Facts = facts,
            Version = 1,
        };
        invoice._lines.AddRange(charges.Select((charge, i) => InvoiceLine.Of(invoice, i + 1, facts.SellerVat, charge, sign)));
        foreach (var sum in invoice.VatSums())
            (invoice.Net, invoice.Vat) = checked((invoice.Net + sum.Base, invoice.Vat + sum.Vat));
        invoice.Rounding = checked(invoice.Payable - invoice.Net - invoice.Vat);
        return invoice;
    }

    public IReadOnlyList<InvoiceVatSum> VatSums() => InvoiceVat.SumsOf(_lines);

    /// <summary>Gives it its number, last of all.</summary>
    public void TakeNumber(long number) => Number = number;
}
