using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Awards;

public sealed class RespectingCeilings
{
    [Test]
    public async Task lets_needs_leave_until_everyone_is_content_and_keeps_the_passes()
    {
        var world = await World.NewAsync();
        var auction = Cascade(world);

        var round = await auction.AwardAsync();

        // Pass 1: 35 units at 8.00, too dear for A (7.50). Pass 2: 25 units at 10.00, too dear for B (9.00). Pass 3: C's 10 units at 10.00.
        var award = await round.AwardAsync();
        Assert.That(
            award["passes"].AsArray().Select(p => ((int)p!["number"]!, (int)p["needsLeft"]!, (long)p["lots"]![0]!["quantity"]!, p["lots"]![0]!["net"].Pence())),
            Is.EqualTo(new[] { (1, 1, 35L, 84000L), (2, 1, 25L, 75000L), (3, 0, 10L, 30000L) }));
        Assert.That(
            award["departures"].AsArray().Select(d =>
                ((Guid)d!["needId"]!, (int)d["pass"]!, (string)d["standing"]!, (string)d["ceiling"]!, (string)d["costPerUnit"]!["exact"]!)),
            Is.EqualTo(new[]
            {
                (auction.Needs["A 1"], 1, "leftAboveCeiling", "7.5000", "8"),
                (auction.Needs["B 1"], 2, "leftAboveCeiling", "9.0000", "10"),
            }));
        Assert.That(((long)award["lots"][0]!["quantity"]!, award["totals"]["net"].Pence(), (int)award["members"]), Is.EqualTo((10L, 30000L, 1)));
        var auditor = await world.AuditorAsync();
        Assert.That((await round.AwardAsync(auditor))["departures"].AsArray(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task marks_the_needs_that_left_and_tells_the_journal_without_their_ceiling()
    {
        var world = await World.NewAsync();
        var auction = Cascade(world);

        await auction.AwardAsync();

        var need = (await auction.Members["A"].Client.GetAsync($"{world.Cluster}/needs/{auction.Needs["A 1"]}")).Ok();
        Assert.That(((string?)need["state"], (int)need["version"]), Is.EqualTo(("pricedOut", 2)));
        var entries = await TheJournal.OfAsync(world, auction.Needs["A 1"]);
        Assert.That(entries.Select(e => (e.Type, e.Version)), Is.EqualTo(new[] { ("NeedSubmitted", 1), ("NeedPricedOut", 2) }));
        Assert.That(JsonNode.DeepEquals(entries[0].Payload, entries[1].Payload), Is.True, entries[1].Payload.ToJsonString());
        var withdrawn = await auction.Members["A"].Client.DeleteAsync($"{world.Cluster}/needs/{auction.Needs["A 1"]}", need.ETag);
        Assert.That(withdrawn.Status, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task shows_a_member_only_its_own_departures_and_no_passes()
    {
        var world = await World.NewAsync();
        var auction = Cascade(world);
        var round = await auction.AwardAsync();

        var toA = await round.AwardAsync(auction.Members["A"].Client);
        var toC = await round.AwardAsync(auction.Members["C"].Client);

        Assert.That(toA["departures"].AsArray().Select(d => (Guid)d!["needId"]!), Is.EqualTo(new[] { auction.Needs["A 1"] }));
        Assert.That(toC["departures"].AsArray(), Is.Empty);
        Assert.That(toA.Body["passes"] is null && toC.Body["passes"] is null, Is.True);
        Assert.That(toC["lots"][0]!["candidates"], Is.Null);
        Assert.That(await round.SharesAsync(auction.Members["A"].Client), Is.Empty);
    }

    [Test]
    public async Task lets_a_bundle_leave_together()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk").Lot("Printing").Member("A").Member("B")
            .Need("A", 10, ceiling: "5.00", bundle: "office").Need("A", 7, lot: 2, bundle: "office").Need("A", 3, lot: 2, called: "alone")
            .Need("B", 10).Need("B", 5, lot: 2)
            .Bid("S", Offer("1:10.00", vat: "0"), Offer("1:2.00", lot: 2, vat: "0"));

        var round = await auction.AwardAsync();

        var award = await round.AwardAsync();
        Assert.That(
            award["departures"].AsArray().Select(d => ((Guid)d!["needId"]!, (string)d["standing"]!)),
            Is.EquivalentTo(new[] { (auction.Needs["A 1"], "leftAboveCeiling"), (auction.Needs["A 2"], "leftWithBundle") }));
        Assert.That(award["lots"].AsArray().Select(l => (long)l!["quantity"]!), Is.EqualTo(new[] { 10L, 8L }));
        Assert.That((await round.SharesAsync(auction.Members["A"].Client)).Select(s => (string?)s["lotTitle"]), Is.EqualTo(new[] { "Printing" }));
    }

    [TestCase("12.6600", 30)]
    [TestCase("12.6599", 20)]
    public async Task counts_fees_and_the_vat_the_member_cannot_recover(string ceiling, int stay)
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk", periods: 4).Member("A").Member("B", "50").Member("C", "100")
            .Need("A", 10, ceiling: ceiling).Need("B", 10, ceiling: "11.8000").Need("C", 10, ceiling: "10.7250")
            .Bid("S", Offer("1:10.00", fixedFee: "42.00", feePerMember: "8.00"));

        var round = await auction.AwardAsync();

        // Per unit and period: 10.00 + 42.00 / 30 units / 4 + 8.00 / 10 units / 4 = 10.00 + 0.35 + 0.20 = 10.55 net.
        // A bears all of 20 %: 12.66. If it leaves: 10.00 + 42.00 / 20 / 4 + 0.20 = 10.725 net; C bears no VAT: its ceiling is just met.
        var award = await round.AwardAsync();
        Assert.That((int)award["lots"][0]!["quantity"]!, Is.EqualTo(stay));
        Assert.That(
            award["departures"].AsArray().Select(d => ((string)d!["costPerUnit"]!["exact"]!, (string)d["costPerUnit"]!["rounded"]!)),
            Is.EqualTo(stay == 30 ? [] : new[] { ("633/50", "12.6600") }));
    }

    private static Auction Cascade(World world) => new Auction(world).Lot("Helpdesk", periods: 3).Member("A").Member("B").Member("C")
        .Need("A", 10, ceiling: "7.50").Need("B", 15, ceiling: "9.00").Need("C", 10)
        .BidWithoutVat("S", Offer("1:10.00 30:8.00", vat: null));
}
