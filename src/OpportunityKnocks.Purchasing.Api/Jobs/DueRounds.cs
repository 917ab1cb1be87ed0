using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Jobs;

/// <summary>A round that a step is due for.</summary>
/// <param name="Attempts">How often the step has failed.</param>
public sealed record DueRound(Guid ClusterId, Guid RoundId, DueStep Step, int Attempts);

/// <summary>Finds what is due, and keeps what failed.</summary>
public sealed class DueRounds(NpgsqlDataSource database, IServiceScopeFactory scopes, ServiceClock clock)
{
    private readonly Lazy<string> _find = new(() => Find(scopes));

    /// <summary>Every step that is due and does not rest after a failure. Crosses clusters, so it locks nothing.</summary>
    public async Task<DueRound[]> FindAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(_find.Value);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = clock.Offset });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<DueRound>();
        while (await reader.ReadAsync(ct))
            due.Add(new DueRound(reader.GetGuid(0), reader.GetGuid(1), Enum.Parse<DueStep>(reader.GetString(2)), reader.GetInt32(3)));
        return [.. due];
    }

    /// <summary>Keeps the failure; the step rests twice as long as after the one before, up to five minutes.</summary>
    public async Task RecordFailureAsync(DueRound round, string message, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            INSERT INTO step_failures AS f (cluster_id, round_id, step, attempts, first_failed_at, retry_at, message)
            VALUES ($1, $2, $3, 1, clock_timestamp() + $5, clock_timestamp() + $5 + interval '1 second', $4)
            ON CONFLICT (cluster_id, round_id, step) DO UPDATE
            SET attempts = f.attempts + 1, message = excluded.message,
                retry_at = clock_timestamp() + $5 + least(interval '1 second' * power(2, least(f.attempts, 20)), interval '5 minutes')
            """);
        command.Parameters.AddWithValue(round.ClusterId);
        command.Parameters.AddWithValue(round.RoundId);
        command.Parameters.AddWithValue(round.Step.ToString());
        command.Parameters.AddWithValue(message);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = clock.Offset });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>In the transaction of the step that succeeded.</summary>
    public Task ForgetFailureAsync(PurchasingDb db, DueRound round, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        DELETE FROM step_failures WHERE cluster_id = {round.ClusterId} AND round_id = {round.RoundId} AND step = {round.Step.ToString()}
        """,
        ct);

    private static string Find(IServiceScopeFactory scopes)
    {
        using var scope = scopes.CreateScope();
        var steps = scope.ServiceProvider.GetServices<IDueStep>().Select(step =>
            $"""
            SELECT r.cluster_id, r.id, '{step.Name}', coalesce(f.attempts, 0)
            FROM clock CROSS JOIN rounds r
            LEFT JOIN step_failures f ON f.cluster_id = r.cluster_id AND f.round_id = r.id AND f.step = '{step.Name}'
            WHERE {step.Condition} AND coalesce(f.retry_at <= clock.at, true)
            """);
        return $"WITH clock AS MATERIALIZED (SELECT clock_timestamp() + $1 AS at) {string.Join(" UNION ALL ", steps)}";
    }
}
