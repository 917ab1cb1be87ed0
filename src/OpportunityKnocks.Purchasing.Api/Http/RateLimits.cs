using System.Globalization;
using System.Threading.RateLimiting;
using OpportunityKnocks.Purchasing.Api.Identity;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>How many requests a minute one client, or one address that has not signed in, may send to this instance. Set by
/// <c>Limits:ClientPerMinute</c> and <c>Limits:AddressPerMinute</c>.</summary>
public sealed class RateLimits(RequestDelegate next, IConfiguration configuration) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly int _perClient = configuration.GetValue("Limits:ClientPerMinute", 12_000);
    private readonly int _perAddress = configuration.GetValue("Limits:AddressPerMinute", 600);
    private readonly PartitionedRateLimiter<Caller> _limiter = PartitionedRateLimiter.Create<Caller, string>(caller =>
        RateLimitPartition.GetSlidingWindowLimiter(caller.Name, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = caller.Quota,
            Window = Window,
            SegmentsPerWindow = 12,
            QueueLimit = 0,
        }));

    public async Task InvokeAsync(HttpContext http)
    {
        var client = http.User.FindFirst(PartyClaims.Client)?.Value;
        var caller = client is null
            ? new Caller($"address {http.Connection.RemoteIpAddress}", _perAddress)
            : new Caller($"client {client}", _perClient);

        using var lease = _limiter.AttemptAcquire(caller);
        var left = _limiter.GetStatistics(caller)?.CurrentAvailablePermits ?? 0;
        http.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"default\";q={caller.Quota};w=60");
        http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"default\";r={left};t=5");
        if (lease.IsAcquired)
            await next(http);
        else
            await Problems.WriteAsync(http, HttpRefusals.TooManyRequests, $"{caller.Quota} requests a minute are allowed. Wait a moment.");
    }

    public void Dispose() => _limiter.Dispose();

    private readonly record struct Caller(string Name, int Quota);
}
