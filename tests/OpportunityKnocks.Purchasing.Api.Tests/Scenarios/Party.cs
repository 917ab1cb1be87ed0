using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>An answer of the service, read whole.</summary>
public sealed record Answer(HttpStatusCode Status, string Text, HttpResponseMessage Message)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    /// <summary>The problem's stable code, when it is a problem.</summary>
    public string? Code => Text.Length == 0 || Body is not JsonObject problem ? null : (string?)problem["code"];

    public string ETag => Message.Headers.ETag!.ToString();

    public Guid Id => (Guid)Body["id"]!;

    public JsonNode this[string member] => Body[member]!;

    /// <summary>The answer, if it is a success; else the test fails with what the service said.</summary>
    public Answer Ok()
    {
        if ((int)Status is < 200 or > 299)
            throw new AssertionException($"{Message.RequestMessage?.Method} {Message.RequestMessage?.RequestUri?.PathAndQuery} answered {(int)Status}: {Text}");
        return this;
    }

    public override string ToString() => $"{(int)Status} {Text}";
}

/// <summary>A signed-in API client, speaking HTTP with literal JSON.</summary>
public sealed class Party(HttpClient http, string? token, (string Id, string Secret)? credentials = null) : IDisposable
{
    public static async Task<Party> SignInAsync(Service service, string clientId, string secret, string? scope = null) =>
        new(service.Client(), (string)(await TokenAsync(service, clientId, secret, scope)).Ok()["access_token"]!, (clientId, secret));

    /// <summary>What the token endpoint says.</summary>
    public static async Task<Answer> TokenAsync(Service service, string clientId, string secret, string? scope = null)
    {
        using var http = service.Client();
        return await TokenAsync(http, clientId, secret, scope);
    }

    private static async Task<Answer> TokenAsync(HttpClient http, string clientId, string secret, string? scope)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials" };
        if (scope is not null)
            form["scope"] = scope;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(secret)}")));
        var response = await http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    public static Party Stranger(Service service) => new(service.Client(), null);

    /// <summary>The same client, speaking to another instance.</summary>
    public Party At(Service service) => new(service.Client(), token, credentials);

    /// <inheritdoc cref="At(Service)"/>
    public Party At(ServiceProcess service) => new(new HttpClient { BaseAddress = service.Address }, token, credentials);

    /// <summary>The same client, signed in anew.</summary>
    public Task<Party> AgainAsync(Service service) => SignInAsync(service, credentials!.Value.Id, credentials.Value.Secret);

    /// <summary>The same client, with a new token from another instance: one lives ten minutes.</summary>
    public async Task<Party> SignInAtAsync(ServiceProcess service)
    {
        var there = new HttpClient { BaseAddress = service.Address };
        return new Party(there, (string)(await TokenAsync(there, credentials!.Value.Id, credentials.Value.Secret, null)).Ok()["access_token"]!, credentials);
    }

    /// <summary>A GET that is read as it comes.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string url, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>A GET for something else than JSON.</summary>
    public async Task<HttpResponseMessage> GetAsync(string url, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await http.SendAsync(request);
    }

    public Task<Answer> GetAsync(string url) => SendAsync(HttpMethod.Get, url, null, null);

    /// <param name="key">The Idempotency-Key; a new one when left out.</param>
    public Task<Answer> PostAsync(string url, string? json = null, string? key = null, string? ifMatch = null) =>
        SendAsync(HttpMethod.Post, url, json, key ?? Guid.NewGuid().ToString(), ifMatch);

    public Task<Answer> PutAsync(string url, string json, string? ifMatch = null, string? ifNoneMatch = null, string? key = null) =>
        SendAsync(HttpMethod.Put, url, json, key, ifMatch, ifNoneMatch);

    public Task<Answer> DeleteAsync(string url, string? ifMatch = null, string? key = null) =>
        SendAsync(HttpMethod.Delete, url, null, key, ifMatch);

    public async Task<Answer> SendAsync(
        HttpMethod method, string url, string? json, string? key, string? ifMatch = null, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(method, url);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        var response = await http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    /// <summary>What a stream says within a while.</summary>
    public async Task<Answer> ListenAsync(string url, TimeSpan patience)
    {
        using var response = await OpenAsync(url);
        using var end = new CancellationTokenSource(patience);
        using var heard = new MemoryStream();
        try
        {
            await response.Content.CopyToAsync(heard, end.Token);
        }
        catch (OperationCanceledException)
        {
            // It would go on.
        }

        var text = Encoding.UTF8.GetString(heard.ToArray());
        return new Answer(response.StatusCode, response.IsSuccessStatusCode ? JsonValue.Create(text).ToJsonString() : text, response);
    }

    public void Dispose() => http.Dispose();
}
