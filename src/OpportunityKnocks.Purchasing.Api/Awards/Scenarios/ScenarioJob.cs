using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Optimisation;

namespace OpportunityKnocks.Purchasing.Api.Awards.Scenarios;

/// <summary>Computes the scenarios that nobody can wait for, one at a time in each instance. The instance that is at one says so every
/// second, with how far it is; when it falls silent another begins anew.</summary>
public sealed partial class ScenarioJob(
    IServiceScopeFactory scopes, NpgsqlDataSource database, IJournalSignal journal, ILogger<ScenarioJob> log) : BackgroundService
{
    /// <summary>How the journal names it.</summary>
    public const string Actor = "award search";

    /// <summary>Deterministic time for each pass, and for each rule alone.</summary>
    private const double SearchTime = 120;
    private const double RuleTime = 20;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _asked = new(0);

    /// <summary>Looks at once.</summary>
    public void Wake() => _asked.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await ClaimAsync(stoppingToken) is { } claimed)
                    await ComputeAsync(claimed.Cluster, claimed.Scenario, stoppingToken);
                await _asked.WaitAsync(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or DbUpdateException)
            {
                // It stays claimed until its silence is noticed; then it is tried again.
                LogFailure(log, e);
                await Task.Delay(Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Crosses clusters to find one, then claims it by itself.</summary>
    private async Task<(Guid Cluster, Guid Scenario)?> ClaimAsync(CancellationToken ct)
    {
        const string isDue = "state = 'Computing' AND (heard_at IS NULL OR heard_at < clock_timestamp() - interval '20 seconds')";
        await using var find = database.CreateCommand($"SELECT cluster_id, id FROM award_scenarios WHERE {isDue} ORDER BY created_at LIMIT 1");
        (Guid Cluster, Guid Scenario) found;
        await using (var reader = await find.ExecuteReaderAsync(ct))
        {
            if (!await reader.ReadAsync(ct))
                return null;
            found = (reader.GetGuid(0), reader.GetGuid(1));
        }

        await using var claim = database.CreateCommand(
            $"""
            UPDATE award_scenarios SET heard_at = clock_timestamp() WHERE cluster_id = $1 AND id = (
                SELECT id FROM award_scenarios WHERE cluster_id = $1 AND id = $2 AND {isDue} FOR UPDATE SKIP LOCKED)
            """);
        claim.Parameters.AddWithValue(found.Cluster);
        claim.Parameters.AddWithValue(found.Scenario);
        return await claim.ExecuteNonQueryAsync(ct) == 1 ? found : null;
    }

    private async Task ComputeAsync(Guid clusterId, Guid scenarioId, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, computer) = (scope.ServiceProvider.GetRequiredService<PurchasingDb>(), scope.ServiceProvider.GetRequiredService<ScenarioComputer>());
        var (cluster, id) = (new ClusterId(clusterId), new AwardScenarioId(scenarioId));
        var asked = await db.AwardScenarios.AsNoTracking().SingleAsync(s => s.ClusterId == cluster && s.Id == id, stoppingToken);
        var round = await db.Rounds.AsNoTracking().Include(r => r.Lots).SingleAsync(r => r.ClusterId == cluster && r.Id == asked.RoundId, stoppingToken);
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(stoppingToken);

        using var stop = new CancellationTokenSource();
        var progress = new Progress();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var beating = BeatAsync(cluster, id, progress, currency, stop, ended.Token);
        string? failure = null;
        var scenario = AwardScenario.Ask(cluster, asked.RoundId, asked.Title, asked.Question, asked.Inputs, asked.CreatedAt);
        try
        {
            var inputs = await db.LoadAwardInputsAsync(round, asked.Question, stoppingToken);
            var control = new SolverControl(progress, stop.Token);
            var solver = Awarder.Solver(SearchTime, stoppingToken, control);
            AwardSearch told = (problem, pass) =>
            {
                progress.Begin(pass);
                return solver(problem, pass);
            };
            await computer.ComputeAsync(scenario, inputs, told, Awarder.Solver(RuleTime, stoppingToken, control with { Progress = null }), stoppingToken);
        }
        catch (DomainException refused)
        {
            failure = refused.Message;
        }
        finally
        {
            await ended.CancelAsync();
            await beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await KeepAsync(scope.ServiceProvider, cluster, id, scenario, failure, stoppingToken);
        journal.Wake();
    }

    private static async Task KeepAsync(
        IServiceProvider services, ClusterId cluster, AwardScenarioId id, AwardScenario computed, string? failure, CancellationToken ct)
    {
        var (db, journal) = (services.GetRequiredService<PurchasingDb>(), services.GetRequiredService<JournalWriter>());
        journal.ActAs(Actor);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM award_scenarios WHERE cluster_id = {cluster.Value} AND id = {id.Value} FOR UPDATE", ct);
        var kept = await db.AwardScenarios.SingleAsync(s => s.ClusterId == cluster && s.Id == id, ct);
        if (kept.State != ScenarioState.Computing)
            return;

        if (computed.Figures is { } figures)
            kept.Complete(figures, computed.RulePrices, computed.Found, computed.EndedAt!.Value);
        else
            kept.Fail(failure ?? computed.Message!, computed.RulePrices, services.GetRequiredService<TimeProvider>().GetUtcNow());
        journal.RecordScenario(kept);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Says how far the search is, and hears whether it is to stop.</summary>
    private async Task BeatAsync(
        ClusterId cluster, AwardScenarioId id, Progress progress, Currency currency, CancellationTokenSource stop, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Beat);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                var (pass, best, bound) = progress.Now;
                await using var command = database.CreateCommand(
                    """
                    UPDATE award_scenarios SET heard_at = clock_timestamp(), pass = $3, best_so_far = $4, bound_so_far = $5
                    WHERE cluster_id = $1 AND id = $2 RETURNING stop_requested
                    """);
                command.Parameters.AddWithValue(cluster.Value);
                command.Parameters.AddWithValue(id.Value);
                command.Parameters.AddWithValue(pass);
                command.Parameters.AddWithValue((object?)(best is { } b ? OptimumAward.Write(b, currency) : null) ?? DBNull.Value);
                command.Parameters.AddWithValue((object?)(bound is { } l ? OptimumAward.Write(l, currency) : null) ?? DBNull.Value);
                if (await command.ExecuteScalarAsync(ct) is true)
                    await stop.CancelAsync();
            }
            catch (NpgsqlException e)
            {
                LogFailure(log, e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "An award scenario could not be computed; it is tried again")]
    private static partial void LogFailure(ILogger log, Exception exception);

    /// <summary>What the search last said, for the one who asks from another thread.</summary>
    private sealed class Progress : IProgress<SolverProgress>
    {
        private readonly Lock _lock = new();
        private int _pass = 1;
        private SolverProgress? _last;

        public (int Pass, System.Numerics.BigInteger? Best, System.Numerics.BigInteger? Bound) Now
        {
            get
            {
                lock (_lock)
                    return (_pass, _last?.Best, _last?.Bound);
            }
        }

        public void Begin(int pass)
        {
            lock (_lock)
                (_pass, _last) = (pass, null);
        }

        public void Report(SolverProgress value)
        {
            lock (_lock)
                _last = value;
        }
    }
}
