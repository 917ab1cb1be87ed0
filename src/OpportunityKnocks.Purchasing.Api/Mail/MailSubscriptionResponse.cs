using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Subscriptions;

namespace OpportunityKnocks.Purchasing.Api.Mail;

/// <summary>Who gets mail, and about what.</summary>
/// <param name="Types">Left out or empty: everything there is a mail for and the owner may see.</param>
/// <param name="Active">False switches it off for a while; what happens meanwhile is sent afterwards.</param>
public sealed record MailSubscriptionDetails(string Address, IReadOnlyList<EventType>? Types = null, bool Active = true);

public sealed record MailSubscriptionResponse(
    Guid Id, string Address, IReadOnlyList<EventType> Types, bool Active, string? PausedBecause, DateTimeOffset CreatedAt, int Version) : IVersioned
{
    public static MailSubscriptionResponse Of(Subscription s) => new(s.Id.Value, s.Target, s.Types, s.Active, s.PausedBecause, s.CreatedAt, s.Version);
}
