using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Subscriptions;

/// <summary>How failed deliveries are tried again.</summary>
public sealed class DeliveryOptions
{
    /// <summary>The pauses after the first, second, ... failure, in seconds: about three days in all. Each is lengthened by up to a tenth, so that
    /// what failed together does not come back together.</summary>
    public IList<double> RetryAfterSeconds { get; } = [];

    /// <summary>The same, where nothing is configured.</summary>
    public static readonly IReadOnlyList<double> Usual = [5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 86_400];

    /// <summary>An endpoint that failed without a success for so long is paused.</summary>
    public TimeSpan PauseAfter { get; set; } = TimeSpan.FromDays(3);
}

/// <summary>A claimed delivery.</summary>
public sealed record ClaimedDelivery(Guid Id, Guid EntryId, int Attempts);

/// <summary>The deliveries on their way. Who claims one has it for a minute; then it is anybody's again, so that a killed instance keeps
/// nothing. Of a round only the oldest that has not arrived can be claimed: that keeps its order.</summary>
public sealed class DeliveryQueue(NpgsqlDataSource database, ServiceClock clock, Microsoft.Extensions.Options.IOptions<DeliveryOptions> options)
{
    /// <summary>How many messages are on their way to one subscriber at the same time.</summary>
    public const int AtOnce = 8;

    private IReadOnlyList<double> Pauses => options.Value.RetryAfterSeconds is { Count: > 0 } configured ? [.. configured] : DeliveryOptions.Usual;

    /// <summary>Subscriptions with something to send. Crosses clusters, so it locks nothing.</summary>
    public async Task<List<(Guid Cluster, Guid Subscription)>> FindDueAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT s.cluster_id, s.id FROM subscriptions s
            WHERE s.active AND EXISTS (
                SELECT 1 FROM deliveries d WHERE d.cluster_id = s.cluster_id AND d.subscription_id = s.id AND d.state = 'Pending'
                    AND d.next_attempt_at <= clock_timestamp() + $1 AND coalesce(d.leased_until <= clock_timestamp() + $1, true))
            """);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = clock.Offset });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<(Guid, Guid)>();
        while (await reader.ReadAsync(ct))
            due.Add((reader.GetGuid(0), reader.GetGuid(1)));
        return due;
    }

    public async Task<List<ClaimedDelivery>> ClaimAsync(Guid cluster, Guid subscription, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            WITH clock AS MATERIALIZED (SELECT clock_timestamp() + $3 AS at),
            due AS (
                SELECT d.id FROM deliveries d, clock
                WHERE d.cluster_id = $1 AND d.subscription_id = $2 AND d.state = 'Pending'
                    AND d.next_attempt_at <= clock.at AND coalesce(d.leased_until <= clock.at, true)
                    AND NOT EXISTS (
                        SELECT 1 FROM deliveries e WHERE e.cluster_id = $1 AND e.subscription_id = $2 AND e.order_key = d.order_key
                            AND e.state = 'Pending' AND e.position < d.position)
                ORDER BY d.position LIMIT $4 FOR UPDATE OF d SKIP LOCKED)
            UPDATE deliveries d SET leased_until = clock.at + interval '1 minute', attempts = d.attempts + 1, last_attempt_at = clock.at
            FROM due, clock WHERE d.cluster_id = $1 AND d.id = due.id
            RETURNING d.id, d.entry_id, d.attempts
            """);
        command.Parameters.AddWithValue(cluster);
        command.Parameters.AddWithValue(subscription);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = clock.Offset });
        command.Parameters.AddWithValue(AtOnce);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var claimed = new List<ClaimedDelivery>();
        while (await reader.ReadAsync(ct))
            claimed.Add(new ClaimedDelivery(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2)));
        return claimed;
    }

    /// <summary>Writes down what came of an attempt.</summary>
    /// <returns>How long the subscriber has been failing; zero after a success.</returns>
    public async Task<TimeSpan> RecordAsync(Guid cluster, Guid subscription, ClaimedDelivery delivery, SendResult result, CancellationToken ct)
    {
        var pause = delivery.Attempts <= Pauses.Count ? TimeSpan.FromSeconds(Pauses[delivery.Attempts - 1] * (1 + (Random.Shared.NextDouble() / 10))) : (TimeSpan?)null;
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Command(
            """
            UPDATE deliveries SET leased_until = NULL, last_result = $3, state = $4,
                delivered_at = CASE WHEN $4 = 'Delivered' THEN clock_timestamp() + $5 END,
                next_attempt_at = CASE WHEN $4 = 'Pending' THEN clock_timestamp() + $5 + $6 ELSE next_attempt_at END
            WHERE cluster_id = $1 AND id = $2
            """,
            cluster,
            delivery.Id,
            result.Result,
            result.Delivered ? nameof(DeliveryState.Delivered) : pause is null ? nameof(DeliveryState.Failed) : nameof(DeliveryState.Pending),
            clock.Offset,
            pause ?? TimeSpan.Zero));
        batch.BatchCommands.Add(Command(
            result.Delivered
                ? "UPDATE subscriptions SET failing_since = NULL WHERE cluster_id = $1 AND id = $2 AND failing_since IS NOT NULL"
                : """
                UPDATE subscriptions SET failing_since = coalesce(failing_since, clock_timestamp() + $3) WHERE cluster_id = $1 AND id = $2
                RETURNING clock_timestamp() + $3 - failing_since
                """,
            result.Delivered ? [cluster, subscription] : [cluster, subscription, clock.Offset]));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? reader.GetTimeSpan(0) : TimeSpan.Zero;
    }

    /// <summary>In the running transaction: puts a delivery back to its beginning.</summary>
    /// <returns>False when there is no such one.</returns>
    public async Task<bool> SendAgainAsync(PurchasingDb db, ClusterId cluster, SubscriptionId subscription, DeliveryId id, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE deliveries SET state = 'Pending', attempts = 0, next_attempt_at = clock_timestamp() + {clock.Offset}, leased_until = NULL, delivered_at = NULL
            WHERE cluster_id = {cluster.Value} AND subscription_id = {subscription.Value} AND id = {id.Value}
            """,
            ct) == 1;

    private static NpgsqlBatchCommand Command(string sql, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }
}
