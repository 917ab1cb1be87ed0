using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Awards;

public sealed class AwardingBidsInFull
{
    [Test]
    public async Task takes_a_package_where_it_beats_the_single_offers()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("First", periods: 1, periodUnit: "once").Lot("Second", periods: 1, periodUnit: "once")
            .Member("A").Member("B").Need("A", 6).Need("B", 4).Need("A", 5, lot: 2)
            .Bid("Singles", Offer("1:10.00", vat: "0"), Offer("1:20.00", lot: 2, vat: "0"))
            .BidWith("Both", a => Package(a, "both", (1, 10, "85.00"), (2, 5, "90.00")));

        var round = await auction.AwardAsync();

        // Singles: 10 x 10.00 + 5 x 20.00 = 200.00; the package: 85.00 + 90.00 = 175.00. Of lot 1 A pays 6/10 of 85.00, B 4/10.
        var award = await round.AwardAsync();
        Assert.That(award["totals"]["net"].Pence(), Is.EqualTo(17500));
        Assert.That((bool)award["proved"], Is.True);
        Assert.That(award["lots"].AsArray().Select(lot => (string)lot!["winner"]!["packages"]![0]!), Is.EqualTo(new[] { "both", "both" }));
        var shares = await round.SharesAsync();
        Assert.That(
            shares.Select(share => ((string)share["lotTitle"]!, (string)share["memberName"]!, share["net"].Pence())),
            Is.EquivalentTo(new[] { ("First", "A", 5100L), ("First", "B", 3400L), ("Second", "A", 9000L) }));
    }

    [Test]
    public async Task takes_one_package_of_a_group_at_most()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("First", periods: 1, periodUnit: "once").Lot("Second", periods: 1, periodUnit: "once")
            .Member("A").Need("A", 10).Need("A", 10, lot: 2)
            .Bid("Singles", Offer("1:10.00", vat: "0"), Offer("1:10.00", lot: 2, vat: "0"))
            .BidWith("Either", a => $$"""
                "packages": [
                  { "id": "one", "xorGroup": "x", "lots": [{{PackageLot(a, 1, 10, "50.00")}}] },
                  { "id": "two", "xorGroup": "x", "lots": [{{PackageLot(a, 2, 10, "60.00")}}] }
                ]
                """);

        var round = await auction.AwardAsync();

        Assert.That((await round.AwardAsync())["totals"]["net"].Pence(), Is.EqualTo(5000 + 10000));
    }

    [Test]
    public async Task lets_several_suppliers_share_a_divisible_lot_and_every_member_buy_from_each()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Chairs", periods: 1, periodUnit: "once", divisible: true)
            .Member("A").Member("B").Member("C").Need("A", 5).Need("B", 3).Need("C", 2)
            .Bid("Cheap", Offer("1:10.00", capacity: 7, vat: "0")).Bid("Dear", Offer("1:13.00", vat: "0"));

        var round = await auction.AwardAsync();

        // 7 x 10.00 + 3 x 13.00 = 109.00. Money by quantity: A 5/10 of each, B 3/10, C 2/10. Units: of 7 A gets 4, B 2, C 1; the rest of 3.
        var award = await round.AwardAsync();
        Assert.That(award["totals"]["net"].Pence(), Is.EqualTo(10900));
        Assert.That(award["lots"].AsArray().Select(lot => ((int)lot!["part"]!, (long)lot["winner"]!["quantity"]!)), Is.EquivalentTo(new[] { (1, 7L), (2, 3L) }));
        var shares = (await round.SharesAsync()).ToLookup(share => (string)share["memberName"]!, share => share["net"].Pence(), StringComparer.Ordinal);
        Assert.That((shares["A"].Sum(), shares["B"].Sum(), shares["C"].Sum()), Is.EqualTo((5450L, 3270L, 2180L)));
        var commitments = (await world.Coordinator.GetAsync($"{round.Url}/commitments")).Ok()["items"].AsArray();
        var lines = commitments.SelectMany(c => c!["lines"]!.AsArray(), (c, line) => ((string)c!["memberName"]!, (string)c["supplier"]!["name"]!, (long)line!["quantity"]!));
        Assert.That(lines, Is.EquivalentTo(new[]
        {
            ("A", "Cheap", 4L), ("A", "Dear", 1L), ("B", "Cheap", 2L), ("B", "Dear", 1L), ("C", "Cheap", 1L), ("C", "Dear", 1L),
        }));
    }

    [Test]
    public async Task settles_each_supplier_of_a_lot_what_it_is_due()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Paper", periods: 3, divisible: true)
            .Member("A").Member("B").Need("A", 5).Need("B", 2)
            .Bid("Cheap", Offer("1:10.01", capacity: 4)).Bid("Dear", Offer("1:13.33"));
        var round = await auction.ContractAsync();

        var settled = (await round.SettleAsync("2027-12-31")).Ok();

        Assert.That(settled["periods"].AsArray(), Has.Count.EqualTo(6));
        Assert.That(settled["net"].Pence(), Is.EqualTo(3 * (4004 + 3999)));
        Assert.That((string)(await round.ReadAsync())["state"]!, Is.EqualTo("settled"));
        var accounts = (await world.Coordinator.GetAsync($"{world.Cluster}/ledger/trial-balance")).Ok()["accounts"].AsArray();
        Assert.That(accounts.Where(a => (string?)a!["kind"] == "clearing").Sum(a => a!["balance"].Pence()), Is.Zero);
    }

    [Test]
    public async Task gives_the_volume_discount_and_spreads_the_fee_of_the_bid_over_its_lots()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("First", periods: 1, periodUnit: "once").Lot("Second", periods: 1, periodUnit: "once")
            .Member("A").Member("B").Need("A", 30).Need("B", 10, lot: 2)
            .BidWith(
                "Volume",
                _ => """ "fixedFee": { "amount": "10.00", "currency": "GBP" }, "volumeDiscounts": [{ "fromQuantity": 40, "percent": "10" }]""",
                Offer("1:10.00", vat: "0"), Offer("1:10.00", lot: 2, vat: "0"))
            .Bid("Plain", Offer("1:9.90", vat: "0"), Offer("1:9.90", lot: 2, vat: "0"));

        var round = await auction.AwardAsync();

        // Volume: 40 x 10.00 - 10 % + 10.00 = 370.00; Plain: 396.00. The fee falls on the lots as their lines, 270 : 90.
        var award = await round.AwardAsync();
        Assert.That(award["totals"]["net"].Pence(), Is.EqualTo(37000));
        Assert.That(
            award["lots"].AsArray().Select(lot => (lot!["winner"]!["lineTotalPerPeriod"].Pence(), lot["winner"]!["fixedFee"].Pence(), (string)lot["winner"]!["discountPercent"]!)),
            Is.EqualTo(new[] { (27000L, 750L, "10"), (9000L, 250L, "10") }));
    }

    [Test]
    public async Task orders_more_than_is_needed_only_where_the_round_and_the_scenario_allow_it()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world) { Options = """ "overbuyLimit": 5""" }.Lot("Licences", periods: 1, periodUnit: "once")
            .Member("A").Member("B").Need("A", 50).Need("B", 48)
            .Bid("Tiers", Offer("1:10.00 100:9.00", vat: "0"));
        var round = await auction.OpenAsync();

        var without = (await round.ScenarioAsync("As needed")).Ok();
        var with = (await round.ScenarioAsync("Two more", """{ "overbuyLimit": 5 }""")).Ok();
        var tooMany = await round.ScenarioAsync("Six more", """{ "overbuyLimit": 6 }""");

        // 98 x 10.00 = 980.00; 100 x 9.00 = 900.00, which two units nobody needs make cheaper.
        Assert.That(without["outcome"]["net"].Pence(), Is.EqualTo(98000));
        Assert.That(with["outcome"]["net"].Pence(), Is.EqualTo(90000));
        Assert.That((long)with["outcome"]["lots"]![0]!["overbought"]!, Is.EqualTo(2));
        Assert.That((tooMany.Status, tooMany.Code), Is.EqualTo((HttpStatusCode.Conflict, "overbuyNotAllowed")));
        (await round.CloseWithAsync(with.Id)).Ok();
        Assert.That((await round.SharesAsync()).Sum(share => share["net"].Pence()), Is.EqualTo(90000));
    }

    [Test]
    public async Task goes_to_nobody_who_is_not_bound_by_its_bid_any_more()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk").Member("A").Need("A", 10)
            .BidWith("Expired", _ => """ "validUntil": "2020-01-31" """, Offer("1:5.00"));
        var round = await auction.OpenAsync();

        var refused = await round.CloseAsync();

        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Conflict, "bidExpired")));
    }

    [TestCase(""" "packages": [{ "id": "p", "lots": [{ "lotId": "LOT", "quantity": 1, "price": { "amount": "1", "currency": "EUR" }, "vatCategory": "standard", "vatRate": "20" }] }]""", "currencyDiffers")]
    [TestCase(""" "packages": [{ "id": "p", "lots": [{ "lotId": "LOT", "quantity": 1, "price": { "amount": "1", "currency": "GBP" }, "vatCategory": "zero", "vatRate": "0" }] }]""", "vatDiffersInLot")]
    [TestCase(""" "packages": [{ "id": "p", "lots": [{ "lotId": "11111111-1111-1111-1111-111111111111", "quantity": 1, "price": { "amount": "1", "currency": "GBP" }, "vatCategory": "standard", "vatRate": "20" }] }]""", "unknownLot")]
    [TestCase(""" "volumeDiscounts": [{ "fromQuantity": 5, "percent": "1" }, { "fromQuantity": 5, "percent": "2" }]""", "discountsDoNotRise")]
    [TestCase(""" "volumeDiscounts": [{ "fromQuantity": 0, "percent": "1" }]""", "invalidRequest")]
    [TestCase(""" "packages": [{ "id": "", "lots": [] }]""", "invalidRequest")]
    [TestCase(""" "fixedFee": { "amount": "1", "currency": "EUR" }""", "currencyDiffers")]
    [TestCase(""" "capacity": 0""", "invalidRequest")]
    [TestCase(""" "documents": [{ "sha256": "abc", "name": "x" }]""", "invalidRequest")]
    [TestCase(""" "qualityAnswers": [{ "criterionId": "11111111-1111-1111-1111-111111111111", "answer": "Yes" }]""", "criterionUnknown")]
    public async Task refuses_options_that_make_no_sense(string options, string code)
    {
        var world = await World.NewAsync();
        var round = await ARound.ATenderingRound(world);
        var supplier = await world.SupplierAsync();
        var bid = round.BidJson("20.0000", "62.0000");

        var refused = await supplier.Client.PutAsync(
            $"{world.Cluster}/tenders/{round.Id}/bid", bid.With(options.Replace("LOT", $"{round.Helpdesk}", StringComparison.Ordinal)), ifNoneMatch: "*");

        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.BadRequest, code)));
    }

    private static string Package(Auction auction, string id, params (int Lot, long Quantity, string Price)[] lots) =>
        $$""" "packages": [{ "id": "{{id}}", "lots": [{{string.Join(", ", lots.Select(lot => PackageLot(auction, lot.Lot, lot.Quantity, lot.Price)))}}] }]""";

    private static string PackageLot(Auction auction, int lot, long quantity, string price) =>
        $$"""
        { "lotId": "{{auction.Round.Lots[lot - 1]}}", "quantity": {{quantity}}, "price": { "amount": "{{price}}", "currency": "GBP" }, "vatCategory": "zero", "vatRate": "0" }
        """;
}
