using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Subscriptions;

/// <summary>Sends what is due to one subscriber, and pauses it when it stays broken.</summary>
public sealed class Deliverer(
    IServiceScopeFactory scopes, DeliveryQueue queue, IEnumerable<IChannel> channels, IOptions<DeliveryOptions> options, IJournalSignal signal)
{
    /// <summary>How the journal names it.</summary>
    public const string Actor = "delivery";

    /// <summary>Sends one batch.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> DeliverAsync(Guid cluster, Guid id, CancellationToken ct)
    {
        if (await queue.ClaimAsync(cluster, id, ct) is not { Count: > 0 } claimed
            || await LoadAsync(new ClusterId(cluster), new SubscriptionId(id), claimed, ct) is not { } toSend)
        {
            return false;
        }

        var outcomes = await Task.WhenAll(claimed.Select(delivery => toSend.TryGetValue(delivery.EntryId, out var found)
            ? SendAsync(delivery, found, ct)
            : CloseAsync(cluster, delivery, ct)));
        if (outcomes.FirstOrDefault(reason => reason is not null) is not { } broken)
            return true;

        await PauseAsync(new ClusterId(cluster), new SubscriptionId(id), broken, ct);
        return false;
    }

    private async Task<string?> CloseAsync(Guid cluster, ClaimedDelivery delivery, CancellationToken ct)
    {
        await queue.CloseAsync(cluster, delivery, "Not sent: its owner may not see this any more.", ct);
        return null;
    }

    /// <returns>Why the subscription should be paused; null when it should not.</returns>
    private async Task<string?> SendAsync(ClaimedDelivery delivery, DeliveryToSend toSend, CancellationToken ct)
    {
        var channel = channels.Single(c => c.Kind == toSend.Subscription.Channel);
        var result = await channel.SendAsync(toSend with { MessageId = delivery.Id }, ct);
        var failingFor = await queue.RecordAsync(toSend.Subscription.ClusterId.Value, toSend.Subscription.Id.Value, delivery, result, ct);
        if (result.Refused)
            return $"The receiver wants no more: {result.Result}.";
        return !result.Delivered && failingFor > options.Value.PauseAfter ? $"Nothing has arrived since {failingFor.Days} days; the last answer: {result.Result}." : null;
    }

    /// <returns>By the event's id, those its owner may still see; null when the subscription does not run any more.</returns>
    private async Task<Dictionary<Guid, DeliveryToSend>?> LoadAsync(
        ClusterId cluster, SubscriptionId id, List<ClaimedDelivery> claimed, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PurchasingDb>();
        var subscription = await db.Subscriptions.AsNoTracking().SingleAsync(s => s.ClusterId == cluster && s.Id == id, ct);
        if (!subscription.Active)
            return null;

        var reader = await db.ReaderOfAsync(subscription, ct);
        var ids = claimed.ConvertAll(d => new JournalEntryId(d.EntryId));
        var entries = await reader.Visible(db, cluster).AsNoTracking().Where(e => ids.Contains(e.Id)).ToListAsync(ct);
        return entries.ToDictionary(e => e.Id.Value, e => new DeliveryToSend(subscription, Guid.Empty, e, reader));
    }

    private async Task PauseAsync(ClusterId cluster, SubscriptionId id, string reason, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PurchasingDb>();
        var journal = scope.ServiceProvider.GetRequiredService<JournalWriter>();
        journal.ActAs(Actor);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var held = await db.Subscriptions
            .FromSql($"SELECT * FROM subscriptions WHERE cluster_id = {cluster.Value} AND id = {id.Value} AND active FOR UPDATE")
            .ToListAsync(ct);
        if (held is not [var subscription])
            return;

        subscription.Pause(reason.Length <= 500 ? reason : reason[..500]);
        journal.Record(EventType.SubscriptionPaused, subscription, (await db.ReaderOfAsync(subscription, ct)).Member);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        signal.Wake();
    }
}
