using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Bids;

public sealed class CheckingABid
{
    [Test]
    public async Task prices_it_at_the_pooled_demand()
    {
        var round = await ATenderingRound(await World.NewAsync());
        var supplier = await round.World.SupplierAsync();

        // 25 people x 28.50 = 712.50 a month; 24 months; 500.00 and 3 x 25.00 once. 4 hours at 61.25 and 16 at 50.00 = 1,045.00 a month.
        var check = (await supplier.Client.SendAsync(HttpMethod.Post, $"{round.Bid}/check", round.BidJson(), key: null)).Ok();

        var helpdesk = check["lots"][0]!;
        Assert.That((long)helpdesk["quantity"]!, Is.EqualTo(25));
        Assert.That(Amounts(helpdesk["perPeriod"]!), Is.EqualTo("712.50 142.50 855.00"));
        Assert.That((string?)helpdesk["fixedFee"]!["amount"], Is.EqualTo("500.00"));
        Assert.That((string?)helpdesk["feesPerMember"]!["amount"], Is.EqualTo("75.00"));
        Assert.That(Amounts(helpdesk["term"]!), Is.EqualTo("17675.00 3535.00 21210.00"));
        Assert.That(Amounts(check["lots"][1]!["perPeriod"]!), Is.EqualTo("1045.00 209.00 1254.00"));
        Assert.That(Amounts(check["lots"][1]!["term"]!), Is.EqualTo("25080.00 5016.00 30096.00"));
        Assert.That(Amounts(check["total"]), Is.EqualTo("42755.00 8551.00 51306.00"));
        Assert.That(check["warnings"].AsArray(), Is.Empty);
    }

    [Test]
    public async Task warns_of_what_the_supplier_may_not_have_meant()
    {
        var round = await ATenderingRound(await World.NewAsync());
        var supplier = await round.World.SupplierAsync();
        var json =
            $$"""
            {
              "vatRegistered": false, "requirements": [{ "requirementId": "{{round.Requirements[0]}}", "met": false }],
              "lots": [{
                "lotId": "{{round.Helpdesk}}", "basis": "allUnits", "vatCategory": "notRegistered", "vatRate": "0",
                "tiers": [{ "fromQuantity": 1, "unitPrice": "10" }, { "fromQuantity": 20, "unitPrice": "11" }, { "fromQuantity": 30, "unitPrice": "9" }]
              }]
            }
            """;

        var check = (await supplier.Client.PostAsync($"{round.Bid}/check", json)).Ok();

        var warnings = check["warnings"].AsArray().Select(w => ((string?)w!["code"], (Guid?)w["lotId"]));
        Assert.That(warnings, Is.EquivalentTo(new (string?, Guid?)[]
        {
            ("unitPriceRises", round.Helpdesk), ("higherTierCheaper", round.Helpdesk), ("lotNotOffered", round.OnSite), ("requirementNotMet", null),
        }));
        Assert.That(Amounts(check["total"]), Is.EqualTo("6600.00 0.00 6600.00"));
    }

    [TestCase(26, null, "demandBelowMinimum")]
    [TestCase(1, 24, "demandAboveCapacity")]
    public async Task warns_of_a_demand_that_cannot_be_supplied(int from, int? capacity, string code)
    {
        var round = await ATenderingRound(await World.NewAsync());
        var supplier = await round.World.SupplierAsync();
        var json = round.BidJson().Replace("\"fromQuantity\": 1, \"unitPrice\": \"28", $"\"fromQuantity\": {from}, \"unitPrice\": \"28", StringComparison.Ordinal)
            .Replace("\"capacity\": 900", $"\"capacity\": {capacity ?? 900}", StringComparison.Ordinal);

        var check = (await supplier.Client.PostAsync($"{round.Bid}/check", json)).Ok();

        Assert.That((string?)check["warnings"].AsArray().Single()!["code"], Is.EqualTo(code));
        Assert.That(check["lots"].AsArray().Select(l => (Guid)l!["lotId"]!), Is.EqualTo(new[] { round.OnSite }));
    }

    [Test]
    public async Task stores_nothing()
    {
        var round = await ATenderingRound(await World.NewAsync());
        var supplier = await round.World.SupplierAsync();

        (await supplier.Client.PostAsync($"{round.Bid}/check", round.BidJson(), key: "the-same")).Ok();
        var another = await supplier.Client.PostAsync($"{round.Bid}/check", round.BidJson("1.0000"), key: "the-same");

        Assert.That(another.Status, Is.EqualTo(HttpStatusCode.OK), "a key means nothing here");
        Assert.That((await supplier.Client.GetAsync(round.Bid)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static string Amounts(System.Text.Json.Nodes.JsonNode amounts) =>
        $"{(string?)amounts["net"]!["amount"]} {(string?)amounts["vat"]!["amount"]} {(string?)amounts["gross"]!["amount"]}";
}
