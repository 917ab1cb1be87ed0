using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Invoicing;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Invoicing;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Tests.Invoicing;

/// <summary>Random invoices and credit notes of every kind of lead buyer: up to twelve charges of every kind of VAT, some of them given back.</summary>
public sealed class WritingUbl
{
    private static readonly Gen<(VatCategory Category, int Rate)> Rates = Gen.OneOf(
        Gen.OneOf(500, 2000, 1750, 1234, 1).Select(rate => (VatCategory.Standard, rate)),
        Gen.Int[1, 9999].Select(rate => (VatCategory.Reduced, rate)),
        Gen.OneOf((VatCategory.Zero, 0), (VatCategory.Exempt, 0), (VatCategory.NotRegistered, 0)));

    private static readonly Gen<PostedCharge> Charges =
        from net in Gen.OneOf(Gen.Long[1, 200], Gen.Long[1, 1_000_000_000], Gen.Long[-1_000_000, -1])
        from vat in Rates
        from period in Gen.Int[1, 24]
        from quantity in Gen.OneOf(Gen.Long[1, 9], Gen.Long[1, 1_000_000_000])
        from title in Gen.OneOf("Helpdesk", "Llŷn & <Łódź>", "\uFFFE\u0001", "ગુજરાતી 🎈")
        select Charge(net, vat.Category, new Percent(vat.Rate), period, quantity, title);

    private static readonly Gen<Invoice> Invoices =
        from kind in Gen.Enum<LeadBuyerVat>()
        from charges in Charges.Array[1, 12]
        from account in Gen.Bool
        from corrects in Gen.Int[0, 3]
        from number in Gen.Long[1, 9_999_999]
        select Make(kind, charges, account, corrects, number);

    [Test]
    public void keeps_the_profile_and_every_rule() => Invoices.Sample(Keeps, iter: 4_000);

    [Test]
    [Explicit("a campaign")]
    [Category("Campaign")]
    public void keeps_the_profile_and_every_rule_a_hundred_thousand_times() => Invoices.Sample(Keeps, iter: 100_000);

    [Test]
    public void asks_for_what_was_posted() => Invoices.Sample(
        invoice =>
        {
            var sign = invoice.Kind == InvoiceKind.Invoice ? 1 : -1;
            var gross = invoice.Lines.Sum(l => l.Net + l.Vat);
            Assert.That((invoice.Payable, invoice.Net + invoice.Vat + invoice.Rounding), Is.EqualTo((gross, gross)));
            Assert.That(sign * invoice.Payable, sign > 0 ? Is.Not.Negative : Is.Negative);
            Assert.That(Math.Abs(invoice.Rounding), Is.LessThanOrEqualTo(invoice.Lines.Count), "no more than a penny a charge");
        },
        iter: 4_000);

    /// <summary>What the rules are worth: a document in which any one amount is wrong by a penny breaks one of them.</summary>
    [Test]
    public void is_caught_at_every_amount_that_is_falsified() => Invoices.Sample(
        invoice =>
        {
            var names = UblDocument.Of(invoice).Descendants().Where(e => e.Attribute("currencyID") is not null).Select(e => e.Name.LocalName).ToList();
            for (var i = 0; i < names.Count; i++)
            {
                var document = UblDocument.Of(invoice);
                var amount = document.Descendants().Where(e => e.Attribute("currencyID") is not null).ElementAt(i);
                amount.Value = (decimal.Parse(amount.Value, CultureInfo.InvariantCulture) + 0.01m).ToString(CultureInfo.InvariantCulture);
                Assert.That(En16931.Breaches(document), Is.Not.Empty, names[i]);
            }
        },
        iter: 100);

    [Test]
    public void is_caught_at_every_element_that_is_missing_or_out_of_place()
    {
        var invoice = Make(LeadBuyerVat.Registered, [Charge(12345, VatCategory.Standard, new Percent(2000), 1, 8, "Helpdesk")], true, 0, 1);
        string[] required = ["CustomizationID", "ID", "IssueDate", "InvoiceTypeCode", "DocumentCurrencyCode", "AccountingSupplierParty", "TaxTotal", "LegalMonetaryTotal", "InvoiceLine"];
        foreach (var name in required)
        {
            var without = UblDocument.Of(invoice);
            without.Root!.Elements().Last(e => e.Name.LocalName == name).Remove();
            Assert.That(UblProfile.Breaches(without), Is.Not.Empty, name);

            var last = UblDocument.Of(invoice);
            var moved = last.Root!.Elements().First(e => e.Name.LocalName == name);
            moved.Remove();
            last.Root.AddFirst(moved);
            Assert.That(name == "CustomizationID" || UblProfile.Breaches(last).Any(), Is.True, name);
        }

        Assert.That(UblProfile.Breaches(UblDocument.Of(invoice)), Is.Empty);
    }

    [Test]
    public void prints_every_kind_on_as_many_pages_as_it_needs()
    {
        Invoices.Sample(invoice => Assert.That(PdfInvoice.Write(invoice), Has.Length.GreaterThan(1000)), iter: 5);
        var charges = Enumerable.Range(1, 120).Select(i => Charge(i * 100, VatCategory.Standard, new Percent(2000), i, 8, "Helpdesk")).ToList();

        using var pdf = UglyToad.PdfPig.PdfDocument.Open(PdfInvoice.Write(Make(LeadBuyerVat.Registered, charges, true, 1, 77)));

        Assert.That(pdf.NumberOfPages, Is.GreaterThan(3));
        Assert.That(pdf.GetPages().Sum(p => System.Text.RegularExpressions.Regex.Count(p.Text, "Period [0-9]+: ")), Is.EqualTo(120));
        Assert.That(pdf.GetPage(pdf.NumberOfPages).Text, Does.Contain($"page {pdf.NumberOfPages} of {pdf.NumberOfPages}"));
        Assert.That(pdf.GetPage(1).Text, Does.Contain("Łódź Welfare"));
    }

    private static void Keeps(Invoice invoice)
    {
        var document = XDocument.Parse(System.Text.Encoding.UTF8.GetString(UblDocument.Write(invoice)).TrimStart('\uFEFF'));
        Assert.That(UblProfile.Breaches(document), Is.Empty);
        Assert.That(En16931.Breaches(document), Is.Empty, document.ToString());
    }

    private static PostedCharge Charge(long net, VatCategory category, Percent rate, int period, long quantity, string title)
    {
        var vat = rate.Of(net);
        var starts = new DateOnly(2027, 4, 1).AddMonths(period - 1);
        return new PostedCharge(LotId.New(), 1, period, starts, starts.AddMonths(1).AddDays(-1), title, quantity, "HUR", category, rate, net + vat, vat);
    }

    private static Invoice Make(LeadBuyerVat kind, IReadOnlyList<PostedCharge> charges, bool account, int corrects, long number)
    {
        var lead = new LeadBuyer(
            MemberId.New(), kind, "Leicester Together", new PostalAddress("1 Belvoir Street", "Leicester", "LE1 6SL", "GB"),
            kind == LeadBuyerVat.Registered ? "GB123456789" : null, kind == LeadBuyerVat.CostSharingGroup ? "1234567890" : null, null,
            account ? new PaymentAccount("12-34-56 12345678", "Leicester Together") : null, 14);
        OrganisationIdentifier[] ids = [new("GB-CHC", "1234567"), new("NO-BRC", "987654321")];
        var facts = new InvoiceFacts(
            InvoiceParty.SellerOf(lead, ids), InvoiceParty.BuyerOf("Łódź Welfare", "LE2", ids, "GB"), kind, lead.Account, "IT support", 7,
            [.. Enumerable.Range(1, corrects).Select(i => new InvoiceReference(i, new DateOnly(2027, 4, i)))]);
        var invoice = Invoice.Of(
            (ClusterId.New(), RoundId.New(), SettlementId.New()), lead.MemberId, MemberId.New(), facts, charges, Currency.Of("GBP"), new DateOnly(2027, 5, 3), 14);
        invoice.TakeNumber(number);
        return invoice;
    }
}
