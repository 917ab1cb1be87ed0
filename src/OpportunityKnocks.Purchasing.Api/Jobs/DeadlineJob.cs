using Npgsql;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Jobs;

/// <summary>Moves rounds on when a deadline has passed: takes every <see cref="IDueStep"/> that is due, however long ago, so an outage loses
/// nothing. Any number of instances can run it. A step that fails is kept, with what went wrong, and tried again later and later; it does
/// not keep the others.</summary>
public sealed partial class DeadlineJob(
    IServiceScopeFactory scopes, DueRounds due, IJournalSignal journal, ILogger<DeadlineJob> log) : BackgroundService
{
    /// <summary>How the journal names it.</summary>
    public const string Actor = "deadline";

    private const int AtOnce = 4;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var rounds = await due.FindAsync(stoppingToken);

                // In an order of its own, so that several instances do not meet at the same rounds.
                Random.Shared.Shuffle(rounds);
                var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken };
                await Parallel.ForEachAsync(rounds, parallel, async (round, ct) => await MoveOnAsync(round, ct));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                LogBlind(log, e);
            }

            await Task.Delay(Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task MoveOnAsync(DueRound round, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await TakeStepAsync(scope.ServiceProvider, round, ct);
            journal.Wake();
        }
        catch (DomainException refused)
        {
            LogRefusal(log, round.Step, round.RoundId, round.ClusterId, refused.Message);
            await RecordFailureAsync(round, refused.Message, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailure(log, e, round.Step, round.RoundId, round.ClusterId);
            await RecordFailureAsync(round, "The service failed; its log says why.", ct);
        }
    }

    private async Task TakeStepAsync(IServiceProvider services, DueRound round, CancellationToken ct)
    {
        services.GetRequiredService<JournalWriter>().ActAs(Actor);
        var step = services.GetServices<IDueStep>().Single(s => s.Name == round.Step);
        var db = services.GetRequiredService<PurchasingDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var taken = await services.GetRequiredService<RoundGate>().TryTakeAsync(new ClusterId(round.ClusterId), new RoundId(round.RoundId), ct);

        // It was read without a lock: another instance may have been faster, or the deadline may have moved.
        if (taken is null || !step.IsDue(taken.Round, taken.Now))
            return;

        await step.TakeAsync(taken, ct);
        await db.SaveChangesAsync(ct);
        if (round.Attempts > 0)
            await due.ForgetFailureAsync(db, round, ct);
        await transaction.CommitAsync(ct);
    }

    private async Task RecordFailureAsync(DueRound round, string message, CancellationToken ct)
    {
        try
        {
            await due.RecordFailureAsync(round, message, ct);
        }
        catch (NpgsqlException e)
        {
            LogBlind(log, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database could not be asked for due rounds; trying again")]
    private static partial void LogBlind(ILogger log, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Step {Step} of round {Round} in cluster {Cluster} is refused, and tried again later: {Reason}")]
    private static partial void LogRefusal(ILogger log, DueStep step, Guid round, Guid cluster, string reason);

    [LoggerMessage(LogLevel.Error, "Step {Step} of round {Round} in cluster {Cluster} failed; it is tried again later")]
    private static partial void LogFailure(ILogger log, Exception exception, DueStep step, Guid round, Guid cluster);
}
