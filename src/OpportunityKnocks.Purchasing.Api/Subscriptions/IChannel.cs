using OpportunityKnocks.Purchasing.Api.Events;
using OpportunityKnocks.Purchasing.Api.Journal;

namespace OpportunityKnocks.Purchasing.Api.Subscriptions;

/// <summary>A delivery with all that is needed to send it.</summary>
/// <param name="Reader">What the subscriber may see at the moment.</param>
public sealed record DeliveryToSend(Subscription Subscription, Guid MessageId, JournalEntry Entry, EventReader Reader);

/// <summary>What came of an attempt.</summary>
/// <param name="Result">For the log of deliveries.</param>
/// <param name="Refused">Whether the receiver said that it wants no more.</param>
public sealed record SendResult(bool Delivered, string Result, bool Refused = false);

/// <summary>A way to reach subscribers.</summary>
public interface IChannel
{
    Channel Kind { get; }

    /// <summary>What a subscription gets that names no types.</summary>
    IReadOnlyList<EventType> Everything { get; }

    /// <summary>Never throws for what the receiver or the network does.</summary>
    Task<SendResult> SendAsync(DeliveryToSend delivery, CancellationToken ct);
}
