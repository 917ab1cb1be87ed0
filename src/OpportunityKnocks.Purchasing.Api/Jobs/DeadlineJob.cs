using Npgsql;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Jobs;

/// <summary>Moves rounds on when a deadline has passed: a collection is closed, a tender is sealed. What is due is what has passed and is
/// not done, however long ago, so an outage loses nothing. Any number of instances can run it.</summary>
public sealed partial class DeadlineJob(
    IServiceScopeFactory scopes, NpgsqlDataSource database, ServiceClock clock, IJournalSignal journal, ILogger<DeadlineJob> log) : BackgroundService
{
    /// <summary>How the journal names it.</summary>
    public const string Actor = "deadline";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var (cluster, round) in await FindDueAsync(stoppingToken))
                    await MoveOnAsync(cluster, round, stoppingToken);
            }
            catch (NpgsqlException e)
            {
                LogBlind(log, e);
            }

            await Task.Delay(Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Crosses clusters, so it locks nothing.</summary>
    private async Task<List<(ClusterId Cluster, RoundId Round)>> FindDueAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT cluster_id, id FROM rounds WHERE state = 'Collecting' AND needs_close_at <= clock_timestamp() + $1
            UNION ALL
            SELECT cluster_id, id FROM rounds WHERE state = 'Tendering' AND bids_close_at <= clock_timestamp() + $1
            """);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = clock.Offset });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<(ClusterId, RoundId)>();
        while (await reader.ReadAsync(ct))
            due.Add((new ClusterId(reader.GetGuid(0)), new RoundId(reader.GetGuid(1))));
        return due;
    }

    /// <summary>One round that fails is logged and tried again at the next turn; it does not keep the others.</summary>
    private async Task MoveOnAsync(ClusterId cluster, RoundId round, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await TakeStepAsync(scope.ServiceProvider, cluster, round, ct);
            journal.Wake();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailure(log, e, round.Value, cluster.Value);
        }
    }

    private static async Task TakeStepAsync(IServiceProvider services, ClusterId cluster, RoundId id, CancellationToken ct)
    {
        services.GetRequiredService<JournalWriter>().ActAs(Actor);
        var db = services.GetRequiredService<PurchasingDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await services.GetRequiredService<RoundGate>().TryTakeAsync(cluster, id, ct) is not { } taken)
            return;

        // It was read without a lock: another instance may have been faster, or the deadline may have moved.
        switch (taken.Round.State)
        {
            case RoundState.Collecting when taken.Round.NeedsCloseAt <= taken.Now:
                await services.GetRequiredService<CollectionEnd>().CloseAsync(taken, ct);
                break;
            case RoundState.Tendering when taken.Round.BidsCloseAt <= taken.Now:
                services.GetRequiredService<TenderEnd>().Seal(taken);
                break;
            default:
                return;
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "Due rounds could not be looked for; trying again")]
    private static partial void LogBlind(ILogger log, Exception exception);

    [LoggerMessage(LogLevel.Error, "Round {Round} of cluster {Cluster} could not be moved on; trying again")]
    private static partial void LogFailure(ILogger log, Exception exception, Guid round, Guid cluster);
}
