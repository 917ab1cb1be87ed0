using System.Globalization;
using System.Text.Json.Nodes;

namespace OpportunityKnocks.Purchasing.Api.Tests.Previews;

/// <summary>An award whose answer is known by exhaustive enumeration, from <c>award-cases.json</c>: the file of known cases that came with
/// the service's design, made independently of this code. Costs there are in pence, and in hundredths of a penny where they are not yet
/// rounded.</summary>
public sealed record AwardCase(JsonNode Given)
{
    public static IEnumerable<AwardCase> All
    {
        get
        {
            using var stream = typeof(AwardCase).Assembly.GetManifestResourceStream("award-cases.json")!;
            return [.. JsonNode.Parse(stream)!["cases"]!.AsArray().Select(one => new AwardCase(one!))];
        }
    }

    public JsonNode Expected => Given["expected"]!;

    public bool IsUnique => (int?)Expected["number_of_optimal_awards"] == 1;

    /// <summary>Supplier and quantity by lot, as the preview lists them.</summary>
    public IEnumerable<string> Award => Expected["award"]!.AsObject()
        .SelectMany(lot => lot.Value!.AsObject(), (lot, supplier) => $"{lot.Key} {supplier.Key} {supplier.Value}");

    public string Body() => new JsonObject
    {
        ["currency"] = "GBP",
        ["lots"] = new JsonArray([.. Given["lots"]!.AsObject().Select(lot => new JsonObject { ["id"] = lot.Key, ["quantity"] = (long)lot.Value! })]),
        ["bids"] = new JsonArray([.. Given["suppliers"]!.AsObject().Select(supplier => Bid(supplier.Key, supplier.Value!))]),
        ["rules"] = Without(new JsonObject
        {
            ["maximumWinners"] = (int?)Given["max_winners"],
            ["allowOverbuy"] = (bool?)Given["allow_overbuy"],
            ["overbuyLimit"] = (int?)Given["overbuy_limit"],
        }),
    }.ToJsonString();

    public override string ToString() => (string)Given["id"]!;

    private JsonObject Bid(string supplier, JsonNode given) => Without(new JsonObject
    {
        ["supplierId"] = supplier,
        ["capacity"] = (long?)given["capacity"],
        ["fixedFee"] = given["fixed_fee"] is { } fee ? Pounds((long)fee) : null,
        ["lots"] = new JsonArray([.. given["bids"]!.AsObject().Select(lot => Without(new JsonObject
        {
            ["lotId"] = lot.Key,
            ["basis"] = (string?)Given["discount"] == "incremental" ? "incremental" : "allUnits",
            ["capacity"] = (long?)lot.Value!["max"],
            ["tiers"] = new JsonArray([.. lot.Value["tiers"]!.AsArray().Select(
                tier => new JsonObject { ["fromQuantity"] = (long)tier![0]!, ["unitPrice"] = Pounds((long)tier[1]!) })]),
        }))]),
        ["packages"] = new JsonArray([.. (Given["packages"]?.AsArray() ?? []).Where(p => (string?)p!["supplier"] == supplier).Select(p => new JsonObject
        {
            ["id"] = (string?)p!["id"],
            ["price"] = Pounds((long)p["price"]!),
            ["lots"] = new JsonArray([.. p["items"]!.AsObject().Select(
                lot => new JsonObject { ["lotId"] = lot.Key, ["quantity"] = (long)lot.Value! })]),
        })]),
    });

    private static JsonObject Without(JsonObject members)
    {
        foreach (var name in members.Where(m => m.Value is null).Select(m => m.Key).ToList())
            members.Remove(name);
        return members;
    }

    private static string Pounds(long pence) => (pence / 100m).ToString("0.00", CultureInfo.InvariantCulture);
}
