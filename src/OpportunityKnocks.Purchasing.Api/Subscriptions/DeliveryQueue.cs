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

    /// <summary>How many subscribers an instance serves at the same time.</summary>
    public int MostWorkers { get; set; } = 256;
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

    /// <summary>Subscriptions with something to send, in no order, so that nobody is always the last. Crosses clusters, so it locks nothing.</summary>
    public async Task<List<(Guid Cluster, Guid Subscription)>> FindDueAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT s.cluster_id, s.id FROM subscriptions s
            WHERE s.active AND EXISTS (
                SELECT 1 FROM deliveries d WHERE d.cluster_id = s.cluster_id AND d.subscription_id = s.id AND d.state = 'Pending'
                    AND d.next_attempt_at <= clock_timestamp() + $1 AND coalesce(d.leased_until <= clock_timestamp() + $1, true))
            ORDER BY random()
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

    /// <summary>Writes down what came of an attempt, unless there was a newer one meanwhile. While nothing arrives at all nothing is given up:
    /// it is tried with the last pause until the subscription itself is paused.</summary>
    /// <returns>How long the subscriber has been failing; zero after a success.</returns>
    public async Task<TimeSpan> RecordAsync(Guid cluster, Guid subscription, ClaimedDelivery delivery, SendResult result, CancellationToken ct)
    {
        if (result.Delivered)
        {
            await WriteAsync(cluster, delivery, DeliveryState.Delivered, result.Result, TimeSpan.Zero, ct);
            await using var works = Command("UPDATE subscriptions SET failing_since = NULL WHERE cluster_id = $1 AND id = $2 AND failing_since IS NOT NULL", cluster, subscription);
            await works.ExecuteNonQueryAsync(ct);
            return TimeSpan.Zero;
        }

        if (await FailAsync(cluster, subscription, delivery, ct) is not var (failingFor, first))
            return TimeSpan.Zero;

        var state = delivery.Attempts > Pauses.Count && first ? DeliveryState.Failed : DeliveryState.Pending;
        var pause = Pauses[Math.Min(delivery.Attempts, Pauses.Count) - 1] * (1 + (Random.Shared.NextDouble() / 10));
        await WriteAsync(cluster, delivery, state, result.Result, TimeSpan.FromSeconds(pause), ct);
        return failingFor;
    }

    /// <summary>Closes a delivery that is not to be sent.</summary>
    public Task CloseAsync(Guid cluster, ClaimedDelivery delivery, string why, CancellationToken ct) =>
        WriteAsync(cluster, delivery, DeliveryState.Failed, why, TimeSpan.Zero, ct);

    /// <returns>How long the subscriber has been failing, and whether this is its first failure; null when the result comes too late to count.</returns>
    private async Task<(TimeSpan For, bool First)?> FailAsync(Guid cluster, Guid subscription, ClaimedDelivery delivery, CancellationToken ct)
    {
        await using var command = Command(
            """
            UPDATE subscriptions s SET failing_since = coalesce(s.failing_since, clock_timestamp() + $5)
            FROM (SELECT failing_since FROM subscriptions WHERE cluster_id = $1 AND id = $2 FOR UPDATE) before
            WHERE s.cluster_id = $1 AND s.id = $2
                AND EXISTS (SELECT 1 FROM deliveries WHERE cluster_id = $1 AND id = $3 AND state = 'Pending' AND attempts = $4)
            RETURNING clock_timestamp() + $5 - s.failing_since, before.failing_since IS NULL
            """,
            cluster, subscription, delivery.Id, delivery.Attempts, clock.Offset);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetTimeSpan(0), reader.GetBoolean(1)) : null;
    }

    private async Task WriteAsync(Guid cluster, ClaimedDelivery delivery, DeliveryState state, string result, TimeSpan pause, CancellationToken ct)
    {
        await using var command = Command(
            """
            UPDATE deliveries SET leased_until = NULL, last_result = $3, state = $4,
                delivered_at = CASE WHEN $4 = 'Delivered' THEN clock_timestamp() + $5 END,
                next_attempt_at = CASE WHEN $4 = 'Pending' THEN clock_timestamp() + $5 + $6 ELSE next_attempt_at END
            WHERE cluster_id = $1 AND id = $2 AND state = 'Pending' AND attempts = $7
            """,
            cluster, delivery.Id, result, state.ToString(), clock.Offset, pause, delivery.Attempts);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>In the running transaction: lets all go on at once that waits for its next attempt, and what was given up since the subscriber
    /// began to fail. An attempt begins up to a minute before its failure is known.</summary>
    public Task GoOnAsync(PurchasingDb db, Subscription subscription, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            UPDATE deliveries SET state = 'Pending', attempts = 0, next_attempt_at = clock_timestamp() + {clock.Offset}, leased_until = NULL
            WHERE cluster_id = {subscription.ClusterId.Value} AND subscription_id = {subscription.Id.Value}
                AND (state = 'Pending' OR (state = 'Failed' AND last_attempt_at + interval '1 minute' >= (
                    SELECT failing_since FROM subscriptions WHERE cluster_id = {subscription.ClusterId.Value} AND id = {subscription.Id.Value})))
            """,
            ct);

    /// <summary>In the running transaction: puts a delivery back to its beginning.</summary>
    /// <returns>False when there is no such one.</returns>
    public async Task<bool> SendAgainAsync(PurchasingDb db, ClusterId cluster, SubscriptionId subscription, DeliveryId id, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE deliveries SET state = 'Pending', attempts = 0, next_attempt_at = clock_timestamp() + {clock.Offset}, leased_until = NULL, delivered_at = NULL
            WHERE cluster_id = {cluster.Value} AND subscription_id = {subscription.Value} AND id = {id.Value}
            """,
            ct) == 1;

    private NpgsqlCommand Command(string sql, params object[] parameters)
    {
        var command = database.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }
}
