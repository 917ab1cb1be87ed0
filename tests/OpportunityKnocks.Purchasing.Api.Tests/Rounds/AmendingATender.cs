using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class AmendingATender
{
    private const string OtherWords = """{ "reason": "A supplier asked.", "description": "Helpdesk until 20." }""";

    [Test]
    public async Task changes_what_suppliers_read_and_says_why()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var json = $$"""
            {
              "reason": "A supplier asked.", "description": "Helpdesk until 20.",
              "lots": [{ "lotId": "{{tender.Helpdesk}}", "specification": "Until 20." }],
              "requirements": ["Cyber Essentials certificate", "Insurance of GBP 1 million"]
            }
            """;

        var amended = (await tender.DoAsync("amend", json)).Ok();

        Assert.That((int)amended["termsVersion"]!, Is.EqualTo(2));
        var read = (await supplier.Client.GetAsync(tender.Tender)).Ok();
        Assert.That((string?)read["description"], Is.EqualTo("Helpdesk until 20."));
        Assert.That(read["lots"].AsArray().Select(l => (string?)l!["specification"]), Is.EqualTo(new[] { "Until 20.", "Help at the member's place." }));
        Assert.That(read["lots"].AsArray().Select(l => (long)l!["demand"]!["quantity"]!), Is.EqualTo(new[] { 25L, 20L }), "the demand stays");
        Assert.That(read["requirements"].AsArray().Select(q => (int)q!["number"]!), Is.EqualTo(new[] { 1, 2 }));
        Assert.That((Guid)read["requirements"][0]!["id"]!, Is.EqualTo(tender.Requirements[0]), "what is the same stays what it was");
        Assert.That((int)read["termsVersion"]!, Is.EqualTo(2));
        var told = read["amendments"].AsArray().Single()!;
        Assert.That((string?)told["reason"], Is.EqualTo("A supplier asked."));
        Assert.That((Guid)told["changes"]!["lots"]!.AsArray().Single()!, Is.EqualTo(tender.Helpdesk));
        Assert.That((string?)told["changes"]!["requirementsAdded"]!.AsArray().Single(), Is.EqualTo("Insurance of GBP 1 million"));
        var entry = (await TheJournal.OfAsync(tender.World, tender.Id))[^1];
        Assert.That((entry.Type, entry.Reason, (int)entry.Payload["termsVersion"]!), Is.EqualTo(("RoundAmended", "A supplier asked.", 2)));
    }

    [Test]
    public async Task makes_a_bid_stale_until_its_supplier_confirms_it()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var put = await tender.BidAsync(supplier);
        (await tender.DoAsync("amend", OtherWords)).Ok();

        var stale = (await supplier.Client.GetAsync(tender.Bid)).Ok();
        var confirmed = (await supplier.Client.PostAsync($"{tender.Bid}/reconfirm", """{ "version": 2 }""", ifMatch: stale.ETag)).Ok();
        var again = await supplier.Client.PostAsync($"{tender.Bid}/reconfirm", """{ "version": 2 }""", ifMatch: confirmed.ETag);

        Assert.That(((string?)stale["state"], (int)stale["termsVersion"]!, stale.ETag), Is.EqualTo(("stale", 1, put.ETag)), "nothing is written to a bid");
        Assert.That(((int)confirmed["version"]!, (int)confirmed["termsVersion"]!), Is.EqualTo((2, 2)));
        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "bidNotStale")));
        var own = (await supplier.Client.GetAsync(tender.Bid)).Ok();
        Assert.That(((string?)own["state"], (int)own["offerVersion"]!), Is.EqualTo(("submitted", 2)));
        Assert.That((await supplier.Client.GetAsync($"{tender.Bid}/receipts")).Ok()["items"].AsArray(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task lets_a_revision_say_which_terms_it_is_for()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var (supplier, newcomer) = (await tender.World.SupplierAsync(), await tender.World.SupplierAsync());
        var put = await tender.BidAsync(supplier);
        (await tender.DoAsync("amend", OtherWords)).Ok();

        var unsaid = await supplier.Client.PutAsync(tender.Bid, tender.BidJson("27.0000"), ifMatch: put.ETag);
        var old = await supplier.Client.PutAsync(tender.Bid, For(tender.BidJson("27.0000"), 1), ifMatch: put.ETag);
        var future = await supplier.Client.PutAsync(tender.Bid, For(tender.BidJson("27.0000"), 3), ifMatch: put.ETag);
        var checkedUnsaid = await newcomer.Client.PostAsync($"{tender.Bid}/check", tender.BidJson());
        var first = await newcomer.Client.PutAsync(tender.Bid, tender.BidJson(), ifNoneMatch: "*");
        var revised = (await supplier.Client.PutAsync(tender.Bid, For(tender.BidJson("27.0000"), 2), ifMatch: put.ETag)).Ok();

        Assert.That(
            new[] { unsaid, old, future, checkedUnsaid, first }.Select(a => (a.Status, a.Code)), Has.All.EqualTo((HttpStatusCode.Conflict, "termsChanged")));
        Assert.That((int)revised["termsVersion"]!, Is.EqualTo(2));
        Assert.That((string?)(await supplier.Client.GetAsync(tender.Bid)).Ok()["state"], Is.EqualTo("submitted"));
    }

    [Test]
    public async Task with_a_new_requirement_lets_no_bid_stand_that_does_not_answer_it()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var put = await tender.BidAsync(supplier);
        (await tender.DoAsync("amend", """{ "reason": "Safety.", "requirements": ["Insurance of GBP 1 million"] }""")).Ok();
        (await tender.DoAsync("amend", OtherWords)).Ok();

        var confirmed = await supplier.Client.PostAsync($"{tender.Bid}/reconfirm", """{ "version": 3 }""", ifMatch: put.ETag);
        var unanswered = await supplier.Client.PutAsync(tender.Bid, For(tender.BidJson(), 3), ifMatch: put.ETag);
        var requirement = (string)(await supplier.Client.GetAsync(tender.Tender)).Ok()["requirements"].AsArray().Single()!["id"]!;
        var answered = For(tender.BidJson().Replace(tender.Requirements[0].ToString(), requirement, StringComparison.Ordinal), 3);
        var revised = await supplier.Client.PutAsync(tender.Bid, answered, ifMatch: put.ETag);

        Assert.That((confirmed.Status, confirmed.Code), Is.EqualTo((HttpStatusCode.Conflict, "newRequirementUnanswered")));
        Assert.That((unanswered.Status, unanswered.Code), Is.EqualTo((HttpStatusCode.BadRequest, "requirementsUnanswered")));
        Assert.That(revised.Status, Is.EqualTo(HttpStatusCode.OK), revised.ToString());
    }

    [Test]
    public async Task that_only_drops_a_requirement_lets_bids_be_confirmed()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var put = await tender.BidAsync(supplier, tender.BidJson(met: false));
        (await tender.DoAsync("amend", """{ "reason": "Too strict.", "requirements": [] }""")).Ok();

        (await supplier.Client.PostAsync($"{tender.Bid}/reconfirm", """{ "version": 2 }""", ifMatch: put.ETag)).Ok();
        await tender.PassBidDeadlineAsync();
        await tender.OpenBidsAsync();

        var bid = (await tender.World.Coordinator.GetAsync($"{tender.Url}/bids")).Ok()["items"].AsArray().Single()!;
        Assert.That((string?)bid["state"], Is.EqualTo("submitted"), "it says it does not meet what is no longer asked");
    }

    [Test]
    public async Task leaves_stale_bids_out_of_opening_and_award_and_shows_them_as_such()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var (cheap, loyal) = (await tender.World.SupplierAsync("Cheap"), await tender.World.SupplierAsync("Loyal"));
        await tender.BidAsync(cheap, tender.BidJson("1.0000", "1.0000"));
        var put = await tender.BidAsync(loyal);
        (await tender.DoAsync("amend", OtherWords)).Ok();
        (await loyal.Client.PostAsync($"{tender.Bid}/reconfirm", """{ "version": 2 }""", ifMatch: put.ETag)).Ok();
        await tender.PassBidDeadlineAsync();

        await tender.OpenBidsAsync();

        var bids = (await tender.World.Coordinator.GetAsync($"{tender.Url}/bids")).Ok()["items"].AsArray();
        Assert.That(
            bids.ToDictionary(b => (string)b!["supplierName"]!, b => (string)b!["state"]!, StringComparer.Ordinal),
            Is.EquivalentTo(new Dictionary<string, string>(StringComparer.Ordinal) { ["Cheap"] = "stale", ["Loyal"] = "submitted" }));
        Assert.That((int)(await TheJournal.OfAsync(tender.World, tender.Id))[^1].Payload["bids"]!, Is.EqualTo(1));
        var stale = bids.Single(b => (string?)b!["state"] == "stale")!;
        var exclusion = await tender.World.Coordinator.PostAsync(
            $"{tender.Url}/bids/{stale["id"]}/exclude", """{ "reason": "other", "note": "Too cheap" }""", ifMatch: $"\"{stale["version"]}\"");
        Assert.That(exclusion.Code, Is.EqualTo("bidNotSubmitted"));
        (await tender.CloseAsync()).Ok();
        var winners = (await tender.World.Coordinator.GetAsync($"{tender.Url}/award")).Ok().Text;
        Assert.That(winners, Does.Contain(loyal.OrganisationId.ToString()).And.Not.Contain(cheap.OrganisationId.ToString()));
        Assert.That((string?)(await cheap.Client.GetAsync(tender.Bid)).Ok()["state"], Is.EqualTo("stale"));
    }

    [Test]
    public async Task ends_a_round_whose_bids_all_stayed_stale()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        await tender.BidAsync(await tender.World.SupplierAsync());
        (await tender.DoAsync("amend", OtherWords)).Ok();
        await tender.PassBidDeadlineAsync();

        await tender.OpenBidsAsync();

        var read = await tender.ReadAsync();
        Assert.That(((string?)read["state"], (string?)read["endCode"]), Is.EqualTo(("notReached", "noBids")));
    }

    [Test]
    public async Task leaves_bidders_three_days()
    {
        var world = await World.NewAsync();
        var tender = await ATenderingRound(world, RoundPlans.ItSupport(world, bidsCloseIn: TimeSpan.FromDays(7) + TimeSpan.FromHours(1)));
        await TheDeadline.PassAsync(tender, Window.Bids, TimeSpan.FromDays(-3) + TimeSpan.FromMinutes(1));

        var late = await tender.DoAsync("amend", OtherWords);
        var moved = await tender.DoAsync(
            "amend", OtherWords.Replace("{ ", $$"""{ "bidsCloseAt": "{{RoundPlans.From(world, TimeSpan.FromDays(4))}}", """, StringComparison.Ordinal));

        Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.Conflict, "amendmentNoticeTooShort")));
        Assert.That(moved.Status, Is.EqualTo(HttpStatusCode.OK), moved.ToString());
    }

    [TestCase("""{ "reason": "None.", "description": "Helpdesk and on-site help." }""", "nothingAmended")]
    [TestCase("""{ "reason": "None.", "requirements": ["Cyber Essentials certificate"] }""", "nothingAmended")]
    [TestCase("""{ "reason": "Earlier.", "description": "x", "bidsCloseAt": "2026-12-01T00:00:00Z" }""", "deadlineOnlyLater")]
    [TestCase("""{ "reason": "Which?", "lots": [{ "lotId": "0198c0de-0000-7000-8000-000000000001", "title": "x" }] }""", "amendedLotUnknown")]
    public async Task refuses_what_changes_nothing_or_something_else(string json, string code)
    {
        var tender = await ATenderingRound(await World.NewAsync());

        var answer = await tender.DoAsync("amend", json);

        Assert.That(answer.Code, Is.EqualTo(code));
        Assert.That((int)(await tender.ReadAsync())["termsVersion"]!, Is.EqualTo(1));
    }

    [TestCase("{}")]
    [TestCase("""{ "description": "No reason." }""")]
    [TestCase("""{ "reason": " ", "description": "No reason." }""")]
    [TestCase("""{ "reason": "Nothing." }""")]
    [TestCase("""{ "reason": "A deadline alone.", "bidsCloseAt": "2150-01-01T00:00:00Z" }""")]
    [TestCase("""{ "reason": "Null.", "lots": [null] }""")]
    [TestCase("""{ "reason": "Twice.", "requirements": ["a", "a"] }""")]
    [TestCase("""{ "reason": "Empty.", "requirements": [""] }""")]
    [TestCase("""{ "reason": "Empty.", "lots": [{ "lotId": "0198c0de-0000-7000-8000-000000000001" }] }""")]
    [TestCase("""{ "reason": "Demand.", "lots": [{ "lotId": "0198c0de-0000-7000-8000-000000000001", "title": "x", "pooledQuantity": 1 }] }""")]
    [TestCase("""{ "reason": "Far.", "description": "x", "bidsCloseAt": "9999-12-31T23:59:59Z" }""")]
    public async Task refuses_what_it_cannot_mean(string json)
    {
        var tender = await ATenderingRound(await World.NewAsync());

        var answer = await tender.DoAsync("amend", json);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.ToString());
    }

    [Test]
    public async Task needs_the_version_and_a_running_tender()
    {
        var tender = await ATenderingRound(await World.NewAsync());

        var unsaid = await tender.World.Coordinator.PostAsync($"{tender.Url}/amend", OtherWords);
        var stale = await tender.World.Coordinator.PostAsync($"{tender.Url}/amend", OtherWords, ifMatch: "\"1\"");
        await tender.PassBidDeadlineAsync();
        var late = await tender.DoAsync("amend", OtherWords);

        Assert.That(unsaid.Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(late.Code, Is.AnyOf("deadlinePassed", "roundStateForbids", "versionStale"));
    }

    [Test]
    public async Task tells_the_coordinator_nothing_of_bids()
    {
        var (quiet, busy) = (await ATenderingRound(await World.NewAsync()), await ATenderingRound(await World.NewAsync()));
        var supplier = await busy.World.SupplierAsync();
        var put = await busy.BidAsync(supplier);

        var (first, second) = ((await quiet.DoAsync("amend", OtherWords)).Ok(), (await busy.DoAsync("amend", OtherWords)).Ok());
        (await supplier.Client.PostAsync($"{busy.Bid}/reconfirm", """{ "version": 2 }""", ifMatch: put.ETag)).Ok();

        Assert.That((await busy.ReadAsync()).ETag, Is.EqualTo((await quiet.ReadAsync()).ETag));
        Assert.That(Names(first), Is.EqualTo(Names(second)));
        Assert.That(
            (await TheJournal.OfAsync(busy.World, busy.Id)).Select(e => (e.Type, e.Version)),
            Is.EqualTo((await TheJournal.OfAsync(quiet.World, quiet.Id)).Select(e => (e.Type, e.Version))));

        static IEnumerable<string> Names(Answer answer) => answer.Body.AsObject().Select(m => m.Key);
    }

    /// <summary>Suppliers revise and confirm as fast as they can while the terms change under them: whatever was accepted is for the last
    /// terms, said so by its supplier, or is stale.</summary>
    [Test]
    public async Task while_bids_stream_in_leaves_each_for_the_last_terms_or_stale()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var suppliers = new Dictionary<Supplier, Answer>();
        for (var i = 0; i < 6; i++)
        {
            var supplier = await tender.World.SupplierAsync();
            suppliers.Add(supplier, await tender.BidAsync(supplier));
        }

        using var stop = new CancellationTokenSource();

        var streams = suppliers.Select(s => Task.Run(() => StreamAsync(tender, s.Key, s.Value, stop.Token))).ToList();
        for (var version = 2; version <= 7; version++)
            (await tender.DoAsync("amend", $$"""{ "reason": "Again.", "description": "Version {{version}}" }""")).Ok();
        await stop.CancelAsync();
        foreach (var (supplier, version, terms) in await Task.WhenAll(streams))
        {
            var own = (await supplier.Client.GetAsync(tender.Bid)).Ok();
            Assert.That((int)own["termsVersion"]!, Is.EqualTo(terms), "the terms the supplier said");
            Assert.That((string?)own["state"], Is.EqualTo(terms == 7 ? "submitted" : "stale"));
            Assert.That((int)own["version"]!, Is.EqualTo(version));
        }
    }

    private static async Task<(Supplier Supplier, int Version, int Terms)> StreamAsync(RoundInPlay tender, Supplier supplier, Answer first, CancellationToken stop)
    {
        var (etag, version, terms) = (first.ETag, 1, 1);
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var read = (int)(await supplier.Client.GetAsync(tender.Tender)).Ok()["termsVersion"]!;
            var answer = i % 2 == 0
                ? await supplier.Client.PutAsync(tender.Bid, For(tender.BidJson(), read), ifMatch: etag)
                : await supplier.Client.PostAsync($"{tender.Bid}/reconfirm", $$"""{ "version": {{read}} }""", ifMatch: etag);
            if (answer.Status == HttpStatusCode.Conflict)
            {
                Assert.That(answer.Code, Is.AnyOf("termsChanged", "bidNotStale"));
                continue;
            }

            (etag, version, terms) = (answer.Ok().ETag, (int)answer["version"]!, (int)answer["termsVersion"]!);
            Assert.That(terms, Is.EqualTo(read));
        }

        return (supplier, version, terms);
    }

    private static string For(string bid, int terms)
    {
        var json = JsonNode.Parse(bid)!;
        json["termsVersion"] = terms;
        return json.ToJsonString();
    }
}
