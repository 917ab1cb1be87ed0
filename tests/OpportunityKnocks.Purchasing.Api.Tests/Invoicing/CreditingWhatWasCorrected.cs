using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using UglyToad.PdfPig;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Invoicing;

/// <summary>A buys for itself, B and C: 12, 8 and 5 licences at 10.00 a month. The first month is invoiced.</summary>
public sealed class CreditingWhatWasCorrected
{
    [Test]
    public async Task gives_a_credit_note_to_whoever_gets_money_back_and_nothing_to_the_others()
    {
        var (world, auction) = await InvoicedAsync();
        (await DeliverAsync(auction, "B", 5)).Ok();

        var issued = (await IssuingInvoices.IssueAsync(auction.Round, 2)).Ok();
        var (invoice, credit) = await DocumentsAsync(world, auction.Members["B"]);

        Assert.That(((int)issued["invoices"]["count"]!, (int)issued["creditNotes"]["count"]!, (string?)issued["creditNotes"]["first"]), Is.EqualTo((0, 1, "CRN-000001")));
        Assert.That(((string?)credit["kind"], credit["net"].Pence(), credit["vat"].Pence(), credit["payable"].Pence()), Is.EqualTo(("creditNote", 3000L, 600L, 3600L)));
        Assert.That(credit["corrects"]!.AsArray().Select(c => (string?)c!["number"]), Is.EqualTo(new[] { (string?)invoice["number"] }));
        Assert.That(await IssuingInvoices.InvoicesAsync(world, auction.Members["C"]), Has.Count.EqualTo(1));
        var owed = (await auction.Members["B"].Client.GetAsync($"{world.Cluster}/members/{auction.Members["B"].MemberId}/statement")).Ok()["closingBalance"].Pence();
        Assert.That(owed, Is.EqualTo(invoice["payable"].Pence() - credit["payable"].Pence()));
        Assert.That((await IssuingInvoices.IssueAsync(auction.Round, 2)).Code, Is.EqualTo("invoicesIssued"));
    }

    [Test]
    public async Task writes_it_as_a_ubl_credit_note_and_for_people()
    {
        var (world, auction) = await InvoicedAsync();
        (await DeliverAsync(auction, "B", 5)).Ok();
        (await IssuingInvoices.IssueAsync(auction.Round, 2)).Ok();
        var (invoice, credit) = await DocumentsAsync(world, auction.Members["B"]);
        var url = $"{world.Cluster}/members/{auction.Members["B"].MemberId}/invoices/{credit["id"]}";

        using var xml = await auction.Members["B"].Client.GetAsync(url, "application/xml");
        var document = XDocument.Parse(await xml.Content.ReadAsStringAsync());
        using var file = await auction.Members["B"].Client.GetAsync(url, "application/pdf");
        using var pdf = PdfDocument.Open(await file.Content.ReadAsByteArrayAsync());

        Assert.That(document.Root!.Name.LocalName, Is.EqualTo("CreditNote"));
        Assert.That((UblProfile.Breaches(document), En16931.Breaches(document)), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>())));
        Assert.That(document.Descendants().Single(e => e.Name.LocalName == "InvoiceDocumentReference").Elements().First().Value, Is.EqualTo((string?)invoice["number"]));
        Assert.That(pdf.GetPage(1).Text, Does.Contain("Credit note CRN-000001").And.Contain((string?)invoice["number"]).And.Contain("GBP 36.00").And.Contain("Set against what is owed."));
    }

    [Test]
    public async Task takes_back_at_the_old_rate_and_asks_at_the_new_one_where_the_supplier_had_another()
    {
        var (world, auction) = await InvoicedAsync();
        (await world.Coordinator.PostAsync(
            $"{auction.Round.Url}/supplier-papers",
            $$"""
            {
              "kind": "invoice", "lotId": "{{auction.Round.Lots[0]}}", "period": 1, "reference": "S-9", "reason": "At the reduced rate", "vatRate": "5",
              "net": { "amount": "250.00", "currency": "GBP" }, "vat": { "amount": "12.50", "currency": "GBP" }
            }
            """)).Ok();

        (await IssuingInvoices.IssueAsync(auction.Round, 2)).Ok();
        var (_, credit) = await DocumentsAsync(world, auction.Members["B"]);

        // 80.00 with 16.00 of VAT becomes 80.00 with 4.00.
        Assert.That((credit["net"].Pence(), credit["vat"].Pence(), credit["rounding"].Pence(), credit["payable"].Pence()), Is.EqualTo((0L, 1200L, 0L, 1200L)));
        Assert.That(
            credit["vatByRate"]!.AsArray().Select(v => ((string?)v!["vatRate"], v["net"].Pence(), v["vat"].Pence())),
            Is.EqualTo(new[] { ((string?)"20", 8000L, 1600L), ("5", -8000, -400) }));
    }

    [Test]
    public async Task corrects_what_was_never_invoiced_without_a_reference()
    {
        var (world, auction) = await InvoicedAsync(issue: false);
        (await DeliverAsync(auction, "B", 5)).Ok();

        var second = await IssuingInvoices.IssueAsync(auction.Round, 2);
        var first = await IssuingInvoices.IssueAsync(auction.Round);

        Assert.That((second.Status, first.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
        var (invoice, credit) = await DocumentsAsync(world, auction.Members["B"]);
        Assert.That((credit["corrects"]!.AsArray().Count, invoice["payable"].Pence()), Is.EqualTo((0, 9600L)));
    }

    private static async Task<(World World, Auction Auction)> InvoicedAsync(bool issue = true)
    {
        var world = await World.NewAsync();
        var auction = new Auction(world) { LeadBuyer = ("A", ATrade.Registered) }.Lot("Licences", periods: 3).Member("A").Member("B").Member("C")
            .Need("A", 12).Need("B", 8).Need("C", 5).Bid("S", Offer("1:10.00"));
        (await (await auction.ContractAsync()).SettleAsync("2027-04-01")).Ok();
        if (issue)
            (await IssuingInvoices.IssueAsync(auction.Round)).Ok();
        return (world, auction);
    }

    private static Task<Answer> DeliverAsync(Auction auction, string member, long quantity) => auction.Round.World.Coordinator.PostAsync(
        $"{auction.Round.Url}/deliveries",
        $$"""
        {
          "lotId": "{{auction.Round.Lots[0]}}", "period": 1, "reason": "Some came late",
          "received": [{ "memberId": "{{auction.Members[member].MemberId}}", "quantity": {{quantity}} }]
        }
        """);

    private static async Task<(JsonNode Invoice, JsonNode Credit)> DocumentsAsync(World world, Member member)
    {
        var all = await IssuingInvoices.InvoicesAsync(world, member);
        return (all.Single(i => (string?)i["kind"] == "invoice"), all.Single(i => (string?)i["kind"] == "creditNote"));
    }
}
