using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Bids;

/// <summary>Every field of a bid, given what it must not hold: 400, never 500, and nothing is stored.</summary>
public sealed class SendingHostileBids
{
    private static readonly (string Field, IReadOnlyList<string> Values)[] Fields =
    [
        ("lots.0.tiers.0.unitPrice", [.. HostileValues.Decimals, "\"1000000000\""]),
        ("lots.0.tiers.0.fromQuantity", [.. HostileValues.Quantities, "901"]),
        ("lots.0.capacity", [.. HostileValues.Quantities.Where(value => value != "null")]),
        ("lots.0.vatRate", [.. HostileValues.Decimals, "\"101\"", "\"100.01\"", "\"20.001\"", "\"0\""]),
        ("lots.0.fixedFee.amount", [.. HostileValues.Decimals, "\"1.001\"", "\"1000000000000\""]),
        ("lots.0.feePerMember.amount", [.. HostileValues.Decimals, "\"1.001\"", "\"1000000000000\""]),
        ("lots.0.fixedFee", ["1", "\"1.00\"", "[]", "{}", """{ "amount": "1.00" }""", """{ "currency": "GBP" }""",
            """{ "amount": "1.00", "currency": "USD" }""", """{ "amount": "1.00", "currency": "gbp" }""", """{ "amount": "1.00", "currency": "XXX" }""",
            """{ "amount": "1.00", "currency": "GBP", "more": 1 }""", """{ "amount": "1.00", "amount": "2.00", "currency": "GBP" }"""]),
        ("lots.0.lotId", ["null", "1", "\"\"", "\"lot\"", "\"00000000-0000-0000-0000-000000000000\"", "\"0198c0de-0000-7000-8000-00000000000\"", "{}"]),
        ("lots.0.basis", ["null", "0", "\"AllUnits\"", "\"allunits\"", "\"0\"", "\"each\"", "[]"]),
        ("lots.0.vatCategory", ["null", "0", "\"Standard\"", "\"zero\"", "\"notRegistered\"", "\"none\"", "{}"]),
        ("lots.0.tiers", ["null", "{}", "[]", "[null]", "[1]", "\"\"",
            """[{ "fromQuantity": 5, "unitPrice": "1" }, { "fromQuantity": 5, "unitPrice": "1" }]""",
            """[{ "fromQuantity": 5, "unitPrice": "1" }, { "fromQuantity": 4, "unitPrice": "1" }]""",
            """[{ "fromQuantity": 5 }]""", """[{ "unitPrice": "1" }]""", """[{ "fromQuantity": 5, "unitPrice": "1", "toQuantity": 9 }]"""]),
        ("lots", ["null", "{}", "[]", "[null]", "[{}]", "1", "\"\""]),
        ("requirements", ["null", "{}", "[]", "[null]", "[{}]", "[1]", """[{ "requirementId": "0198c0de-0000-7000-8000-000000000001", "met": true }]"""]),
        ("requirements.0.met", ["null", "1", "0", "\"true\"", "\"\"", "{}"]),
        ("requirements.0.note", ["1", "true", "{}", "[]", "\"\\u0000\"", "\"\\ud800\"", "\"\\u001b[31m\""]),
        ("vatRegistered", ["null", "1", "\"true\"", "false", "{}"]),
    ];

    private static readonly string[] Bodies =
    [
        "", " ", "null", "[]", "{}", "1", "\"bid\"", "{", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"vatRegistered\":true}", "\u0000", "NaN",
        "{\"vatRegistered\":true,\"vatRegistered\":true,\"requirements\":[],\"lots\":[]}",
    ];

    [Test]
    public async Task answers_400_to_each_and_stores_nothing()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var bids = Fields.SelectMany(field => field.Values, (field, value) => (Name: $"{field.Field} = {value}", Json: With(tender, field.Field, value)))
            .Concat(Bodies.Select(body => (Name: body, Json: body)))
            .ToList();

        var wrong = new List<string>();
        foreach (var chunk in bids.Chunk(8))
            wrong.AddRange((await Task.WhenAll(chunk.Select(bid => TryAsync(supplier.Client, tender.Bid, bid)))).OfType<string>());

        Assert.That(wrong, Is.Empty);
        Assert.That((await supplier.Client.GetAsync(tender.Bid)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        await using var stored = tender.World.Service.Database.CreateCommand("SELECT count(*) FROM bids WHERE cluster_id = $1");
        stored.Parameters.AddWithValue(tender.World.ClusterId);
        Assert.That(await stored.ExecuteScalarAsync(), Is.EqualTo(0L));
    }

    [Test]
    public async Task names_the_field_that_is_wrong()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(await FieldOf("lots.1.tiers.1.unitPrice", "\"-1\""), Is.EqualTo("lots[1].tiers[1].unitPrice"));
            Assert.That(await FieldOf("lots.1.tiers.1.fromQuantity", "0"), Does.Contain("lots[1].tiers[1].fromQuantity"));
            Assert.That(await FieldOf("lots.1.tiers.1.fromQuantity", "1"), Is.EqualTo("lots[1].tiers[1].fromQuantity"));
            Assert.That(await FieldOf("lots.0.capacity", "0"), Is.EqualTo("lots[0].capacity"));
            Assert.That(await FieldOf("lots.1.vatRate", "\"0\""), Is.EqualTo("lots[1].vatRate"));
            Assert.That(await FieldOf("lots.1.lotId", $"\"{tender.Helpdesk}\""), Does.Contain("lots[1].lotId"));
            Assert.That(await FieldOf("vatRegistered", "false"), Does.Contain("lots[0].vatCategory"));
            Assert.That(await FieldOf("requirements.0.note", $"\"{new string('x', 2001)}\""), Is.EqualTo("requirements[0].note"));
        });

        async Task<string> FieldOf(string field, string value)
        {
            var answer = await supplier.Client.PutAsync(tender.Bid, With(tender, field, value), ifNoneMatch: "*");
            return answer.Body["errors"] is { } errors ? string.Join(", ", errors.AsObject().Select(e => e.Key)) : answer.ToString();
        }
    }

    [Test]
    public async Task says_what_of_the_bid_does_not_fit_the_tender()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var answer = $$"""{ "requirementId": "{{tender.Requirements[0]}}", "met": true }""";

        Assert.Multiple(async () =>
        {
            Assert.That(await CodeOf("lots.0.lotId", "\"0198c0de-0000-7000-8000-000000000001\""), Is.EqualTo("unknownLot"));
            Assert.That(await CodeOf("requirements", "[]"), Is.EqualTo("requirementsUnanswered"));
            Assert.That(await CodeOf("requirements", $"[{answer}, {answer}]"), Is.EqualTo("requirementsUnanswered"));
            Assert.That(
                await CodeOf("requirements", $$"""[{{answer}}, { "requirementId": "0198c0de-0000-7000-8000-000000000001", "met": true }]"""),
                Is.EqualTo("requirementsUnanswered"));
            Assert.That(await CodeOf("lots.1.feePerMember", """{ "amount": "1.00", "currency": "EUR" }"""), Is.EqualTo("currencyDiffers"));
        });

        async Task<string?> CodeOf(string field, string value)
        {
            var put = await supplier.Client.PutAsync(tender.Bid, With(tender, field, value), ifNoneMatch: "*");
            var check = await supplier.Client.PostAsync($"{tender.Bid}/check", With(tender, field, value));
            Assert.That((put.Status, put.Code), Is.EqualTo((HttpStatusCode.BadRequest, check.Code)));
            return put.Code;
        }
    }

    private static async Task<string?> TryAsync(Party supplier, string url, (string Name, string Json) bid)
    {
        var put = await supplier.PutAsync(url, bid.Json, ifNoneMatch: "*");
        var check = await supplier.PostAsync($"{url}/check", bid.Json);
        return (put.Status, check.Status) == (HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)
            ? null
            : $"{bid.Name}: put {(int)put.Status} {put.Code}, check {(int)check.Status} {check.Code}";
    }

    /// <summary>The usual bid with other JSON in one place.</summary>
    private static string With(RoundInPlay tender, string field, string value)
    {
        const string Mark = "the value goes here";
        var bid = JsonNode.Parse(tender.BidJson())!;
        var path = field.Split('.');
        var parent = path[..^1].Aggregate(bid, (node, name) => int.TryParse(name, out var index) ? node[index]! : node[name]!);
        parent[path[^1]] = Mark;
        return bid.ToJsonString().Replace($"\"{Mark}\"", value, StringComparison.Ordinal);
    }
}
