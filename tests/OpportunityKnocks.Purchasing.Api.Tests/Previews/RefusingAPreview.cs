using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using static OpportunityKnocks.Purchasing.Api.Tests.Previews.PreviewingAnAward;

namespace OpportunityKnocks.Purchasing.Api.Tests.Previews;

/// <summary>Two lots of ten units; S1 sells both at 5.00, S2 the first at 4.00. One thing is changed in each test.</summary>
public sealed class RefusingAPreview
{
    private const string Plain =
        """
        {
          "currency": "GBP",
          "lots": [{ "id": "L1", "quantity": 10 }, { "id": "L2", "quantity": 10 }],
          "bids": [
            {
              "supplierId": "S1",
              "lots": [
                { "lotId": "L1", "tiers": [{ "fromQuantity": 1, "unitPrice": "5" }] },
                { "lotId": "L2", "tiers": [{ "fromQuantity": 1, "unitPrice": "5" }] }
              ],
              "packages": [{ "id": "P1", "price": "60", "lots": [{ "lotId": "L1", "quantity": 9 }] }]
            },
            { "supplierId": "S2", "lots": [{ "lotId": "L1", "tiers": [{ "fromQuantity": 1, "unitPrice": "4" }] }] }
          ],
          "rules": { "overbuyLimit": 0 }
        }
        """;

    [TestCase("rules", """{ "budget": "89.99" }""", "budget", null)]
    [TestCase("rules", """{ "minimumWinners": 3 }""", "minimumWinners", null)]
    [TestCase("rules", """{ "maximumSharePercent": 49 }""", "maximumSharePercent", null)]
    [TestCase("rules", """{ "minimumWinnersPerLot": 2 }""", "minimumWinnersPerLot", "L2")]
    [TestCase("bids[0].capacity", "9", "capacity", "L2")]
    [TestCase("bids[0].lots[1].capacity", "9", "capacity", "L2")]
    [TestCase("bids[0].lots[1].tiers[0].fromQuantity", "11", "minimumQuantity", "L2")]
    [TestCase("lots", """[{ "id": "L1", "quantity": 10 }, { "id": "L2", "quantity": 10 }, { "id": "L3", "quantity": 10 }]""", "noBid", "L3")]
    public async Task names_the_rule_that_makes_an_award_impossible(string path, string json, string rule, string? lot)
    {
        var caller = await CallerAsync();

        var answer = (await PreviewAsync(caller, With(path, json))).Ok();

        Assert.That((string?)answer["outcome"], Is.EqualTo("infeasible"));
        Assert.That(
            answer["infeasibleBecause"].AsArray().Select(b => ((string?)b!["rule"], (string?)b["lotId"])), Does.Contain((rule, lot)), answer.Text);
        Assert.That(answer.Body["cost"], Is.Null);
    }

    [Test]
    public async Task names_rules_that_only_together_make_an_award_impossible()
    {
        var caller = await CallerAsync();

        var answer = (await PreviewAsync(caller, With("rules", """{ "budget": "50.00", "minimumWinners": 3 }"""))).Ok();

        var because = answer["infeasibleBecause"].AsArray();
        Assert.That(because.Select(b => (string?)b!["rule"]), Is.EquivalentTo(new[] { "budget", "minimumWinners" }));
        Assert.That(because.Select(b => (bool)b!["alone"]!), Has.All.False);
    }

    [TestCase("currency", "\"XXX\"", "currency")]
    [TestCase("priceWeight", "0", "priceWeight")]
    [TestCase("lots", "[]", "lots")]
    [TestCase("lots[0]", "null", "lots[0]")]
    [TestCase("lots[1].id", "\"L1\"", "lots[1].id")]
    [TestCase("lots[0].quantity", "0", "lots[0].quantity")]
    [TestCase("lots[0].quantity", "1000000001", "lots[0].quantity")]
    [TestCase("lots[0].memberCount", "-1", "lots[0].memberCount")]
    [TestCase("bids[1].supplierId", "\"S1\"", "bids[1].supplierId")]
    [TestCase("bids[1].supplierId", "\"\"", "bids[1].supplierId")]
    [TestCase("bids[0].quality", "\"1.01\"", "bids[0].quality")]
    [TestCase("bids[0].fixedFee", "\"1.505\"", "bids[0].fixedFee")]
    [TestCase("bids[0].fixedFee", "\"-1\"", "bids[0].fixedFee")]
    [TestCase("bids[0].capacity", "-1", "bids[0].capacity")]
    [TestCase("bids[0].lots[0].lotId", "\"L9\"", "bids[0].lots[0].lotId")]
    [TestCase("bids[0].lots[1].lotId", "\"L1\"", "bids[0].lots[1].lotId")]
    [TestCase("bids[0].lots[0].tiers", "[]", "bids[0].lots[0].tiers")]
    [TestCase("bids[0].lots[0].tiers", """[{ "fromQuantity": 5, "unitPrice": "1" }, { "fromQuantity": 5, "unitPrice": "1" }]""", "bids[0].lots[0].tiers[1].fromQuantity")]
    [TestCase("bids[0].lots[0].tiers", """[{ "fromQuantity": 1, "unitPrice": "1.00001" }]""", "bids[0].lots[0].tiers[0].unitPrice")]
    [TestCase("bids[0].packages[0].lots", "[]", "bids[0].packages[0].lots")]
    [TestCase("bids[0].packages[0].lots[0].lotId", "\"L9\"", "bids[0].packages[0].lots[0].lotId")]
    [TestCase("bids[0].volumeDiscounts", """[{ "fromQuantity": 5, "percent": "101" }]""", "bids[0].volumeDiscounts[0].percent")]
    [TestCase("bids[0].volumeDiscounts", """[{ "fromQuantity": 5, "percent": "1" }, { "fromQuantity": 4, "percent": "1" }]""", "bids[0].volumeDiscounts[1].fromQuantity")]
    [TestCase("rules", """{ "allowOverbuy": true }""", "rules.overbuyLimit")]
    [TestCase("rules", """{ "maximumWinners": 0 }""", "rules.maximumWinners")]
    [TestCase("rules", """{ "maximumSharePercent": 101 }""", "rules.maximumSharePercent")]
    [TestCase("rules", """{ "budget": "1e3" }""", "rules.budget")]
    public async Task refuses_what_makes_no_sense_and_names_the_field(string path, string json, string field)
    {
        var caller = await CallerAsync();

        var answer = await PreviewAsync(caller, With(path, json));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
        Assert.That(answer.Code, Is.EqualTo("invalidRequest"));
        Assert.That(answer["errors"].AsObject().Select(e => e.Key), Does.Contain(field), answer.Text);
    }

    [Test]
    public async Task refuses_more_than_it_can_answer_at_once()
    {
        var caller = await CallerAsync();
        var lots = string.Join(',', Enumerable.Range(1, 201).Select(i => $$"""{ "id": "L{{i}}", "quantity": 1 }"""));

        var manyLots = await PreviewAsync(caller, With("lots", $"[{lots}]"));
        var manyBytes = await PreviewAsync(caller, With("currency", $"\"{new string('X', 1024 * 1024)}\""));

        Assert.That(manyLots.Status, Is.EqualTo(HttpStatusCode.BadRequest), manyLots.Text);
        Assert.That(manyLots["errors"].AsObject().Select(e => e.Key), Does.Contain("lots"));
        Assert.That(manyBytes["errors"].AsObject().Select(e => e.Key), Does.Contain("currency"), "a megabyte is read, and judged");
    }

    [Test]
    public async Task refuses_amounts_beyond_all_measure()
    {
        var caller = await CallerAsync();
        const string huge = """[{ "id": "L1", "quantity": 1000000000 }, { "id": "L2", "quantity": 1000000000 }]""";
        var body = With("bids[0].lots[1].tiers[0].unitPrice", "\"999999999.9999\"", With("lots", huge));

        var answer = await PreviewAsync(caller, body);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
        Assert.That(answer.Code, Is.AnyOf("awardAmountsTooLarge", "amountTooLarge"));
    }

    private static string With(string path, string json, string into = Plain)
    {
        var body = JsonNode.Parse(into)!;
        var steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        var parent = steps[..^1].Aggregate(body, (node, step) => step[0] == '[' ? node[int.Parse(step[1..^1])]! : node[step]!);
        if (steps[^1][0] == '[')
            parent[int.Parse(steps[^1][1..^1])] = JsonNode.Parse(json);
        else
            parent[steps[^1]] = JsonNode.Parse(json);
        return body.ToJsonString();
    }
}
