using System.Globalization;
using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Previews;

public sealed class PreviewingAnAward
{
    [TestCaseSource(typeof(AwardCase), nameof(AwardCase.All))]
    public async Task gives_the_known_cost_and_award(AwardCase known)
    {
        var caller = await CallerAsync();

        var answer = await PreviewAsync(caller, known.Body());

        if ((string?)known.Expected["status"] == "infeasible")
        {
            Assert.That((string?)answer.Ok()["outcome"], Is.EqualTo("infeasible"));
            return;
        }

        Assert.That((string?)answer.Ok()["outcome"], Is.EqualTo("provedOptimal"));
        Assert.That(Number(answer["cost"]["amount"]!) * 100, Is.EqualTo((decimal)known.Expected["cost_pence"]!));
        Assert.That(Number(answer["evaluatedCost"]) * 10_000, Is.EqualTo((decimal)known.Expected["cost_pence_x100"]!));
        Assert.That((string?)answer["bound"], Is.EqualTo((string?)answer["evaluatedCost"]));
        Assert.That((string?)answer["gapPercent"], Is.EqualTo("0"));
        if (known.IsUnique)
        {
            Assert.That(Supplies(answer), Is.EqualTo(known.Award));
            Assert.That(answer["packages"].AsArray().Select(p => (string?)p!["packageId"]), Is.EqualTo(known.Expected["packages_won"]!.AsArray().Select(p => (string?)p)));
        }
    }

    [Test]
    public async Task gives_equals_to_the_fewest_and_smallest_suppliers()
    {
        var caller = await CallerAsync();
        var tie = AwardCase.All.Single(known => known.ToString() == "w02_tie").Body();

        var answer = (await PreviewAsync(caller, tie)).Ok();

        Assert.That(Supplies(answer), Is.EqualTo(new[] { "L1 S1 4" }));
        Assert.That(answer["winners"].AsArray().Select(w => (string?)w), Is.EqualTo(new[] { "S1" }));
    }

    [TestCase("w02_tie")]
    [TestCase("w21_random")]
    public async Task gives_the_same_award_twenty_times_to_the_byte(string id)
    {
        var caller = await CallerAsync();
        var body = AwardCase.All.Single(known => known.ToString() == id).Body();

        var answers = new List<string>();
        for (var i = 0; i < 20; i++)
            answers.Add((await PreviewAsync(caller, body)).Ok().Text);

        Assert.That(answers.Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task counts_quality_discounts_fees_and_packages()
    {
        // S1: 8 units at 5.21 less 10 % = 37.512; the package of 4 = 18.00; fees 1.50, 2.00 and 3 x 0.25: 59.762, as it will be paid 59.76.
        // Factor 1 / (1 + 30/70 x 0.8) = 0.744681, evaluated 59.762 x 0.744681 = 44.503625922.
        var caller = await CallerAsync();
        const string body =
            """
            {
              "currency": "GBP", "priceWeight": 70,
              "lots": [{ "id": "L1", "quantity": 12, "memberCount": 3 }],
              "bids": [
                {
                  "supplierId": "S1", "capacity": 12, "fixedFee": "1.50", "quality": "0.80",
                  "lots": [{ "lotId": "L1", "tiers": [{ "fromQuantity": 1, "unitPrice": "5.21" }], "fixedFee": "2.00", "feePerMember": "0.25" }],
                  "packages": [
                    { "id": "P1", "xorGroup": "g", "price": "18.00", "lots": [{ "lotId": "L1", "quantity": 4 }] },
                    { "id": "P2", "xorGroup": "g", "price": "18.10", "lots": [{ "lotId": "L1", "quantity": 4 }] }
                  ],
                  "volumeDiscounts": [{ "fromQuantity": 8, "percent": "10" }]
                },
                { "supplierId": "S2", "lots": [{ "lotId": "L1", "tiers": [{ "fromQuantity": 1, "unitPrice": "4.90" }] }] }
              ]
            }
            """;

        var answer = (await PreviewAsync(caller, body)).Ok();

        var supply = answer["lots"][0]!["supplies"]![0]!;
        Assert.That(Supplies(answer), Is.EqualTo(new[] { "L1 S1 8" }));
        Assert.That((string?)supply["unitPrice"], Is.EqualTo("4.6890"));
        Assert.That(Number(supply["lineTotal"]!["amount"]!), Is.EqualTo(37.51m));
        Assert.That(Number(supply["fixedFee"]!["amount"]!), Is.EqualTo(2.00m));
        Assert.That(Number(supply["memberFees"]!["amount"]!), Is.EqualTo(0.75m));
        Assert.That((string?)answer["packages"][0]!["packageId"], Is.EqualTo("P1"));
        Assert.That(Number(answer["cost"]["amount"]!), Is.EqualTo(59.76m));
        Assert.That((string?)answer["evaluatedCost"], Is.EqualTo("44.503625922"));
    }

    [Test]
    public async Task is_for_anybody_signed_in_and_for_nobody_else()
    {
        var world = await World.NewAsync();
        var body = AwardCase.All.First().Body();

        var supplier = await PreviewAsync((await world.SupplierAsync()).Client, body);
        var stranger = await PreviewAsync(Party.Stranger(world.Service), body);

        Assert.That(supplier.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(stranger.Code, Is.EqualTo("notSignedIn"));
    }

    internal static async Task<Party> CallerAsync() => (await World.NewAsync()).Coordinator;

    internal static Task<Answer> PreviewAsync(Party caller, string body) =>
        caller.SendAsync(HttpMethod.Post, "/v1/previews/award", body, key: null);

    private static IEnumerable<string> Supplies(Answer answer) => answer["lots"].AsArray()
        .SelectMany(lot => lot!["supplies"]!.AsArray(), (lot, supply) => $"{lot!["lotId"]} {supply!["supplierId"]} {supply["quantity"]}");

    private static decimal Number(System.Text.Json.Nodes.JsonNode text) => decimal.Parse((string)text!, CultureInfo.InvariantCulture);
}
