using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Reports;

public sealed class ReportingSpend
{
    [Test]
    public async Task tells_local_and_voluntary_sector_suppliers_apart()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("One").Lot("Two", periods: 1, periodUnit: "once").Lot("Three").Member("A")
            .Need("A", 10).Need("A", 1, lot: 2).Need("A", 5, lot: 3)
            .Bid("Charity", Offer("1:10.00", fixedFee: "2.50")).Bid("Company", Offer("1:99.99", lot: 2)).Bid("Neighbour", Offer("1:4.00", lot: 3));
        var round = await auction.ContractAsync();
        (await round.SettleAsync("2027-04-30")).Ok();
        await DecideAsync(world, auction.Suppliers["Company"], """{ "approved": true, "note": "", "voluntarySector": false }""");
        await DecideAsync(world, auction.Suppliers["Neighbour"], """{ "approved": true, "note": "", "local": true }""");

        var spend = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/spend")).Ok();

        // Net: One 10 x 10.00 x 3 + 2.50 = 302.50, of which the first month and the fee, 102.50, are posted; Two 99.99, posted; Three
        // 5 x 4.00 x 3 = 60.00, 20.00 posted. In all 462.49; 302.50 of it are 65.41 %, 99.99 are 21.62 %, 60.00 are 12.97 %.
        Assert.That(
            spend["rows"].AsArray().Select(row => ((string)row!["name"]!, (bool)row["local"]!, (bool)row["voluntarySector"]!, Figures(row["spend"]!))),
            Is.EqualTo(new[]
            {
                ("Charity", false, true, (1, 1, 30250L, 10250L, "65.41")),
                ("Company", false, false, (1, 1, 9999L, 9999L, "21.62")),
                ("Neighbour", true, true, (1, 1, 6000L, 2000L, "12.97")),
            }));
        Assert.That(Figures(spend["total"]), Is.EqualTo((3, 3, 46249L, 22249L, "100.00")));
        Assert.That(Figures(spend["local"]), Is.EqualTo((1, 1, 6000L, 2000L, "12.97")));
        Assert.That(Figures(spend["voluntarySector"]), Is.EqualTo((2, 2, 36250L, 12250L, "78.38")));
        Assert.That(Figures(spend["localOrVoluntary"]), Is.EqualTo((2, 2, 36250L, 12250L, "78.38")));
    }

    [Test]
    public async Task takes_a_company_for_no_charity_until_the_cluster_says_so()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("One").Member("A").Need("A", 1).Bid("S", Offer("1:10.00"));
        await auction.ContractAsync();
        var organisation = $"/v1/organisations/{auction.Suppliers["S"].OrganisationId}";
        var read = (await world.Operator.GetAsync(organisation)).Ok();
        (await world.Operator.PutAsync(
            organisation,
            $$"""{ "name": "S", "size": "upTo9", "postcodeDistrict": "LE2", "identifiers": [{ "scheme": "GB-COH", "value": "{{Guid.NewGuid():N}}" }] }""",
            read.ETag)).Ok();
        var company = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/spend")).Ok();

        await DecideAsync(world, auction.Suppliers["S"], """{ "approved": true, "note": "A community interest company", "voluntarySector": true }""");
        var interest = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/spend")).Ok();

        Assert.That(((bool)company["rows"][0]!["voluntarySector"]!, (bool)interest["rows"][0]!["voluntarySector"]!), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task leaves_out_what_is_not_contracted()
    {
        var world = await World.NewAsync();
        await new Auction(world).Lot("One").Member("A").Need("A", 1).Bid("S", Offer("1:10.00")).AwardAsync();

        var spend = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/spend")).Ok();

        Assert.That(spend["rows"].AsArray(), Is.Empty);
        Assert.That((spend["total"]["contracted"].Pence(), (string?)spend["total"]["percentOfContracted"]), Is.EqualTo((0L, (string?)null)));
    }

    private static async Task DecideAsync(World world, Supplier supplier, string decision)
    {
        var url = $"{world.Cluster}/suppliers/{supplier.OrganisationId}";
        var read = (await world.Coordinator.GetAsync(url)).Ok();
        (await world.Coordinator.PutAsync(url, decision, read.ETag)).Ok();
    }

    private static (int Suppliers, int Lots, long Contracted, long ToDate, string? Percent) Figures(System.Text.Json.Nodes.JsonNode spend) =>
        ((int)spend["suppliers"]!, (int)spend["lots"]!, spend["contracted"].Pence(), spend["toDate"].Pence(), (string?)spend["percentOfContracted"]);
}
