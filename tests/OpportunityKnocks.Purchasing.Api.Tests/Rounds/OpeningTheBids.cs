using System.Globalization;
using System.Net;
using System.Text;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using OpportunityKnocks.Purchasing.Domain.Bids;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class OpeningTheBids
{
    [Test]
    public async Task is_never_early()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);

        var early = await round.DoAsync("open-bids");

        Assert.That(early.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(early.Code, Is.EqualTo("bidsNotClosed"));
        Assert.That((string?)(await round.ReadAsync())["state"], Is.EqualTo("tendering"));
    }

    [Test]
    public async Task ends_a_round_nobody_bid_for_and_gives_the_needs_back()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        await TheDeadline.PassAsync(round, Window.Bids);

        await round.OpenBidsAsync();

        var opened = await round.ReadAsync();
        Assert.That((string?)opened["state"], Is.EqualTo("notReached"));
        Assert.That((string?)opened["endCode"], Is.EqualTo("noBids"));
        Assert.That((string?)opened["endReason"], Is.EqualTo("No supplier made a bid."));
        var needs = (await world.Coordinator.GetAsync($"{world.Cluster}/needs")).Ok()["items"].AsArray();
        Assert.That(needs.Select(n => (string?)n!["state"]), Has.Exactly(6).EqualTo("standing"));
        var entries = await TheJournal.OfAsync(world, round.Id);
        Assert.That(entries[^2].Type, Is.EqualTo("BidsSealed"));
        Assert.That(entries[^1].Type, Is.EqualTo("RoundNotReached"));
        Assert.That((string?)entries[^1].Payload["logRoot"], Has.Length.EqualTo(64));
    }

    [Test]
    public async Task happens_once()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        await TheDeadline.PassAsync(round, Window.Bids);
        await round.OpenBidsAsync();

        Assert.That((await round.DoAsync("open-bids")).Code, Is.EqualTo("roundStateForbids"));
    }

    [Test]
    public async Task is_for_coordinators()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        using var auditor = await world.AuditorAsync();
        var supplier = await world.SupplierAsync();
        var etag = await round.ETagAsync();

        Assert.That((await auditor.PostAsync($"{round.Url}/open-bids", ifMatch: etag)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await supplier.Client.PostAsync($"{round.Url}/open-bids", ifMatch: etag)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await round.Members[0].Client.PostAsync($"{round.Url}/open-bids", ifMatch: etag)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task publishes_one_hash_of_all_that_suppliers_hold_receipts_for()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        var (first, second) = (await world.SupplierAsync(), await world.SupplierAsync());
        var submitted = await round.BidAsync(first);
        var revised = (await first.Client.PutAsync(round.Bid, round.BidJson("27.0000"), ifMatch: submitted.ETag)).Ok();
        var other = await round.BidAsync(second);
        await round.PassBidDeadlineAsync();

        await round.OpenBidsAsync();

        var opening = (await TheJournal.OfAsync(world, round.Id)).Single(e => e.Type == "BidsOpened").Payload;
        Assert.That(((int)opening["bids"]!, (int)opening["logEntries"]!), Is.EqualTo((2, 3)));
        var root = MerkleTree.RootOf([Leaf(submitted, "Submitted"), Leaf(revised, "Revised"), Leaf(other, "Submitted")]);
        Assert.That((string?)opening["logRoot"], Is.EqualTo(Convert.ToHexStringLower(root)));
    }

    /// <summary>An entry of the log, from nothing but the supplier's receipt.</summary>
    private static byte[] Leaf(Answer receipt, string type)
    {
        var at = ((DateTimeOffset)receipt["acceptedAt"]!).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(
            $$"""{"bidId":"{{receipt["bidId"]}}","version":{{receipt["version"]}},"type":"{{type}}","at":"{{at}}","commitment":"{{receipt["commitment"]}}"}""");
    }
}
