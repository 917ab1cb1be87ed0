using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Subscriptions;

/// <summary>Makes out a delivery for every sequenced event a subscriber may see and wants. It reads positions, which are given after the
/// commit: nothing that was rolled back is ever told, and nothing is left out.</summary>
public sealed class FanOut(NpgsqlDataSource database, IServiceScopeFactory scopes, IEnumerable<IChannel> channels, TimeProvider time)
{
    private const int AtOnce = 500;

    /// <summary>Subscriptions that are behind their journal. Crosses clusters, so it locks nothing.</summary>
    public async Task<List<(Guid Cluster, Guid Subscription)>> FindBehindAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "SELECT s.cluster_id, s.id FROM subscriptions s JOIN feeds f ON f.cluster_id = s.cluster_id WHERE s.active AND s.position < f.position");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var behind = new List<(Guid, Guid)>();
        while (await reader.ReadAsync(ct))
            behind.Add((reader.GetGuid(0), reader.GetGuid(1)));
        return behind;
    }

    /// <summary>Brings one subscription forward, if no other instance is at it.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> BringForwardAsync(Guid cluster, Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PurchasingDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var held = await db.Subscriptions
            .FromSql($"SELECT * FROM subscriptions WHERE cluster_id = {cluster} AND id = {id} AND active FOR UPDATE SKIP LOCKED")
            .AsNoTracking()
            .ToListAsync(ct);
        if (held is not [var subscription])
            return false;

        var head = await db.Feeds.Where(f => f.ClusterId == subscription.ClusterId).Select(f => f.Position).SingleAsync(ct);
        var reader = await db.ReaderOfAsync(subscription, ct);
        var wanted = subscription.Types.Count > 0 ? subscription.Types : channels.Single(c => c.Kind == subscription.Channel).Everything;
        var entries = await reader.Visible(db, subscription.ClusterId)
            .Where(e => e.Position > subscription.Position && e.Position <= head && wanted.Contains(e.Type))
            .OrderBy(e => e.Position)
            .Take(AtOnce)
            .Select(e => new { Id = e.Id.Value, Position = e.Position!.Value, Key = e.RoundId == null ? e.SubjectId : e.RoundId.Value.Value, e.Type })
            .ToListAsync(ct);
        var upTo = entries.Count == AtOnce ? entries[^1].Position : head;
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO deliveries (cluster_id, id, subscription_id, entry_id, position, order_key, type, state, attempts, next_attempt_at)
            SELECT {cluster}, e.id, {id}, e.entry_id, e.position, e.order_key, e.type, 'Pending', 0, {time.GetUtcNow()}
            FROM unnest({entries.Select(_ => DeliveryId.New().Value).ToArray()}, {entries.Select(e => e.Id).ToArray()},
                {entries.Select(e => e.Position).ToArray()}, {entries.Select(e => e.Key).ToArray()},
                {entries.Select(e => e.Type.ToString()).ToArray()}) AS e (id, entry_id, position, order_key, type)
            """,
            ct);
        await db.Database.ExecuteSqlAsync($"UPDATE subscriptions SET position = {upTo} WHERE cluster_id = {cluster} AND id = {id}", ct);
        await transaction.CommitAsync(ct);
        return entries.Count == AtOnce;
    }
}
