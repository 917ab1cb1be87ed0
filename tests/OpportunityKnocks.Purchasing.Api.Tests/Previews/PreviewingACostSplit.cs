using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Previews;

/// <summary>Games whose answers are known, from <c>cost-games.json</c>: the file of known cases that came with the service's design, made
/// independently of this code. A gain is a negative cost.</summary>
public sealed class PreviewingACostSplit
{
    private static readonly Dictionary<string, string> Methods = new(StringComparer.Ordinal)
    {
        ["shapley"] = "shapley",
        ["nucleolus"] = "nucleolus",
        ["scrb_aca"] = "separableCosts",
        ["proportional"] = "poolRate",
        ["equal"] = "equal",
        ["serial_moulin_shenker"] = "serial",
    };

    public static IEnumerable<TestCaseData> Known =>
        from game in Games()
        where game["expected"] is not null
        from expected in game["expected"]!.AsObject()
        where Methods.ContainsKey(expected.Key)
        select new TestCaseData(game.ToJsonString(), expected.Key).SetName($"shares_{game["id"]}_by_{expected.Key}");

    [TestCaseSource(nameof(Known))]
    public async Task shares_as_is_known(string text, string method)
    {
        var (world, game) = (await World.NewAsync(), JsonNode.Parse(text)!);
        var expected = game["expected"]![method]!;
        var sign = (string?)game["kind"] == "gain" ? -1 : 1;

        var answer = (await PreviewAsync(world, Body(game, Methods[method], sign))).Ok();

        var shares = answer["shares"].AsArray();
        Assert.That(
            shares.Select(s => (string?)s!["exact"]),
            Is.EqualTo(expected["exact"]!.AsArray().Select(value => sign == 1 ? (string?)value : Negative((string)value!))));
        if (expected["pence_largest_remainder_ties_by_index"] is { } pence)
            Assert.That(shares.Select(s => Pence(s!["amount"]!)), Is.EqualTo(pence.AsArray().Select(p => (long)p!)));
        if (expected["in_core"] is { } isInCore)
            Assert.That((string?)answer["core"]["status"], Is.EqualTo((bool)isInCore ? "proved" : "blocked"));
        if (expected["individually_rational"] is { } isRational)
            Assert.That((bool)answer["standAloneRespected"], Is.EqualTo((bool)isRational));
        Assert.That(shares.Sum(s => Pence(s!["amount"]!)), Is.EqualTo(Pence(answer["total"])));
    }

    [Test]
    public void rounds_as_is_known()
    {
        foreach (var known in Games().Single(game => (string?)game["kind"] == "rounding")["cases"]!.AsArray())
        {
            var weights = known!["weights"]!.AsArray().Select((w, i) => (new Guid(i, 0, 0, new byte[8]), (long)w!)).ToArray();

            var split = Domain.Allocation.Allocate((long)known["total_pence"]!, weights);

            Assert.That(split.Entries.Select(e => e.Amount), Is.EqualTo(known["expected"]!.AsArray().Select(e => (long)e!)));
        }
    }

    [Test]
    public async Task names_the_group_that_would_do_better_and_says_when_every_split_is_blocked()
    {
        var world = await World.NewAsync();

        var blocked = (await PreviewAsync(world, Table("equal", ("A", "10.00"), ("B", "2.00"), ("A,B", "10.00")))).Ok();
        var empty = (await PreviewAsync(world, Table(
            "equal", ("A", "10"), ("B", "10"), ("C", "10"), ("A,B", "11"), ("A,C", "11"), ("B,C", "11"), ("A,B,C", "20")))).Ok();

        Assert.That(blocked["core"].ToJsonString(), Is.EqualTo(
            """{"status":"blocked","blockingGroup":["B"],"gain":{"amount":"3.00","currency":"GBP"},"coreIsEmpty":false}"""));
        Assert.That((bool)empty["core"]["coreIsEmpty"]!);
    }

    [Test]
    public async Task shares_among_a_thousand_members_in_seconds()
    {
        var world = await World.NewAsync();
        var random = new Random(1);
        var members = string.Join(',', Enumerable.Range(0, 1000).Select(i => $$"""{ "id": "m{{i:0000}}", "quantity": {{random.Next(1, 20)}} }"""));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var answer = (await PreviewAsync(world, $$"""
            {
              "currency": "GBP", "method": "shapley", "members": [{{members}}],
              "tariff": { "basis": "allUnits", "tiers": [
                { "fromQuantity": 1, "unitPrice": "10.00" }, { "fromQuantity": 1000, "unitPrice": "9.00" }, { "fromQuantity": 5000, "unitPrice": "8.00" }], "fixedFee": "100.00" }
            }
            """)).Ok();

        TestContext.Out.WriteLine($"1,000 members: {watch.Elapsed.TotalSeconds:0.0} s.");
        Assert.That(answer["shares"].AsArray().Sum(s => Pence(s!["amount"]!)), Is.EqualTo(Pence(answer["total"])));
        Assert.That(answer["shares"][0]!["exact"], Is.Null, "it is of high precision, not exact");
    }

    [TestCase("""{ "currency": "GBP", "method": "equal", "members": [] , "tariff": { "basis": "allUnits", "tiers": [] } }""")]
    [TestCase("""{ "currency": "GBP", "method": "equal", "members": [{ "id": "A" }] }""")]
    [TestCase("""{ "currency": "gbp", "method": "equal", "members": [{ "id": "A" }], "coalitionCosts": [{ "members": ["A"], "cost": "1" }] }""")]
    [TestCase("""{ "currency": "GBP", "method": "mine", "members": [{ "id": "A" }], "coalitionCosts": [{ "members": ["A"], "cost": "1" }] }""")]
    [TestCase("""{ "currency": "GBP", "method": "equal", "members": [{ "id": "A" }, { "id": "A" }], "coalitionCosts": [{ "members": ["A"], "cost": "1" }] }""")]
    [TestCase("""{ "currency": "GBP", "method": "equal", "members": [{ "id": "A" }, { "id": "B" }], "coalitionCosts": [{ "members": ["A"], "cost": "1" }] }""")]
    [TestCase("""{ "currency": "GBP", "method": "equal", "members": [{ "id": "A" }], "coalitionCosts": [{ "members": ["A"], "cost": "1" }, { "members": ["A"], "cost": "2" }] }""")]
    [TestCase("""{ "currency": "GBP", "method": "equal", "members": [{ "id": "A" }], "coalitionCosts": [{ "members": ["A"], "cost": "1e3" }] }""")]
    [TestCase("""{ "currency": "GBP", "method": "equal", "members": [{ "id": "A" }], "coalitionCosts": [null] }""")]
    [TestCase("""{ "currency": "GBP", "method": "equal", "members": [null], "coalitionCosts": [] }""")]
    [TestCase("""{ "currency": "GBP", "method": "equal", "members": [{ "id": "A" }], "tariff": { "basis": "allUnits", "tiers": [{ "fromQuantity": 1, "unitPrice": "1" }] } }""")]
    [TestCase("""{ "currency": "GBP", "method": "equal", "members": [{ "id": "A", "quantity": 1 }], "tariff": { "basis": "allUnits", "tiers": [{ "fromQuantity": 5, "unitPrice": "1" }, { "fromQuantity": 5, "unitPrice": "1" }] } }""")]
    [TestCase("""{ "currency": "GBP", "method": "equal", "members": [{ "id": "A", "quantity": 1 }], "tariff": { "basis": "allUnits", "tiers": [{ "fromQuantity": 1, "unitPrice": "1" }], "fixedFee": "-1" } }""")]
    public async Task refuses_what_makes_no_sense(string json)
    {
        var answer = await PreviewAsync(await World.NewAsync(), json);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invalidRequest")), answer.ToString());
    }

    [TestCase("nucleolus", 11, ExpectedResult = "tooManyMembers")]
    [TestCase("serial", 2, ExpectedResult = "methodNeedsTariff")]
    [TestCase("poolRate", 2, ExpectedResult = "methodNeedsTariff")]
    public async Task<string?> says_what_a_method_cannot_do(string method, int members)
    {
        var groups = Enumerable.Range(1, (1 << members) - 1)
            .Select(group => (string.Join(',', Enumerable.Range(0, members).Where(i => (group >> i & 1) == 1).Select(i => $"m{i:00}")), "1.00"));

        return (await PreviewAsync(await World.NewAsync(), Table(method, [.. groups]))).Code;
    }

    private static JsonNode[] Games()
    {
        using var stream = typeof(PreviewingACostSplit).Assembly.GetManifestResourceStream("cost-games.json")!;
        return [.. JsonNode.Parse(stream)!["games"]!.AsArray().Select(game => game!.DeepClone())];
    }

    private static string Body(JsonNode game, string method, int sign)
    {
        if (game["values"] is { } values)
            return Table(method, [.. values.AsObject().Select(v => (v.Key, sign == 1 ? (string)v.Value! : Negative((string)v.Value!)))]);

        var quantities = game["quantities"]!.AsArray().Select(q => (int)q!).ToArray();
        var tariff = game["tiers_all_units"] is { } tiers
            ? new JsonObject
            {
                ["basis"] = "allUnits",
                ["tiers"] = new JsonArray([.. tiers.AsArray().Select(t => new JsonObject { ["fromQuantity"] = Math.Max(1, (int)t!["from"]!), ["unitPrice"] = (string?)t["unit_price"] })]),
                ["fixedFee"] = (string?)game["fixed_fee"],
                ["allowOverbuy"] = true,
            }

            // C(y) = y^2: each unit costs two more than the one before.
            : new JsonObject
            {
                ["basis"] = "incremental",
                ["tiers"] = new JsonArray([.. Enumerable.Range(1, quantities.Sum()).Select(
                    unit => new JsonObject { ["fromQuantity"] = unit, ["unitPrice"] = ((2 * unit) - 1).ToString(CultureInfo.InvariantCulture) })]),
            };
        return new JsonObject
        {
            ["currency"] = "GBP",
            ["method"] = method,
            ["members"] = new JsonArray([.. quantities.Select((quantity, i) => new JsonObject { ["id"] = $"{i}", ["quantity"] = quantity })]),
            ["tariff"] = tariff,
        }.ToJsonString();
    }

    private static string Table(string method, params (string Members, string Cost)[] costs) => new JsonObject
    {
        ["currency"] = "GBP",
        ["method"] = method,
        ["members"] = new JsonArray([.. costs[^1].Members.Split(',').Select(id => new JsonObject { ["id"] = id })]),
        ["coalitionCosts"] = new JsonArray([.. costs.Select(c => new JsonObject
        {
            ["members"] = new JsonArray([.. c.Members.Split(',').Select(id => (JsonNode)id)]),
            ["cost"] = c.Cost,
        })]),
    }.ToJsonString();

    private static string Negative(string value) => value == "0" ? value : value.StartsWith('-') ? value[1..] : $"-{value}";

    private static long Pence(JsonNode money) => (long)(decimal.Parse((string)money["amount"]!, CultureInfo.InvariantCulture) * 100);

    private static Task<Answer> PreviewAsync(World world, string json) => world.Coordinator.SendAsync(HttpMethod.Post, "/v1/previews/cost-split", json, null);
}
