using System.Globalization;
using OpportunityKnocks.Purchasing.Api.Reference;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Invoicing;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>An invoice or credit note for people, on as many pages as it needs.</summary>
public sealed class PdfInvoice
{
    private const double LineHeight = 14;

    private readonly Invoice _invoice;
    private readonly PdfPen _pen;
    private double _y = 70;

    private PdfInvoice(Invoice invoice, PdfPen pen) => (_invoice, _pen) = (invoice, pen);

    private bool ShowsVat => _invoice.Lines.Any(l => l.Category is InvoiceVatCategory.Standard or InvoiceVatCategory.Zero);

    public static byte[] Write(Invoice invoice)
    {
        using var pen = new PdfPen($"{TitleOf(invoice)} {invoice.Name}", invoice.Facts.Seller.Name);
        var page = new PdfInvoice(invoice, pen);
        page.WriteHead();
        page.WriteLines();
        page.WriteSums();
        page.WriteTerms();
        return pen.Finish(invoice.Name);
    }

    private void WriteHead()
    {
        _pen.Write($"{TitleOf(_invoice)} {_invoice.Name}", PdfPen.Left, _y, 18, bold: true);
        var top = _y + 34;
        Block(PdfPen.Left, top, "From", _invoice.Facts.Seller);
        Block(310, top, "To", _invoice.Facts.Buyer);
        _y = top + (7 * LineHeight);
        Fact("Date", Day(_invoice.IssuedOn));
        if (_invoice.Kind == InvoiceKind.Invoice)
            Fact("To be paid by", Day(_invoice.DueOn));
        Fact("For", $"{_invoice.Facts.Reference}, settlement {Number(_invoice.Facts.SettlementNumber)}");
        if (_invoice.Facts.Corrects.Count > 0)
            Fact("Corrects", string.Join(", ", _invoice.Facts.Corrects.Select(c => $"{Invoice.NameOf(InvoiceKind.Invoice, c.Number)} of {Day(c.IssuedOn)}")));
        _y += LineHeight;
    }

    private void Block(double x, double y, string word, InvoiceParty party)
    {
        string?[] lines =
        [
            party.Street,
            party.City,
            party.Postcode,
            party.LegalId is { } id ? $"Registered: {id}" : null,
            party.VatNumber is { } vat ? $"VAT number: {vat}" : null,
        ];
        _pen.Write(word, x, y, 8);
        _pen.Write(party.Name, x, y + LineHeight, 10, bold: true, width: 235);
        foreach (var (line, i) in lines.Where(line => line is not null).Select((line, i) => (line!, i)))
            _pen.Write(line, x, y + ((i + 2) * LineHeight), width: 235);
    }

    private void Fact(string word, string text)
    {
        _pen.Write(word, PdfPen.Left, _y, width: 85);
        _pen.Write(text, 140, _y, width: PdfPen.Right - 140);
        _y += LineHeight;
    }

    private void WriteLines()
    {
        Heads();
        foreach (var line in _invoice.Lines)
        {
            Room(2 * LineHeight);
            _pen.Write(line.Title, PdfPen.Left, _y, width: 225);
            _pen.WriteTo($"{Number(line.Quantity)} {WordOf(line)}", 370, _y);
            if (ShowsVat)
                _pen.WriteTo($"{line.Rate} %", 420, _y);
            _pen.WriteTo(Amount(line.Net), ShowsVat ? 485 : PdfPen.Right, _y);
            if (ShowsVat)
                _pen.WriteTo(Amount(line.Vat), PdfPen.Right, _y);
            _y += 11;
            _pen.Write($"Period {Number(line.Period)}: {Day(line.StartsOn)} to {Day(line.EndsOn)}", PdfPen.Left, _y, 7);
            _y += LineHeight;
        }
    }

    private void Heads()
    {
        _pen.Write("What for", PdfPen.Left, _y, 8, bold: true);
        _pen.WriteTo("Per period", 370, _y, 8, bold: true);
        if (ShowsVat)
            _pen.WriteTo("VAT rate", 420, _y, 8, bold: true);
        _pen.WriteTo(ShowsVat ? "Net" : "Amount", ShowsVat ? 485 : PdfPen.Right, _y, 8, bold: true);
        if (ShowsVat)
            _pen.WriteTo("VAT", PdfPen.Right, _y, 8, bold: true);
        _pen.Rule(_y + 4);
        _y += LineHeight + 4;
    }

    private void WriteSums()
    {
        Room(8 * LineHeight);
        _pen.Rule(_y - 8);
        _y += 4;
        if (ShowsVat)
        {
            Sum("Net", _invoice.Net);
            foreach (var sum in _invoice.VatSums())
                Sum($"VAT {sum.Rate} % on {Amount(sum.Base)}", sum.Vat);
        }

        if (_invoice.Rounding != 0)
            Sum("Rounding: VAT by charge and by invoice", _invoice.Rounding);
        Sum(_invoice.Kind == InvoiceKind.Invoice ? "To be paid" : "Given back", _invoice.Payable, bold: true);
        _y += LineHeight;
    }

    private void Sum(string word, long amount, bool bold = false)
    {
        _pen.WriteTo(word, 450, _y, bold: bold);
        _pen.WriteTo($"{_invoice.Currency.Code} {Amount(amount)}", PdfPen.Right, _y, bold: bold);
        _y += LineHeight;
    }

    private void WriteTerms()
    {
        var reasons = _invoice.VatSums().Select(sum => InvoiceVat.ReasonOf(sum.Category, _invoice.Facts.SellerVat)).OfType<string>().Distinct(StringComparer.Ordinal);
        foreach (var text in reasons.Append("Recharged at the exact share, without a margin."))
            Say(text);
        if (_invoice.Kind == InvoiceKind.CreditNote)
            Say("Set against what is owed.");
        else if (_invoice.Facts.Account is { } account)
            Say($"Please pay into {account.Number}, {account.Name}, giving {_invoice.Name}.");
    }

    private void Say(string text)
    {
        Room(LineHeight);
        _pen.Write(text, PdfPen.Left, _y, 8);
        _y += LineHeight;
    }

    private void Room(double height)
    {
        if (_y + height <= PdfPen.Bottom)
            return;
        _pen.NewPage();
        _y = 60;
        Heads();
    }

    private static string TitleOf(Invoice invoice) => invoice.Kind == InvoiceKind.Invoice ? "Invoice" : "Credit note";

    private static string WordOf(InvoiceLine line) => Units.Find(line.Unit)?.Plural ?? line.Unit;

    private string Amount(long minorUnits) => new Money(minorUnits, _invoice.Currency).ToAmount();

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
