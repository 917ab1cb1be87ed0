using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Subscriptions;

namespace OpportunityKnocks.Purchasing.Api.Webhooks;

/// <summary>Where events are sent to, and which.</summary>
/// <param name="Url">HTTPS, on the public internet.</param>
/// <param name="Types">Left out or empty: every event the owner may see.</param>
/// <param name="Active">False pauses it; nothing is lost, and true goes on where it stopped.</param>
public sealed record WebhookDetails(string Url, IReadOnlyList<EventType>? Types = null, bool Active = true);

/// <param name="PausedBecause">Why the service paused it.</param>
/// <param name="FailingSince">The first failure since the last success.</param>
public sealed record WebhookResponse(
    Guid Id,
    string Url,
    IReadOnlyList<EventType> Types,
    bool Active,
    string? PausedBecause,
    DateTimeOffset? FailingSince,
    DateTimeOffset CreatedAt,
    int Version) : IVersioned
{
    public static WebhookResponse Of(Subscription s) => new(
        s.Id.Value, s.Target, s.Types, s.Active, s.PausedBecause, s.FailingSince, s.CreatedAt, s.Version);
}

/// <param name="Secret">Keep it: it is shown this once. Verify signatures with it as Standard Webhooks says.</param>
public sealed record WebhookWithSecret(
    Guid Id, string Url, IReadOnlyList<EventType> Types, bool Active, string Secret, DateTimeOffset CreatedAt, int Version) : IVersioned
{
    public static WebhookWithSecret Of(Subscription s, string secret) => new(s.Id.Value, s.Target, s.Types, s.Active, secret, s.CreatedAt, s.Version);
}
