using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Subscriptions;

/// <summary>How events reach a subscriber.</summary>
public enum Channel
{
    Webhook,
    Mail,
}

/// <summary>What a party wants to be told, and where. It reads the journal from its position on; what it may see is judged anew for every
/// event. Its secrets are encrypted with a key outside the database.</summary>
public sealed class Subscription
{
    private Subscription()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public SubscriptionId Id { get; private set; }

    public Channel Channel { get; private set; }

    /// <summary>A coordinator's and an auditor's is the cluster's; an organisation's its own.</summary>
    public PartyKind Owner { get; private set; }

    public OrganisationId? OrganisationId { get; private set; }

    /// <summary>An address: of a receiver, or of mail.</summary>
    public string Target { get; private set; } = "";

    /// <summary>Empty means every event its owner may see.</summary>
    public IReadOnlyList<EventType> Types { get; private set; } = [];

    public bool Active { get; private set; }

    /// <summary>Why the service paused it; null when it did not.</summary>
    public string? PausedBecause { get; private set; }

    public byte[]? Secret { get; private set; }

    /// <summary>Signs beside the new one for a while after a rotation.</summary>
    public byte[]? PreviousSecret { get; private set; }

    public DateTimeOffset? PreviousSecretUntil { get; private set; }

    /// <summary>The journal position up to which deliveries were made out.</summary>
    public long Position { get; private set; }

    /// <summary>The first failure since the last success.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public int Version { get; private set; }

    /// <param name="position">The journal's head: what happened before is not told.</param>
    public static Subscription Make(
        ClusterId cluster, Channel channel, (PartyKind Owner, OrganisationId? Organisation) owner, string target, IReadOnlyList<EventType> types,
        byte[]? secret, long position, DateTimeOffset now) => new()
        {
            ClusterId = cluster,
            Id = SubscriptionId.New(),
            Channel = channel,
            Owner = owner.Owner,
            OrganisationId = owner.Organisation,
            Target = target,
            Types = [.. types.Distinct()],
            Active = true,
            Secret = secret,
            Position = position,
            CreatedAt = now,
            Version = 1,
        };

    public void Change(string target, IReadOnlyList<EventType> types, bool active)
    {
        (Target, Types, Active) = (target, [.. types.Distinct()], active);
        if (active)
            (PausedBecause, FailingSince) = (null, null);
        Version++;
    }

    public void Rotate(byte[] secret, DateTimeOffset bothUntil)
    {
        (PreviousSecret, PreviousSecretUntil, Secret) = (Secret, bothUntil, secret);
        Version++;
    }

    /// <summary>Stays broken: the service stops trying until its owner says go on. Nothing is lost meanwhile.</summary>
    public void Pause(string reason)
    {
        (Active, PausedBecause) = (false, reason);
        Version++;
    }

    public void End(DateTimeOffset now)
    {
        (Active, EndedAt, Secret, PreviousSecret) = (false, now, null, null);
        Version++;
    }
}

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    Pending,
    Delivered,

    /// <summary>Given up after three days while others arrived, or not sent because its owner may not see it any more; it can be tried again.</summary>
    Failed,
}

/// <summary>One event on its way to one subscriber.</summary>
public sealed class Delivery
{
    private Delivery()
    {
    }

    public ClusterId ClusterId { get; private set; }

    /// <summary>The message's id: the same for every attempt, so that a receiver can tell what it has seen.</summary>
    public DeliveryId Id { get; private set; }

    public SubscriptionId SubscriptionId { get; private set; }

    public JournalEntryId EntryId { get; private set; }

    public long Position { get; private set; }

    /// <summary>The round, or what else the event is about: deliveries with the same one keep their order.</summary>
    public Guid OrderKey { get; private set; }

    public EventType Type { get; private set; }

    public DeliveryState State { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset NextAttemptAt { get; private set; }

    /// <summary>Who claimed it has it until then; after that it is anybody's again.</summary>
    public DateTimeOffset? LeasedUntil { get; private set; }

    public DateTimeOffset? LastAttemptAt { get; private set; }

    /// <summary>What came of the last attempt, such as an HTTP status.</summary>
    public string? LastResult { get; private set; }

    public DateTimeOffset? DeliveredAt { get; private set; }
}
