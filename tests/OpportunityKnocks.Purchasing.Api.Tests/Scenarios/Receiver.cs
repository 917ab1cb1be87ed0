using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>A message as the receiver of a webhook got it.</summary>
public sealed record ReceivedMessage(string Id, string Timestamp, string Signature, string? ContentType, byte[] Body);

/// <summary>A receiver of webhooks on a free port of this machine.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app, int port) => (_app, Port) = (app, port);

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}/events";

    /// <summary>What it answered 2xx to, in order.</summary>
    public ConcurrentQueue<ReceivedMessage> Accepted { get; } = new();

    /// <summary>Everything that came, accepted or not.</summary>
    public ConcurrentQueue<ReceivedMessage> Came { get; } = new();

    /// <summary>What it answers; may take its time.</summary>
    public Func<ReceivedMessage, Task<HttpStatusCode>> Answer { get; set; } = _ => Task.FromResult(HttpStatusCode.NoContent);

    /// <summary>Where it sends callers on to, with a redirect.</summary>
    public string? Location { get; set; }

    public static async Task<Receiver> StartAsync()
    {
        var port = ServiceProcess.FreePort();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new Receiver(app, port);
        app.MapPost("/events", receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>The settings with which a service may call it.</summary>
    /// <param name="retryAfterSeconds">The pause after each failure.</param>
    public static Dictionary<string, string> Allowing(string retryAfterSeconds, params Receiver[] receivers)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (receiver, i) in receivers.Select((receiver, i) => (receiver, i)))
            settings[$"Outgoing:AllowedTargets:{i}"] = $"127.0.0.1:{receiver.Port}";
        for (var i = 0; i < 40; i++)
            settings[$"Deliveries:RetryAfterSeconds:{i}"] = retryAfterSeconds;
        return settings;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers;
        var message = new ReceivedMessage(
            headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), http.Request.ContentType, body.ToArray());
        Came.Enqueue(message);
        var status = await Answer(message);
        if ((int)status is >= 200 and < 300)
            Accepted.Enqueue(message);
        http.Response.StatusCode = (int)status;
        http.Response.Headers.Location = Location;
    }
}
