using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Invoicing;

public sealed class KeepingTheCharges
{
    [Test]
    public async Task tells_a_member_what_each_supplier_will_invoice_and_when()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk", periods: 3).Lot("Set-up", periods: 1, periodUnit: "once").Member("A").Member("B")
            .Need("A", 12).Need("B", 8).Need("A", 1, lot: 2)
            .Bid("S", Offer("1:28.50", fixedFee: "500.00", feePerMember: "25.00")).BidWithoutVat("T", Offer("1:100.00", lot: 2, vat: null));
        var round = await auction.ContractAsync();
        (await round.SettleAsync("2027-04-30")).Ok();

        var charges = await ChargesAsync(world, auction.Members["A"]);

        // 12 x 28.50 + 300.00 + 25.00 in the first month, 12 x 28.50 in the others.
        Assert.That(
            charges.Select(c => ((string?)c["lotTitle"], (string?)c["from"], (string?)c["until"], c["net"].Pence(), c["vat"].Pence(), (bool)c["settled"]!)),
            Is.EqualTo(new (string?, string?, string?, long, long, bool)[]
            {
                ("Helpdesk", "2027-04-01", "2027-04-30", 66700, 13340, true), ("Set-up", "2027-04-01", "2027-04-01", 10000, 0, true),
                ("Helpdesk", "2027-05-01", "2027-05-31", 34200, 6840, false), ("Helpdesk", "2027-06-01", "2027-06-30", 34200, 6840, false),
            }));
        Assert.That(charges.Select(c => (string?)c["supplier"]!["name"]), Is.EqualTo(new[] { "S", "T", "S", "S" }));
        var share = (await round.SharesAsync(auction.Members["A"].Client)).Single(s => (Guid)s["lotId"]! == round.Lots[0]);
        Assert.That(charges.Where(c => (Guid)c["lotId"]! == round.Lots[0]).Sum(c => c["gross"].Pence()), Is.EqualTo(share["gross"].Pence()));
    }

    [Test]
    public async Task comes_in_pages_that_do_not_shift()
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);
        var member = round.Members[0];
        var whole = await ChargesAsync(world, member);

        var paged = new List<string>();
        var next = $"{world.Cluster}/members/{member.MemberId}/charges?roundId={round.Id}&limit=7";
        while (next is not null)
        {
            var page = (await member.Client.GetAsync(next)).Ok();
            paged.AddRange(page["items"].AsArray().Select(c => (string)c!["id"]!));
            next = (string?)page.Body["next"];
        }

        var elsewhere = (await member.Client.GetAsync($"{world.Cluster}/members/{member.MemberId}/charges?roundId={Guid.NewGuid()}")).Ok();
        Assert.That(paged, Is.EqualTo(whole.Select(c => (string)c["id"]!)).And.Count.EqualTo(48).And.Unique);
        Assert.That(elsewhere["items"].AsArray(), Is.Empty);
    }

    [Test]
    public async Task shows_a_supplier_its_own_and_nobody_anothers()
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);
        var member = round.Members[0];
        var url = $"{world.Cluster}/members/{member.MemberId}/charges";

        var first = (await round.Suppliers[0].Client.GetAsync($"{url}?limit=200")).Ok()["items"].AsArray();
        var loser = await round.Suppliers[2].Client.GetAsync(url);
        var other = await round.Members[1].Client.GetAsync(url);
        var auditor = (await (await world.AuditorAsync()).GetAsync($"{url}?limit=200")).Ok()["items"].AsArray();
        var theirs = (string)auditor.Select(c => c!).First(c => (Guid)c["lotId"]! == round.OnSite)["id"]!;

        Assert.That(first.Select(c => (Guid)c!["lotId"]!).Distinct(), Is.EqualTo(new[] { round.Helpdesk }));
        Assert.That((first.Count, auditor.Count), Is.EqualTo((24, 48)));
        Assert.That((loser.Status, other.Status), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
        Assert.That((await round.Suppliers[0].Client.GetAsync($"{url}/{theirs}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await round.Suppliers[1].Client.GetAsync($"{url}/{theirs}")).Ok()["supplier"]["id"]!.ToString(), Is.EqualTo(round.Suppliers[1].OrganisationId.ToString()));
    }

    [Test]
    public async Task has_none_where_a_lead_buyer_buys()
    {
        var world = await World.NewAsync();
        var auction = await IssuingInvoices.AnInvoicedRound(world);

        Assert.That(await ChargesAsync(world, auction.Members["B"]), Is.Empty);
    }

    [Test]
    public async Task keeps_a_suppliers_invoice_number_once()
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);
        var member = round.Members[0];
        var charges = (await ChargesAsync(world, member)).Where(c => (Guid)c["lotId"]! == round.Helpdesk).Select(c => UrlOf(world, member, c)).ToList();
        var supplier = round.Suppliers[0].Client;

        var recorded = (await RecordAsync(supplier, charges[0], "2027-0417")).Ok();
        var stale = await RecordAsync(supplier, charges[0], "2027-0418");
        var again = await RecordAsync(world.Coordinator, charges[0], "2027-0418", "\"2\"");
        var taken = await RecordAsync(world.Coordinator, charges[1], "2027-0417");
        var next = (await RecordAsync(world.Coordinator, charges[1], "2027-0418")).Ok();

        Assert.That(((string?)recorded["supplierInvoiceNumber"], recorded.ETag), Is.EqualTo(("2027-0417", "\"2\"")));
        Assert.That((stale.Status, again.Status, again.Code), Is.EqualTo((HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict, "supplierInvoiceRecorded")));
        Assert.That((taken.Status, taken.Code), Is.EqualTo((HttpStatusCode.Conflict, "supplierInvoiceNumberTaken")));
        Assert.That((await member.Client.GetAsync(charges[0])).Ok().Text, Is.EqualTo(recorded.Text));
        var entry = (await TheJournal.OfAsync(world, next.Id)).Single();
        Assert.That((entry.Type, (string?)entry.Payload["number"]), Is.EqualTo(("SupplierInvoiceRecorded", "2027-0418")));
    }

    [Test]
    public async Task takes_the_number_of_one_of_many_who_record_at_once()
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);
        var member = round.Members[0];
        var charges = (await ChargesAsync(world, member)).Where(c => (Guid)c["lotId"]! == round.Helpdesk).Select(c => UrlOf(world, member, c)).ToList();

        var one = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => RecordAsync(round.Suppliers[0].Client, charges[0], $"N-{i}")));
        var same = await Task.WhenAll(charges.Skip(1).Take(6).Select(url => RecordAsync(round.Suppliers[0].Client, url, "S-1")));

        Assert.That(one.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1), string.Join('\n', one.Select(a => a.ToString())));
        Assert.That(one.Count(a => a.Status == HttpStatusCode.PreconditionFailed), Is.EqualTo(5));
        Assert.That(same.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1), string.Join('\n', same.Select(a => a.ToString())));
        Assert.That(same.Count(a => a.Code == "supplierInvoiceNumberTaken"), Is.EqualTo(5));
    }

    [Test]
    public async Task takes_a_number_from_the_supplier_or_a_coordinator_only()
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);
        var member = round.Members[0];
        var url = UrlOf(world, member, (await ChargesAsync(world, member)).First(c => (Guid)c["lotId"]! == round.Helpdesk));

        var own = await RecordAsync(member.Client, url, "1");
        var rival = await RecordAsync(round.Suppliers[1].Client, url, "1");
        var auditor = await RecordAsync(await world.AuditorAsync(), url, "1");
        var stranger = await RecordAsync((await World.NewAsync()).Coordinator, url, "1");
        (await world.Coordinator.PutAsync($"{world.Cluster}/suppliers/{member.OrganisationId}", """{ "approved": true, "note": "" }""", ifNoneMatch: "*")).Ok();
        var both = await RecordAsync(member.Client, url, "1");
        var blind = await world.Coordinator.PutAsync(url, """{ "supplierInvoiceNumber": "1" }""");

        Assert.That(
            new[] { own.Status, rival.Status, auditor.Status, stranger.Status, both.Status, blind.Status },
            Is.EqualTo(new[] { HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Forbidden, (HttpStatusCode)428 }));
        Assert.That((string?)(await world.Coordinator.GetAsync(url)).Ok().Body["supplierInvoiceNumber"], Is.Null);
    }

    [TestCase("")]
    [TestCase(" 17")]
    [TestCase("1\\n2")]
    public async Task refuses_what_is_no_number(string number)
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);
        var url = UrlOf(world, round.Members[0], (await ChargesAsync(world, round.Members[0]))[0]);

        var refused = await RecordAsync(world.Coordinator, url, number);

        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invalidRequest")));
    }

    private static async Task<List<JsonNode>> ChargesAsync(World world, Member member) =>
        [.. (await member.Client.GetAsync($"{world.Cluster}/members/{member.MemberId}/charges?limit=200")).Ok()["items"].AsArray().Select(c => c!)];

    private static string UrlOf(World world, Member member, JsonNode charge) => $"{world.Cluster}/members/{member.MemberId}/charges/{charge["id"]}";

    private static Task<Answer> RecordAsync(Party by, string url, string number, string ifMatch = "\"1\"") =>
        by.PutAsync(url, $$"""{ "supplierInvoiceNumber": "{{number}}" }""", ifMatch: ifMatch);
}
