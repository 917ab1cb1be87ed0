using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Awards;

public sealed class ClosingARound
{
    [Test]
    public async Task awards_the_cheapest_by_what_it_costs_the_members_not_by_its_price()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk", periods: 3)
            .Member("A").Member("B", "100").Member("C", "50")
            .Need("A", 10).Need("B", 20).Need("C", 10)
            .Bid("Registered", Offer("1:10.00"))
            .BidWithoutVat("Unregistered", Offer("1:10.70", vat: null))
            .Bid("WithFee", Offer("1:9.99", fixedFee: "20"));

        var round = await auction.AwardAsync();

        // 40 units; (10 x 1 + 20 x 0 + 10 x 0.5) / 40 = 0.375 of the demand cannot recover VAT, so 20 % counts 1 + 0.2 x 0.375 = 1.075.
        //   Registered    40 x 10.00 x 3      = 1200.00 net, x 1.075 = 1290.00
        //   Unregistered  40 x 10.70 x 3      = 1284.00 net, x 1     = 1284.00   <- dearer in net, cheapest for the members
        //   WithFee       40 x  9.99 x 3 + 20 = 1218.80 net, x 1.075 = 1310.21
        var lot = (await round.AwardAsync())["lots"][0]!;
        Assert.That((string?)lot["winner"]!["supplier"]!["name"], Is.EqualTo("Unregistered"));
        Assert.That(lot["winner"]!["totals"]!["net"].Pence(), Is.EqualTo(128400));
        Assert.That(
            lot["candidates"]!.AsArray().Select(c => ((string)c!["supplier"]!["name"]!, (int)c["rank"]!, (string)c["factor"]!, (string)c["evaluatedCost"]!)),
            Is.EqualTo(new[]
            {
                ("Unregistered", 1, "1.000000", "1284.0000000000"),
                ("Registered", 2, "1.075000", "1290.0000000000"),
                ("WithFee", 3, "1.075000", "1310.2100000000"),
            }));
    }

    [Test]
    public async Task awards_the_lowest_price_to_members_that_recover_their_vat()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk").Member("A", "100").Need("A", 40)
            .Bid("Registered", Offer("1:10.00")).BidWithoutVat("Unregistered", Offer("1:10.70", vat: null));

        var round = await auction.AwardAsync();

        var lot = (await round.AwardAsync())["lots"][0]!;
        Assert.That((string?)lot["winner"]!["supplier"]!["name"], Is.EqualTo("Registered"));
    }

    [Test]
    public async Task takes_the_tier_of_the_pooled_quantity()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk", periods: 1, periodUnit: "once").Member("A").Member("B").Need("A", 60).Need("B", 40)
            .Bid("Flat", Offer("1:9.00")).Bid("Tiers", Offer("1:10.00 100:8.00")).Bid("Steps", Offer("1:9.50 51:8.00", basis: "incremental"));

        var round = await auction.AwardAsync();

        // 100 units: Flat 900.00, Tiers 100 x 8.00 = 800.00, Steps 50 x 9.50 + 50 x 8.00 = 875.00.
        var award = await round.AwardAsync();
        Assert.That((string?)award["lots"][0]!["winner"]!["supplier"]!["name"], Is.EqualTo("Tiers"));
        Assert.That((string?)award["lots"][0]!["winner"]!["unitPrice"]!["exact"], Is.EqualTo("8"));
        Assert.That(award["totals"]["net"].Pence(), Is.EqualTo(80000));
        Assert.That(award["totals"]["cost"].Pence(), Is.EqualTo(96000));
    }

    [Test]
    public async Task breaks_a_tie_by_fewest_winners_then_by_the_smallest_id()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("First").Lot("Second").Member("A").Need("A", 10).Need("A", 10, lot: 2)
            .Bid("Older", Offer("1:10.00"))
            .Bid("Both", Offer("1:10.00"), Offer("1:7.00", lot: 2))
            .Bid("Younger", Offer("1:10.00"), Offer("1:7.00", lot: 2));

        var round = await auction.AwardAsync();

        // All tie in lot 1, Both and Younger in lot 2. One winner is enough: Both or Younger; Both has the smaller id.
        var lots = (await round.AwardAsync())["lots"].AsArray();
        Assert.That(lots.Select(lot => (string?)lot!["winner"]!["supplier"]!["name"]), Is.EqualTo(new[] { "Both", "Both" }));
    }

    [Test]
    public async Task leaves_out_a_lot_nobody_can_supply_and_gives_its_needs_back()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Supplied").Lot("Too much").Lot("Unwanted by suppliers").Lot("Unwanted by members")
            .Member("A").Need("A", 10).Need("A", 500, lot: 2).Need("A", 5, lot: 3)
            .Bid("S", Offer("1:10.00"), Offer("1:1.00", lot: 2, capacity: 499), Offer("1:1.00", lot: 4));

        var round = await auction.AwardAsync();

        var lots = (await round.AwardAsync())["lots"].AsArray();
        Assert.That(lots.Select(lot => (string?)lot!["notAwarded"]), Is.EqualTo(new[] { null, "aboveCapacity", "noBid", "noNeedLeft" }));
        Assert.That(lots.Select(lot => lot!["winner"] is not null), Is.EqualTo(new[] { true, false, false, false }));
        var needs = await Task.WhenAll(new[] { "A 1", "A 2", "A 3" }.Select(n => auction.Members["A"].Client.GetAsync($"{world.Cluster}/needs/{auction.Needs[n]}")));
        Assert.That(needs.Select(n => (string?)n.Ok()["state"]), Is.EqualTo(new[] { "pooled", "standing", "standing" }));
        Assert.That((await TheJournal.OfAsync(world, auction.Needs["A 2"])).Select(e => e.Type), Is.EqualTo(new[] { "NeedSubmitted", "NeedReleased" }));
    }

    [Test]
    public async Task is_refused_when_nothing_can_be_awarded_and_says_why_for_each_lot()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk").Lot("Printing").Member("A").Need("A", 10, ceiling: "5.00").Need("A", 2, lot: 2)
            .Bid("S", Offer("1:10.00"), Offer("100:1.00", lot: 2));
        var round = await auction.OpenAsync();

        var closed = await round.CloseAsync();

        Assert.That((closed.Status, closed.Code), Is.EqualTo((HttpStatusCode.Conflict, "nothingToAward")));
        Assert.That((string?)closed["detail"], Does.Contain("Lot 1 (Helpdesk): no need is left").And.Contain("Lot 2 (Printing): the demand is below"));
        Assert.That((string?)(await round.ReadAsync())["state"], Is.EqualTo("evaluating"));
        Assert.That(await CountAsync(world, "awards"), Is.Zero);
        var need = (await auction.Members["A"].Client.GetAsync($"{world.Cluster}/needs/{auction.Needs["A 1"]}")).Ok();
        Assert.That((string?)need["state"], Is.EqualTo("pooled"));
    }

    [Test]
    public async Task does_not_consider_an_excluded_bid()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk").Member("A").Need("A", 10).Bid("Cheap", Offer("1:1.00")).Bid("Fair", Offer("1:10.00"));
        var round = await auction.OpenAsync();
        var bids = (await world.Coordinator.GetAsync($"{round.Url}/bids")).Ok()["items"].AsArray();
        var cheap = bids.Single(b => (Guid)b!["supplierId"]! == auction.Suppliers["Cheap"].OrganisationId)!;
        var read = (await world.Coordinator.GetAsync($"{round.Url}/bids/{cheap["bidId"] ?? cheap["id"]}")).Ok();
        (await world.Coordinator.PostAsync(
            $"{round.Url}/bids/{cheap["bidId"] ?? cheap["id"]}/exclude",
            """{ "reason": "abnormallyLow", "note": "No explanation came." }""",
            ifMatch: read.ETag)).Ok();

        (await round.CloseAsync()).Ok();

        var lot = (await round.AwardAsync())["lots"][0]!;
        Assert.That(lot["candidates"]!.AsArray().Select(c => (string?)c!["supplier"]!["name"]), Is.EqualTo(new[] { "Fair" }));
    }

    [Test]
    public async Task happens_once_though_two_coordinators_close_at_once()
    {
        var world = await World.NewAsync();
        var round = await AnEvaluatingRound(world);
        var etag = await round.ETagAsync();
        var elsewhere = world.Coordinator.At(AllTests.SecondInstance);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? world.Coordinator : elsewhere)
            .PostAsync($"{round.Url}/close", $$"""{ "reason": "Closer {{i}}" }""", ifMatch: etag)));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Count(a => a.Code == "versionStale"), Is.EqualTo(7));
        Assert.That(await CountAsync(world, "awards"), Is.EqualTo(1));
        Assert.That(await CountAsync(world, "shares"), Is.EqualTo(6));
        Assert.That((await TheJournal.OfAsync(world, round.Id)).Count(e => e.Type == "RoundClosed"), Is.EqualTo(1));
    }

    [Test]
    public async Task answers_a_retry_with_the_first_answer()
    {
        var world = await World.NewAsync();
        var round = await AnEvaluatingRound(world);
        var etag = await round.ETagAsync();
        var first = (await world.Coordinator.PostAsync($"{round.Url}/close", """{ "reason": "Best" }""", key: "close-1", ifMatch: etag)).Ok();

        var again = await world.Coordinator.PostAsync($"{round.Url}/close", """{ "reason": "Best" }""", key: "close-1", ifMatch: etag);
        var other = await world.Coordinator.PostAsync($"{round.Url}/close", """{ "reason": "Other" }""", key: "close-1", ifMatch: etag);

        Assert.That((again.Status, again.Text, again.ETag), Is.EqualTo((first.Status, first.Text, first.ETag)));
        Assert.That(other.Code, Is.EqualTo("idempotencyKeyReused"));
        Assert.That(await CountAsync(world, "awards"), Is.EqualTo(1));
    }

    [Test]
    public async Task moves_the_round_on_and_tells_the_journal()
    {
        var world = await World.NewAsync();
        var round = await AnEvaluatingRound(world);
        var before = (int)(await round.ReadAsync())["version"]!;

        var closed = (await round.CloseAsync()).Ok();

        Assert.That(((string?)closed["state"], (int)closed["version"]!), Is.EqualTo(("awarded", before + 1)));
        var award = await round.AwardAsync();
        var entry = (await TheJournal.OfAsync(world, round.Id)).Single(e => e.Type == "RoundClosed");
        Assert.That((entry.Reason, entry.Version), Is.EqualTo(("Best evaluated cost", before + 1)));
        Assert.That((Guid)entry.Payload["awardId"]!, Is.EqualTo(award.Id));
        Assert.That(entry.Payload["cost"].Pence(), Is.EqualTo(award["totals"]["cost"].Pence()));
        Assert.That(award.ETag, Is.EqualTo("\"1\""));
    }

    [TestCase("""{ }""")]
    [TestCase("""{ "reason": "" }""")]
    [TestCase("""{ "reason": 7 }""")]
    [TestCase("""{ "reason": null }""")]
    [TestCase("""{ "reason": "a", "awardScenario": "0198c0de-0000-7000-8000-000000000001" }""")]
    [TestCase("[]")]
    [TestCase("")]
    public async Task is_refused_without_a_plain_reason(string json)
    {
        var world = await World.NewAsync();
        var round = await ADraftRound(world);

        var closed = await round.DoAsync("close", json);

        Assert.That(closed.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task is_refused_before_the_bids_are_opened_and_after_the_award()
    {
        var world = await World.NewAsync();
        var tendering = await ATenderingRound(world);
        var awarded = await AnAwardedRound(world);

        var early = await tendering.CloseAsync();
        var twice = await awarded.CloseAsync();

        Assert.That((early.Status, early.Code), Is.EqualTo((HttpStatusCode.Conflict, "roundStateForbids")));
        Assert.That((twice.Status, twice.Code), Is.EqualTo((HttpStatusCode.Conflict, "roundStateForbids")));
    }

    [Test]
    public async Task needs_the_version_it_means()
    {
        var world = await World.NewAsync();
        var round = await AnEvaluatingRound(world);

        var without = await world.Coordinator.PostAsync($"{round.Url}/close", """{ "reason": "Best" }""");
        var stale = await world.Coordinator.PostAsync($"{round.Url}/close", """{ "reason": "Best" }""", ifMatch: "\"1\"");

        Assert.That((int)without.Status, Is.EqualTo(428));
        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task is_the_coordinators_alone()
    {
        var world = await World.NewAsync();
        var round = await AnEvaluatingRound(world);
        var foreign = await World.NewAsync();
        var etag = await round.ETagAsync();
        var callers = new[]
        {
            round.Members[0].Client, round.Suppliers[0].Client, await world.AuditorAsync(), world.Operator, foreign.Coordinator, Party.Stranger(world.Service),
        };

        var answers = await Task.WhenAll(callers.Select(c => c.PostAsync($"{round.Url}/close", """{ "reason": "Best" }""", ifMatch: etag)));

        Assert.That(answers.Select(a => (int)a.Status), Is.EqualTo(new[] { 403, 403, 403, 403, 404, 401 }));
        Assert.That((string?)(await round.ReadAsync())["state"], Is.EqualTo("evaluating"));
    }

    [Test]
    public async Task is_undone_by_a_cancellation_before_the_contracts()
    {
        var world = await World.NewAsync();
        var round = await AnAwardedRound(world);
        var before = await round.SharesAsync(round.Members[0].Client);

        (await round.DoAsync("cancel", """{ "code": "other", "reason": "The funder withdrew." }""")).Ok();

        var award = await round.AwardAsync();
        Assert.That(((string?)award["state"], award.ETag), Is.EqualTo(("cancelled", "\"2\"")));
        Assert.That(await round.SharesAsync(round.Members[0].Client), Has.Count.EqualTo(before.Count), "what was awarded stays to be read");
        var settled = await round.SettleAsync("2030-01-01");
        Assert.That(settled.Code, Is.EqualTo("roundStateForbids"));
    }

    internal static async Task<long> CountAsync(World world, string table)
    {
        await using var command = world.Service.Database.CreateCommand($"SELECT count(*) FROM {table} WHERE cluster_id = $1");
        command.Parameters.AddWithValue(world.ClusterId);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
