using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Bids;

public sealed class EvaluatingBids
{
    private const string Unfit = """{ "reason": "supplierUnfit", "note": "Insolvent since March" }""";

    [Test]
    public async Task shows_the_coordinator_all_of_them_with_their_suppliers()
    {
        var round = await AnEvaluatingRound(await World.NewAsync());

        var bids = (await round.World.Coordinator.GetAsync($"{round.Url}/bids")).Ok()["items"].AsArray();

        Assert.That(bids.Select(b => (Guid)b!["supplierId"]!), Is.EquivalentTo(round.Suppliers.Select(s => s.OrganisationId)));
        Assert.That(bids.Select(b => (string?)b!["state"]), Has.All.EqualTo("submitted"));
        var best = bids.Single(b => (Guid)b!["supplierId"]! == round.Suppliers[0].OrganisationId)!;
        Assert.That((string?)best["supplierName"], Is.EqualTo("Supplier"));
        Assert.That((string?)best["offer"]!["lots"]![0]!["tiers"]![0]!["unitPrice"], Is.EqualTo("20.0000"));
        Assert.That((string?)best["offer"]!["requirements"]![0]!["note"], Is.EqualTo("Certificate 4711"));
        var one = (await round.World.Coordinator.GetAsync($"{round.Url}/bids/{(Guid)best["id"]!}")).Ok();
        Assert.That(one.Body.ToJsonString(), Is.EqualTo(best.ToJsonString()));
        Assert.That(one.ETag, Is.EqualTo("\"1\""));
    }

    [Test]
    public async Task shows_each_on_one_page_of_the_list()
    {
        var round = await AnEvaluatingRound(await World.NewAsync());

        var seen = new List<Guid>();
        for (var url = (string?)$"{round.Url}/bids?limit=1"; url is not null;)
        {
            var page = (await round.World.Coordinator.GetAsync(url)).Ok();
            seen.AddRange(page["items"].AsArray().Select(b => (Guid)b!["id"]!));
            url = (string?)page.Body["next"];
        }

        Assert.That(seen, Has.Count.EqualTo(3).And.Unique);
    }

    [Test]
    public async Task shows_a_supplier_what_its_own_says_and_nobody_elses()
    {
        var round = await AnEvaluatingRound(await World.NewAsync());

        var own = (await round.Suppliers[1].Client.GetAsync(round.Bid)).Ok();

        Assert.That((string?)own["offer"]!["lots"]![0]!["tiers"]![0]!["unitPrice"], Is.EqualTo("24.5000"));
        Assert.That((await round.Suppliers[1].Client.GetAsync($"{round.Url}/bids")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await round.Members[0].Client.GetAsync($"{round.Url}/bids")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await round.World.Operator.GetAsync($"{round.Url}/bids")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await (await World.NewAsync()).Coordinator.GetAsync($"{round.Url}/bids")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task shows_the_auditor_nothing_before_the_award()
    {
        var round = await AnEvaluatingRound(await World.NewAsync());
        var auditor = await round.World.AuditorAsync();

        var bids = await auditor.GetAsync($"{round.Url}/bids");

        Assert.That((bids.Status, bids.Code), Is.EqualTo((HttpStatusCode.Conflict, "bidsSealed")));
        var bid = await BidOfAsync(round, 0);
        Assert.That((await auditor.PostAsync($"{round.Url}/bids/{bid}/exclude", Unfit, ifMatch: "\"1\"")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task leaves_a_withdrawn_bid_unread()
    {
        var round = await ATenderingRound(await World.NewAsync());
        var (stays, goes) = (await round.World.SupplierAsync(), await round.World.SupplierAsync());
        await round.BidAsync(stays);
        var put = await round.BidAsync(goes);
        (await goes.Client.DeleteAsync(round.Bid, put.ETag)).Ok();
        await round.PassBidDeadlineAsync();

        await round.OpenBidsAsync();

        var bids = (await round.World.Coordinator.GetAsync($"{round.Url}/bids")).Ok()["items"].AsArray();
        Assert.That(bids.Select(b => (Guid)b!["supplierId"]!), Is.EqualTo(new[] { stays.OrganisationId }));
        Assert.That((await round.World.Coordinator.GetAsync($"{round.Url}/bids/{(Guid)put["bidId"]!}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task excludes_what_does_not_meet_a_requirement_when_the_bids_are_opened()
    {
        var round = await ATenderingRound(await World.NewAsync());
        var (good, bad) = (await round.World.SupplierAsync(), await round.World.SupplierAsync());
        await round.BidAsync(good);
        await round.BidAsync(bad, round.BidJson("1.0000", met: false));
        await round.PassBidDeadlineAsync();

        await round.OpenBidsAsync();

        var bids = (await round.World.Coordinator.GetAsync($"{round.Url}/bids")).Ok()["items"].AsArray();
        var excluded = bids.Single(b => (Guid)b!["supplierId"]! == bad.OrganisationId)!;
        Assert.That((string?)excluded["state"], Is.EqualTo("excluded"));
        Assert.That((string?)excluded["exclusionReason"], Is.EqualTo("requirementNotMet"));
        Assert.That((string?)excluded["exclusionNote"], Does.Contain("requirement 1").And.Contain("Cyber Essentials certificate"));
        Assert.That((string?)bids.Single(b => b != excluded)!["state"], Is.EqualTo("submitted"));
        var own = (await bad.Client.GetAsync(round.Bid)).Ok();
        Assert.That((string?)own["exclusionNote"], Is.EqualTo((string?)excluded["exclusionNote"]), "the supplier learns why");
        Assert.That(await EventsAsync(round, "bidExcluded"), Is.EqualTo(1));
    }

    [Test]
    public async Task excludes_a_bid_with_a_reason()
    {
        var round = await AnEvaluatingRound(await World.NewAsync());
        var bid = await BidOfAsync(round, 0);

        var excluded = (await round.World.Coordinator.PostAsync($"{round.Url}/bids/{bid}/exclude", Unfit, ifMatch: "\"1\"")).Ok();

        Assert.That((string?)excluded["state"], Is.EqualTo("excluded"));
        Assert.That(excluded.ETag, Is.EqualTo("\"2\""));
        var read = (await round.World.Coordinator.GetAsync($"{round.Url}/bids/{bid}")).Ok();
        Assert.That(read.Body.ToJsonString(), Is.EqualTo(excluded.Body.ToJsonString()));
        Assert.That((string?)read["exclusionNote"], Is.EqualTo("Insolvent since March"));
        Assert.That(await EventsAsync(round, "bidExcluded"), Is.EqualTo(1));
    }

    [Test]
    public async Task excludes_nothing_without_the_version_twice_or_by_a_guess()
    {
        var round = await AnEvaluatingRound(await World.NewAsync());
        var bid = $"{round.Url}/bids/{await BidOfAsync(round, 0)}";
        var coordinator = round.World.Coordinator;

        var unsaid = await coordinator.PostAsync($"{bid}/exclude", Unfit);
        var stale = await coordinator.PostAsync($"{bid}/exclude", Unfit, ifMatch: "\"9\"");
        var unknown = await coordinator.PostAsync($"{round.Url}/bids/{Guid.NewGuid()}/exclude", Unfit, ifMatch: "\"1\"");
        var noReason = await coordinator.PostAsync($"{bid}/exclude", """{ "reason": "dislike", "note": "x" }""", ifMatch: "\"1\"");
        var noNote = await coordinator.PostAsync($"{bid}/exclude", """{ "reason": "other", "note": "" }""", ifMatch: "\"1\"");
        (await coordinator.PostAsync($"{bid}/exclude", Unfit, ifMatch: "\"1\"")).Ok();
        var again = await coordinator.PostAsync($"{bid}/exclude", Unfit, ifMatch: "\"2\"");

        Assert.That(unsaid.Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(unknown.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(noReason.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(noNote.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "bidNotSubmitted")));
        Assert.That(await EventsAsync(round, "bidExcluded"), Is.EqualTo(1));
    }

    [Test]
    public async Task excludes_nothing_once_the_round_is_over()
    {
        var round = await AnEvaluatingRound(await World.NewAsync());
        var bid = await BidOfAsync(round, 0);
        (await round.DoAsync("cancel", """{ "code": "other", "reason": "The grant was not given" }""")).Ok();

        var late = await round.World.Coordinator.PostAsync($"{round.Url}/bids/{bid}/exclude", Unfit, ifMatch: "\"1\"");

        Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.Conflict, "roundStateForbids")));
    }

    private static async Task<Guid> BidOfAsync(RoundInPlay round, int supplier) =>
        (Guid)(await round.Suppliers[supplier].Client.GetAsync(round.Bid)).Ok()["bidId"]!;

    private static async Task<int> EventsAsync(RoundInPlay round, string type)
    {
        // The sequencer gives an entry its place a moment after the commit.
        for (var tries = 0; ; tries++)
        {
            var events = (await round.World.Coordinator.GetAsync($"{round.World.Cluster}/events?limit=200")).Ok()["items"].AsArray();
            var found = events.Count(e => ((string)e!["type"]!).Contains(type, StringComparison.OrdinalIgnoreCase));
            if (found > 0 || tries == 20)
                return found;
            await Task.Delay(100);
        }
    }
}
