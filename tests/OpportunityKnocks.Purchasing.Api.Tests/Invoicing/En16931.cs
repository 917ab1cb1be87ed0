using System.Globalization;
using System.Xml.Linq;

namespace OpportunityKnocks.Purchasing.Api.Tests.Invoicing;

/// <summary>The rules of EN 16931-1 on totals and VAT, and what Peppol adds to them, written from their text and read off the XML alone: it
/// knows nothing of how the document came about.</summary>
internal static class En16931
{
    public static IReadOnlyList<string> Breaches(XDocument document)
    {
        var bill = new Bill(document.Root!);
        return [.. Totals(bill).Concat(Vat(bill)).Concat(Lines(bill)).Concat(Parties(bill)).Where(rule => !rule.Holds).Select(rule => rule.Name).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<(string Name, bool Holds)> Totals(Bill bill)
    {
        var total = bill.Root.One("LegalMonetaryTotal");
        var (lines, exclusive, inclusive) = (total.Money("LineExtensionAmount"), total.Money("TaxExclusiveAmount"), total.Money("TaxInclusiveAmount"));
        var (allowances, charges) = (total.Money("AllowanceTotalAmount"), total.Money("ChargeTotalAmount"));
        var tax = bill.Root.One("TaxTotal").Money("TaxAmount");

        yield return ("BR-16", bill.Lines.Count > 0);
        yield return ("BR-CO-10", lines == bill.Lines.Sum(l => l.Money("LineExtensionAmount")));
        yield return ("BR-CO-11", allowances == bill.AllowanceCharges("false"));
        yield return ("BR-CO-12", charges == bill.AllowanceCharges("true"));
        yield return ("BR-CO-13", exclusive == lines - allowances + charges);
        yield return ("BR-CO-14", tax == bill.Subtotals.Sum(s => s.Money("TaxAmount")));
        yield return ("BR-CO-15", inclusive == exclusive + tax);
        yield return ("BR-CO-16", total.Money("PayableAmount") == inclusive - total.Money("PrepaidAmount") + total.Money("PayableRoundingAmount"));
        yield return ("BR-CO-25", total.Money("PayableAmount") <= 0 || bill.Root.Has("DueDate") || bill.Root.One("PaymentTerms").Has("Note"));

        // BR-DEC-09 to 28: every amount but an item's price has two decimals at the most.
        yield return ("BR-DEC", bill.Root.Descendants().Where(e => e.Attribute("currencyID") is not null && e.Name.LocalName != "PriceAmount").All(IsInCents));
        yield return ("PEPPOL-EN16931-R051", bill.Root.Descendants().Select(e => (string?)e.Attribute("currencyID")).OfType<string>().All(c => c == bill.Root.Text("DocumentCurrencyCode")));
        yield return ("PEPPOL-EN16931-R008", bill.Root.DescendantsAndSelf().All(e => e.HasElements || e.Value.Trim().Length > 0));
        yield return ("PEPPOL-EN16931-R003", bill.Root.Has("BuyerReference") || bill.Root.Has("OrderReference"));
    }

    private static IEnumerable<(string Name, bool Holds)> Vat(Bill bill)
    {
        yield return ("BR-CO-18", bill.Subtotals.Count > 0);
        yield return ("BR-CO-04", bill.Lines.All(l => Bill.CodeOf(l, "ClassifiedTaxCategory") is "S" or "Z" or "E" or "O"));
        foreach (var subtotal in bill.Subtotals)
        {
            var (code, rate) = (Bill.CodeOf(subtotal, "TaxCategory"), Bill.RateOf(subtotal, "TaxCategory"));
            var (taxable, tax) = (subtotal.Money("TaxableAmount"), subtotal.Money("TaxAmount"));
            var hasReason = subtotal.Descendants().Any(e => e.Name.LocalName.StartsWith("TaxExemptionReason", StringComparison.Ordinal));
            var same = bill.Lines.Where(l => Bill.CodeOf(l, "ClassifiedTaxCategory") == code && (code != "S" || Bill.RateOf(l, "ClassifiedTaxCategory") == rate)).ToList();

            yield return ("BR-45 to 48", subtotal.Has("TaxableAmount") && subtotal.Has("TaxAmount") && code.Length > 0 && (code == "O" || rate is not null));
            yield return ("BR-CO-17", tax == Math.Round(taxable * (rate ?? 0) / 100, 2, MidpointRounding.AwayFromZero));
            yield return ($"BR-{code}-08", same.Count > 0 && taxable == same.Sum(l => l.Money("LineExtensionAmount")));
            yield return ($"BR-{code}-09", code == "S" || tax == 0);
            yield return ($"BR-{code}-10", hasReason == (code is "E" or "O"));
        }

        foreach (var code in bill.Lines.Select(l => Bill.CodeOf(l, "ClassifiedTaxCategory")).Distinct(StringComparer.Ordinal).ToList())
        {
            var sums = bill.Subtotals.Where(s => Bill.CodeOf(s, "TaxCategory") == code).ToList();
            var rates = bill.Lines.Where(l => Bill.CodeOf(l, "ClassifiedTaxCategory") == code).Select(l => Bill.RateOf(l, "ClassifiedTaxCategory")).ToList();
            yield return ($"BR-{code}-01", code == "S" ? sums.Select(s => Bill.RateOf(s, "TaxCategory")).Order().SequenceEqual(rates.Distinct().Order()) : sums.Count == 1);
            yield return ($"BR-{code}-02", code == "O" ? bill.VatNumber is null : bill.VatNumber is not null || bill.TaxReference is not null);
            yield return ($"BR-{code}-05", rates.All(rate => code switch { "S" => rate > 0, "O" => rate is null, _ => rate == 0 }));
            yield return ("BR-O-11 and 12", code != "O" || (bill.Subtotals.Count == 1 && bill.Lines.All(l => Bill.CodeOf(l, "ClassifiedTaxCategory") == "O")));
        }
    }

    private static IEnumerable<(string Name, bool Holds)> Lines(Bill bill)
    {
        var (start, end) = (bill.Root.One("InvoicePeriod").Text("StartDate"), bill.Root.One("InvoicePeriod").Text("EndDate"));
        yield return ("BR-29", string.CompareOrdinal(start, end) <= 0);
        yield return ("BR-21", bill.Lines.Select(l => l.Text("ID")).Distinct(StringComparer.Ordinal).Count() == bill.Lines.Count);
        foreach (var line in bill.Lines)
        {
            var (quantity, price, period) = (line.Elements().First(e => e.Name.LocalName.EndsWith("edQuantity", StringComparison.Ordinal)), line.One("Price"), line.One("InvoicePeriod"));
            var count = decimal.Parse(price.Text("BaseQuantity"), CultureInfo.InvariantCulture);
            var exact = decimal.Parse(quantity.Value, CultureInfo.InvariantCulture) * price.Money("PriceAmount") / count;
            yield return ("BR-22 to 26", quantity.Value.Length > 0 && line.Has("LineExtensionAmount") && line.One("Item").Has("Name") && price.Has("PriceAmount"));
            yield return ("BR-27", price.Money("PriceAmount") >= 0);
            yield return ("BR-30", string.CompareOrdinal(period.Text("StartDate"), period.Text("EndDate")) <= 0);
            yield return ("PEPPOL-EN16931-R110 and 111", string.CompareOrdinal(period.Text("StartDate"), start) >= 0 && string.CompareOrdinal(period.Text("EndDate"), end) <= 0);

            // Peppol allows two cents; the share is exact here, but for what a decimal holds of a third.
            yield return ("PEPPOL-EN16931-R120", Math.Round(exact, 6) == line.Money("LineExtensionAmount"));
            yield return ("PEPPOL-EN16931-R121", count > 0);
            yield return ("PEPPOL-EN16931-R130", (string?)quantity.Attribute("unitCode") == (string?)price.One("BaseQuantity").Attribute("unitCode"));
        }
    }

    private static IEnumerable<(string Name, bool Holds)> Parties(Bill bill)
    {
        var (seller, buyer) = (bill.Root.One("AccountingSupplierParty").One("Party"), bill.Root.One("AccountingCustomerParty").One("Party"));
        yield return ("BR-06 and 07", seller.One("PartyLegalEntity").Has("RegistrationName") && buyer.One("PartyLegalEntity").Has("RegistrationName"));
        yield return ("BR-09 and 11", new[] { seller, buyer }.All(p => p.One("PostalAddress").One("Country").Text("IdentificationCode").Length == 2));
        yield return ("BR-CO-09", bill.VatNumber is null || (char.IsAsciiLetterUpper(bill.VatNumber[0]) && char.IsAsciiLetterUpper(bill.VatNumber[1])));
        yield return ("BR-CO-26", bill.VatNumber is not null || seller.One("PartyLegalEntity").Has("CompanyID"));
        yield return ("BR-50", !bill.Root.Has("PaymentMeans") || bill.Root.One("PaymentMeans").One("PayeeFinancialAccount").Has("ID"));
        yield return ("BR-55", bill.Root.Elements().Where(e => e.Name.LocalName == "BillingReference").All(r => r.One("InvoiceDocumentReference").Has("ID")));
    }

    private static bool IsInCents(XElement amount) => amount.Value.IndexOf('.') is var point && (point < 0 || amount.Value.Length - point <= 3);

    private static XElement One(this XElement parent, string name) => parent.Elements().FirstOrDefault(e => e.Name.LocalName == name) ?? new XElement("none");

    private static bool Has(this XElement parent, string name) => parent.Elements().Any(e => e.Name.LocalName == name);

    private static string Text(this XElement parent, string name) => parent.One(name).Value;

    /// <summary>Zero where there is none, as the standard reads it.</summary>
    private static decimal Money(this XElement parent, string name) => parent.Has(name) ? decimal.Parse(parent.Text(name), CultureInfo.InvariantCulture) : 0;

    private sealed class Bill(XElement root)
    {
        public XElement Root => root;

        public IReadOnlyList<XElement> Lines { get; } = [.. root.Elements().Where(e => e.Name.LocalName is "InvoiceLine" or "CreditNoteLine")];

        public IReadOnlyList<XElement> Subtotals { get; } = [.. root.One("TaxTotal").Elements().Where(e => e.Name.LocalName == "TaxSubtotal")];

        public string? VatNumber { get; } = NumberOf(root, "VAT");

        public string? TaxReference { get; } = NumberOf(root, "TAX");

        public static string CodeOf(XElement parent, string category) => parent.Descendants().First(e => e.Name.LocalName == category).Text("ID");

        public static decimal? RateOf(XElement parent, string category) =>
            parent.Descendants().First(e => e.Name.LocalName == category) is var c && c.Has("Percent") ? c.Money("Percent") : null;

        public decimal AllowanceCharges(string indicator) => Root.Elements()
            .Where(e => e.Name.LocalName == "AllowanceCharge" && e.Text("ChargeIndicator") == indicator).Sum(e => e.Money("Amount"));

        private static string? NumberOf(XElement root, string scheme) => root.One("AccountingSupplierParty").One("Party").Elements()
            .Where(e => e.Name.LocalName == "PartyTaxScheme" && e.One("TaxScheme").Text("ID") == scheme)
            .Select(e => e.Text("CompanyID")).FirstOrDefault();
    }
}
