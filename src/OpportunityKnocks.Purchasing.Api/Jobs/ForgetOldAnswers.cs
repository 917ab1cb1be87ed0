using Npgsql;

namespace OpportunityKnocks.Purchasing.Api.Jobs;

/// <summary>Answers are kept for retries for seven days. Each turn deletes a bounded number; a row another instance deletes is passed over.</summary>
public sealed partial class ForgetOldAnswers(NpgsqlDataSource database, TimeProvider time, ILogger<ForgetOldAnswers> log) : BackgroundService
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private const int AtOnce = 1_000;

    /// <returns>How many were deleted; fewer than <see cref="AtOnce"/> when no more are due.</returns>
    public async Task<int> ForgetAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            DELETE FROM answers a USING (
                SELECT cluster_id, client_id, key FROM answers WHERE created_at < $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED) old
            WHERE a.cluster_id = old.cluster_id AND a.client_id = old.client_id AND a.key = old.key
            """);
        command.Parameters.AddWithValue(time.GetUtcNow() - Kept);
        command.Parameters.AddWithValue(AtOnce);
        return await command.ExecuteNonQueryAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(10));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await ForgetAsync(stoppingToken) == AtOnce)
                {
                }
            }
            catch (NpgsqlException e)
            {
                LogFailure(log, e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Old answers could not be deleted; trying again")]
    private static partial void LogFailure(ILogger log, Exception exception);
}
