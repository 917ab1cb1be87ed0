using System.Text.Json.Nodes;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>A round that weighs quality, as those who score its bids know it.</summary>
public sealed partial record RoundInPlay
{
    /// <summary>Two criteria, 30 and 10 of 100; with a comma at neither end, for <see cref="RoundPlans.With"/>.</summary>
    public static string Quality(bool hideSuppliers = false) =>
        $$"""
        "evaluation": {
          "hideSuppliers": {{(hideSuppliers ? "true" : "false")}},
          "criteria": [{ "title": "Service", "weight": 30 }, { "title": "Social value", "weight": 10 }]
        }
        """;

    public async Task<IReadOnlyList<Guid>> CriteriaAsync() =>
        [.. (await ReadAsync())["evaluation"]["criteria"]!.AsArray().Select(c => (Guid)c!["id"]!)];

    /// <summary>The id of a supplier's bid, as its supplier reads it.</summary>
    public async Task<Guid> BidIdAsync(Supplier supplier) => (Guid)(await supplier.Client.GetAsync(Bid)).Ok()["bidId"];

    public Task<Answer> DeclareAsync(Party person, string json = """{ "hasInterest": false }""") => person.PostAsync($"{Url}/declarations", json);

    /// <param name="scores">One for each criterion, in their order.</param>
    public async Task<Answer> ScoreAsync(Party person, Guid bid, params string[] scores) =>
        await person.PostAsync($"{Url}/scores", $$"""{ "bidId": "{{bid}}", "scores": {{await ScoresJsonAsync(scores)}} }""");

    /// <summary>Records a consensus on the scores as they are.</summary>
    /// <param name="scores">One for each criterion, in their order.</param>
    public async Task<Answer> AgreeAsync(Party person, Guid bid, string[] scores, string? reason = null, string? ifMatch = null) =>
        await person.PostAsync(
            $"{Url}/scores/{bid}/consensus",
            $$"""{ "scores": {{await ScoresJsonAsync(scores)}}{{(reason is null ? "" : $", \"reason\": \"{reason}\"")}} }""",
            ifMatch: ifMatch ?? (await person.GetAsync($"{Url}/scores/{bid}")).ETag);

    /// <summary>One person declares no interest, scores every bid and records the consensus on it.</summary>
    /// <param name="scores">For each supplier of the scenario, one for each criterion.</param>
    public async Task ScoreAllAsync(Party person, params string[][] scores)
    {
        (await DeclareAsync(person)).Ok();
        foreach (var (supplier, given) in Suppliers.Zip(scores))
        {
            var bid = await BidIdAsync(supplier);
            (await ScoreAsync(person, bid, given)).Ok();
            (await AgreeAsync(person, bid, given)).Ok();
        }
    }

    private async Task<string> ScoresJsonAsync(string[] scores) => new JsonArray(
        [.. (await CriteriaAsync()).Zip(scores, (id, score) => (JsonNode)new JsonObject { ["criterionId"] = id, ["score"] = score, ["note"] = $"Because of {score}" })]).ToJsonString();
}
