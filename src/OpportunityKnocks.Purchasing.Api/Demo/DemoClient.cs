using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OpportunityKnocks.Purchasing.Api.Demo;

/// <summary>What a client of the API needs: it signs in at <c>/connect/token</c> and speaks JSON over HTTP, like anybody's software.</summary>
public sealed class DemoClient(HttpClient http, string token)
{
    public static async Task<DemoClient> SignInAsync(HttpClient http, string clientId, string secret, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", clientId), new("client_secret", secret)]),
        };
        using var response = await http.SendAsync(request, ct);
        var answer = await ReadAsync(response, ct);
        return new DemoClient(http, (string)answer["access_token"]!);
    }

    public Task<JsonNode> GetAsync(string url, CancellationToken ct) => SendAsync(HttpMethod.Get, url, null, null, ct);

    public Task<JsonNode> PostAsync(string url, JsonNode? body, CancellationToken ct, string? ifMatch = null) =>
        SendAsync(HttpMethod.Post, url, body, ifMatch is null ? null : ("If-Match", ifMatch), ct);

    public Task<JsonNode> CreateAsync(string url, JsonNode body, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, url, body, ("If-None-Match", "*"), ct);

    public Task<JsonNode> ReviseAsync(string url, JsonNode body, string ifMatch, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, url, body, ("If-Match", ifMatch), ct);

    public Task<JsonNode> DeleteAsync(string url, string ifMatch, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, url, null, ("If-Match", ifMatch), ct);

    /// <summary>Every item of a list, page by page.</summary>
    public async Task<List<JsonNode>> ListAsync(string url, CancellationToken ct)
    {
        var items = new List<JsonNode>();
        for (var next = url; next is not null;)
        {
            var page = await GetAsync(next, ct);
            items.AddRange(page["items"]!.AsArray().Select(i => i!));
            next = (string?)page["next"];
        }

        return items;
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string url, JsonNode? body, (string Name, string Value)? condition, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (method != HttpMethod.Get)
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (condition is { } header)
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, ct);
        return await ReadAsync(response, ct);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        var answer = text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
        return response.IsSuccessStatusCode ? answer : throw new DemoRefusalException((string?)answer["code"] ?? response.StatusCode.ToString(), text);
    }
}

/// <summary>The service refused a request of the demonstration.</summary>
/// <param name="code">The problem's stable code.</param>
public sealed class DemoRefusalException(string code, string answer) : Exception($"{code}: {answer}")
{
    public string Code { get; } = code;
}
