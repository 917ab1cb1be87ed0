using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OpportunityKnocks.Purchasing.Benchmarks;

/// <summary>A signed-in client.</summary>
internal sealed record Actor(Guid Id, string Token);

/// <summary>A cluster with its coordinator and members, founded over HTTP as anybody would.</summary>
internal sealed class Cast : IDisposable
{
    public const string OperatorId = "operator";
    public const string OperatorSecret = "the operator of the benchmark";

    private readonly HttpClient _http;
    private string _operator = "";
    private string _coordinator = "";

    private Cast(Uri address) => _http = new HttpClient { BaseAddress = address };

    public Guid Cluster { get; private set; }

    public IReadOnlyList<Actor> Members { get; private set; } = [];

    public string Coordinator => _coordinator;

    public static async Task<Cast> AssembleAsync(Uri address, int members)
    {
        var cast = new Cast(address);
        cast._operator = await cast.SignInAsync(OperatorId, OperatorSecret);
        cast.Cluster = IdOf(await cast.PostAsync(cast._operator, "/v1/clusters", """{ "name": "Leicester", "currency": "GBP" }"""));
        cast._coordinator = await cast.ClientAsync($$"""{ "name": "Coordinator", "party": "coordinator", "clusterId": "{{cast.Cluster}}", "person": "Asha Patel" }""");
        var all = new List<Actor>();
        for (var i = 0; i < members; i++)
            all.Add(await cast.MemberAsync(i));
        cast.Members = all;
        return cast;
    }

    /// <summary>A round that is collecting.</summary>
    /// <returns>The round and its only lot.</returns>
    public async Task<(Guid Round, Guid Lot)> RoundAsync()
    {
        var now = DateTimeOffset.UtcNow;
        var draft = await PostAsync(
            _coordinator,
            $"/v1/clusters/{Cluster}/rounds",
            $$"""
            {
              "title": "IT support", "needsCloseAt": "{{now.AddDays(1):O}}", "bidsCloseAt": "{{now.AddDays(2):O}}",
              "lots": [{
                "title": "Helpdesk", "specification": "Weekdays 8 to 18", "categoryCode": "72253000", "unit": "IE",
                "term": { "startsOn": "{{now.AddDays(40):yyyy-MM-dd}}", "periodUnit": "month", "periods": 24 }
              }]
            }
            """);
        await PostAsync(_coordinator, $"/v1/clusters/{Cluster}/rounds/{IdOf(draft)}/publish", null, $"\"{draft["version"]}\"");
        return (IdOf(draft), IdOf(draft["lots"]![0]!));
    }

    public async Task<string> SignInAsync(string id, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));
        return (string)(await SendAsync(request))["access_token"]!;
    }

    public async Task<JsonNode> PostAsync(string token, string url, string? json, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (ifMatch is not null)
            request.Headers.Add("If-Match", ifMatch);
        return await SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private static Guid IdOf(JsonNode node) => (Guid)node["id"]!;

    private async Task<Actor> MemberAsync(int number)
    {
        var organisation = IdOf(await PostAsync(
            _operator,
            "/v1/organisations",
            $$"""{ "name": "Member {{number}}", "size": "upTo9", "postcodeDistrict": "LE2", "identifiers": [{ "scheme": "GB-CHC", "value": "{{Guid.NewGuid():N}}" }] }"""));
        var member = IdOf(await PostAsync(
            _coordinator, $"/v1/clusters/{Cluster}/members", $$"""{ "organisationId": "{{organisation}}", "vatRecovery": "0", "groupIds": [] }"""));
        return new Actor(member, await ClientAsync($$"""{ "name": "Client", "party": "organisation", "organisationId": "{{organisation}}" }"""));
    }

    private async Task<string> ClientAsync(string json)
    {
        var client = await PostAsync(_operator, "/v1/api-clients", json);
        return await SignInAsync((string)client["clientId"]!, (string)client["clientSecret"]!);
    }

    private async Task<JsonNode> SendAsync(HttpRequestMessage request)
    {
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new InvalidOperationException($"{request.Method} {request.RequestUri} answered {(int)answer.StatusCode}: {text}");
    }
}
