using System.Net;
using System.Xml.Linq;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using UglyToad.PdfPig;

namespace OpportunityKnocks.Purchasing.Api.Tests.Invoicing;

public sealed class ReadingAnInvoice
{
    [Test]
    public async Task is_for_its_member_its_seller_and_those_who_see_all()
    {
        var world = await World.NewAsync();
        var auction = await IssuingInvoices.AnInvoicedRound(world);
        var url = await UrlAsync(world, auction.Members["B"]);
        var elsewhere = await World.NewAsync();

        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal)
        {
            ["member"] = await auction.Members["B"].Client.GetAsync(url),
            ["lead buyer"] = await auction.Members["A"].Client.GetAsync(url),
            ["coordinator"] = await world.Coordinator.GetAsync(url),
            ["auditor"] = await (await world.AuditorAsync()).GetAsync(url),
            ["another member"] = await auction.Members["C"].Client.GetAsync(url),
            ["another member's address"] = await auction.Members["C"].Client.GetAsync(
                url.Replace(auction.Members["B"].MemberId.ToString(), auction.Members["C"].MemberId.ToString(), StringComparison.Ordinal)),
            ["supplier"] = await auction.Suppliers["S"].Client.GetAsync(url),
            ["a coordinator elsewhere"] = await elsewhere.Coordinator.GetAsync(url),
            ["a member elsewhere"] = await (await elsewhere.MemberAsync()).Client.GetAsync(url),
        };

        Assert.That(answers.Where(a => a.Value.Status == HttpStatusCode.OK).Select(a => a.Key), Is.EqualTo(new[] { "member", "lead buyer", "coordinator", "auditor" }));
        Assert.That(answers.Values.Where(a => a.Status == HttpStatusCode.OK).Select(a => (a.Text, a.ETag)).Distinct().Count(), Is.EqualTo(1));
        Assert.That(answers["supplier"].Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(answers.Values.Skip(4).Where(a => a.Status != HttpStatusCode.Forbidden).Select(a => a.Code), Is.EqualTo(new[] { "notFound", "notFound", "notFound", "notFound" }));
    }

    [Test]
    public async Task lists_only_what_the_caller_may_see()
    {
        var world = await World.NewAsync();
        var auction = await IssuingInvoices.AnInvoicedRound(world);
        var url = $"{world.Cluster}/members/{auction.Members["B"].MemberId}/invoices";

        var lead = (await auction.Members["A"].Client.GetAsync(url)).Ok();
        var other = await auction.Members["C"].Client.GetAsync(url);
        var nobody = await world.Coordinator.GetAsync($"{world.Cluster}/members/{Guid.NewGuid()}/invoices");
        var nothing = (await auction.Members["A"].Client.GetAsync($"{world.Cluster}/members/{auction.Members["A"].MemberId}/invoices")).Ok();

        Assert.That(lead["items"].AsArray(), Has.Count.EqualTo(1));
        Assert.That((other.Status, nobody.Status), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
        Assert.That(nothing["items"].AsArray(), Is.Empty);
    }

    [Test]
    public async Task gives_ubl_that_keeps_the_rules_of_en_16931()
    {
        var world = await World.NewAsync();
        var auction = await IssuingInvoices.AnInvoicedRound(world);
        var url = await UrlAsync(world, auction.Members["B"]);

        using var answer = await auction.Members["B"].Client.GetAsync(url, "application/xml");
        var document = XDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.That((answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentDisposition?.FileName), Is.EqualTo((HttpStatusCode.OK, "application/xml", "INV-000001.xml")).Or.EqualTo((HttpStatusCode.OK, "application/xml", "INV-000002.xml")));
        Assert.That(UblProfile.Breaches(document), Is.Empty);
        Assert.That(En16931.Breaches(document), Is.Empty);
        Assert.That(document.Descendants().Single(e => e.Name.LocalName == "PayableAmount").Value, Is.EqualTo("495.60"));
    }

    [Test]
    public async Task gives_a_pdf_with_everything_people_look_for()
    {
        var world = await World.NewAsync();
        var auction = await IssuingInvoices.AnInvoicedRound(world);

        using var answer = await auction.Members["B"].Client.GetAsync(await UrlAsync(world, auction.Members["B"]), "application/pdf");
        using var pdf = PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync());
        var text = string.Concat(pdf.GetPages().Select(p => p.Text));

        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/pdf"));
        Assert.That(pdf.NumberOfPages, Is.EqualTo(1));
        foreach (var word in new[] { "Leicester Together", "GB123456789", "Helpdesk", "413.00", "VAT 20 % on 413.00", "82.60", "GBP 495.60", "GB33BUKB20201555555555", "page 1 of 1" })
            Assert.That(text, Does.Contain(word));
    }

    [TestCase(null, "application/json")]
    [TestCase("*/*", "application/json")]
    [TestCase("application/*;q=0.5, application/pdf", "application/pdf")]
    [TestCase("text/html, application/xml;q=0.9, application/json;q=0.8", "application/xml")]
    [TestCase("application/xml;q=0, application/pdf;q=0.1", "application/pdf")]
    [TestCase("text/html", "application/problem+json")]
    [TestCase("application/xml;q=0", "application/problem+json")]
    public async Task comes_in_the_form_asked_for(string? accept, string form)
    {
        var world = await World.NewAsync();
        var auction = await IssuingInvoices.AnInvoicedRound(world);

        using var answer = await auction.Members["B"].Client.GetAsync(await UrlAsync(world, auction.Members["B"]), accept ?? "");

        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo(form));
        Assert.That((int)answer.StatusCode, Is.EqualTo(form == "application/problem+json" ? 406 : 200));
    }

    private static async Task<string> UrlAsync(World world, Member member) =>
        $"{world.Cluster}/members/{member.MemberId}/invoices/{(await IssuingInvoices.InvoicesAsync(world, member)).Single()["id"]}";
}
