using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Invoicing;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>An invoice or credit note as OASIS UBL 2.1 in the profile Peppol BIS Billing 3, which is EN 16931: elements in the order of the
/// schema, none of them empty.</summary>
public static class UblDocument
{
    public static readonly XNamespace Cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
    public static readonly XNamespace Cac = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";

    private const string Customization = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
    private const string Profile = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

    // UNTDID 1001 and 4461.
    private const string CommercialInvoice = "380";
    private const string CreditNote = "381";
    private const string CreditTransfer = "30";

    /// <summary>EN 16931 knows no amount of more than two decimals.</summary>
    public static bool CanSay(Currency currency) => currency.MinorDigits <= 2;

    public static byte[] Write(Invoice invoice)
    {
        using var memory = new MemoryStream();
        using (var writer = XmlWriter.Create(memory, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
            Of(invoice).Save(writer);
        return memory.ToArray();
    }

    public static XDocument Of(Invoice invoice)
    {
        var isInvoice = invoice.Kind == InvoiceKind.Invoice;
        XNamespace root = $"urn:oasis:names:specification:ubl:schema:xsd:{(isInvoice ? "Invoice" : "CreditNote")}-2";
        var say = new UblAmounts(invoice.Currency);
        return new XDocument(new XElement(
            root + (isInvoice ? "Invoice" : "CreditNote"),
            new XAttribute(XNamespace.Xmlns + "cac", Cac.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "cbc", Cbc.NamespaceName),
            Text("CustomizationID", Customization),
            Text("ProfileID", Profile),
            Text("ID", invoice.Name),
            Day("IssueDate", invoice.IssuedOn),
            isInvoice ? Day("DueDate", invoice.DueOn) : null,
            Text(isInvoice ? "InvoiceTypeCode" : "CreditNoteTypeCode", isInvoice ? CommercialInvoice : CreditNote),
            Text("Note", $"Settlement {invoice.Facts.SettlementNumber.ToString(CultureInfo.InvariantCulture)}, recharged at the exact share, without a margin."),
            Text("DocumentCurrencyCode", invoice.Currency.Code),
            Text("BuyerReference", invoice.Facts.Reference),
            Period(invoice.Lines.Min(l => l.StartsOn), invoice.Lines.Max(l => l.EndsOn)),
            invoice.Facts.Corrects.Select(c => new XElement(Cac + "BillingReference", new XElement(
                Cac + "InvoiceDocumentReference", Text("ID", Invoice.NameOf(InvoiceKind.Invoice, c.Number)), Day("IssueDate", c.IssuedOn)))),
            new XElement(Cac + "AccountingSupplierParty", UblParty.Of(invoice.Facts.Seller, showsTax: true)),
            new XElement(Cac + "AccountingCustomerParty", UblParty.Of(invoice.Facts.Buyer, showsTax: false)),
            PaymentMeans(invoice),
            new XElement(Cac + "PaymentTerms", Text("Note", Terms(invoice))),
            TaxTotal(invoice, say),
            Totals(invoice, say),
            invoice.Lines.Select(line => Line(line, isInvoice, say))));
    }

    /// <summary>Text as an element, without the characters XML has no place for; nothing where there is none.</summary>
    internal static XElement? Text(string name, string? text) => string.IsNullOrEmpty(text) ? null : new XElement(Cbc + name, Printable(text));

    private static string Printable(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.EnumerateRunes().Select(rune =>
        rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));

    private static XElement Day(string name, DateOnly day) => new(Cbc + name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static XElement Period(DateOnly from, DateOnly until) => new(Cac + "InvoicePeriod", Day("StartDate", from), Day("EndDate", until));

    private static string Terms(Invoice invoice) => invoice.Kind == InvoiceKind.Invoice
        ? string.Create(CultureInfo.InvariantCulture, $"To be paid by {invoice.DueOn:yyyy-MM-dd}, giving {invoice.Name}.")
        : "Set against what is owed.";

    private static XElement? PaymentMeans(Invoice invoice) => invoice.Facts.Account is not { } account
        ? null
        : new XElement(
            Cac + "PaymentMeans",
            Text("PaymentMeansCode", CreditTransfer),
            Text("PaymentID", invoice.Name),
            new XElement(Cac + "PayeeFinancialAccount", Text("ID", account.Number.Replace(" ", "", StringComparison.Ordinal)), Text("Name", account.Name)));

    private static XElement TaxTotal(Invoice invoice, UblAmounts say) => new(
        Cac + "TaxTotal",
        say.Amount("TaxAmount", invoice.Vat),
        invoice.VatSums().Select(sum => new XElement(
            Cac + "TaxSubtotal",
            say.Amount("TaxableAmount", sum.Base),
            say.Amount("TaxAmount", sum.Vat),
            UblTax.Category("TaxCategory", sum.Category, sum.Rate, InvoiceVat.ReasonOf(sum.Category, invoice.Facts.SellerVat)))));

    private static XElement Totals(Invoice invoice, UblAmounts say) => new(
        Cac + "LegalMonetaryTotal",
        say.Amount("LineExtensionAmount", invoice.Net),
        say.Amount("TaxExclusiveAmount", invoice.Net),
        say.Amount("TaxInclusiveAmount", invoice.Net + invoice.Vat),
        invoice.Rounding == 0 ? null : say.Amount("PayableRoundingAmount", invoice.Rounding),
        say.Amount("PayableAmount", invoice.Payable));

    /// <summary>The price is that of the whole quantity, so that quantity times price is the share to the penny.</summary>
    private static XElement Line(InvoiceLine line, bool isInvoice, UblAmounts say) => new(
        Cac + (isInvoice ? "InvoiceLine" : "CreditNoteLine"),
        Text("ID", line.Number.ToString(CultureInfo.InvariantCulture)),
        UblAmounts.Quantity(isInvoice ? "InvoicedQuantity" : "CreditedQuantity", line.Net < 0 ? -line.Quantity : line.Quantity, line.Unit),
        say.Amount("LineExtensionAmount", line.Net),
        Period(line.StartsOn, line.EndsOn),
        new XElement(
            Cac + "Item",
            Text("Description", string.Create(CultureInfo.InvariantCulture, $"Charge period {line.Period}, {line.StartsOn:yyyy-MM-dd} to {line.EndsOn:yyyy-MM-dd}, fees included.")),
            Text("Name", line.Title),
            UblTax.Category("ClassifiedTaxCategory", line.Category, line.Rate, null)),
        new XElement(
            Cac + "Price",
            say.Amount("PriceAmount", Math.Abs(line.Net)),
            UblAmounts.Quantity("BaseQuantity", line.Quantity, line.Unit)));
}
