namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>The service's own PostgreSQL, for when nobody has set a connection string. Everyone who starts it on the same state
/// folder, in this process or another, shares one server; the last to dispose stops it. A server whose users were all killed
/// runs on and is taken over by the next. A server that dies while it is used is started again, at the same address.</summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);

    private readonly StateLayout _state;
    private readonly PostgresServer _server;
    private readonly IProgress<string> _progress;
    private readonly CancellationTokenSource _leaving = new();
    private readonly Task _watch;
    private FileLock? _use;

    private EmbeddedPostgres(StateLayout state, PostgresServer server, FileLock use, ServerConnection connection, IProgress<string> progress)
    {
        (_state, _server, _use, ConnectionString, _progress) = (state, server, use, connection.ConnectionString, progress);
        _watch = Task.Run(() => WatchAsync(connection.Port, _leaving.Token));
    }

    /// <summary>To the database, which is there and answers; valid until this object is disposed. It holds the password.</summary>
    public string ConnectionString { get; }

    /// <summary>A folder that only the calling user can enter, beside the data, for the keys that must live as long as the data.</summary>
    public string KeysFolder => _state.Keys;

    /// <summary>Joins the running server, or makes what is missing (binaries, cluster, database) and starts it.</summary>
    /// <param name="progress">Hears a short line for a person before each step that takes long.</param>
    /// <exception cref="EmbeddedPostgresException">It cannot be had; the message says what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, IProgress<string> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        var state = StateLayout.Prepare(options.StateFolder);
        var server = new PostgresServer(state, options, progress);
        using var turn = await TakeTurnAsync(state, progress, ct);
        var connection = await JoinAsync(state, server, options, ct) ?? await server.StartAsync(ct);
        try
        {
            await connection.EnsureDatabaseAsync(ct);
            // Nobody can hold it exclusively: that is done only by those whose turn it is.
            var use = FileLock.TryShared(state.UsersLock)
                ?? throw new EmbeddedPostgresException($"{state.UsersLock} is locked by something other than this service.");
            return new EmbeddedPostgres(state, server, use, connection, progress);
        }
        catch
        {
            await StopUnlessUsedAsync(state, server);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _use, null) is not { } use)
            return;
        await _leaving.CancelAsync();
        await _watch;
        _leaving.Dispose();
        using (use)
        {
            using var patience = new CancellationTokenSource(LeavePatience);
            try
            {
                using var turn = await TakeTurnAsync(_state, _progress, patience.Token);
                use.Dispose();
                await StopUnlessUsedAsync(_state, _server);
            }
            catch (Exception problem) when (problem is OperationCanceledException or EmbeddedPostgresException)
            {
                // The service is closing and cannot do more: the next start takes the server over.
                _progress.Report($"The database server was left running. {problem.Message}");
            }
        }
    }

    /// <summary>Looks after the server until the service leaves. Several users look at once; the first whose turn it is starts it again.</summary>
    private async Task WatchAsync(int port, CancellationToken ct)
    {
        var pid = _server.Pid();
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(Glance, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (ct.IsCancellationRequested || _server.RunsAs(pid))
                    continue;

                using var turn = await TakeTurnAsync(_state, _progress, ct);
                if (!_server.Runs())
                {
                    _progress.Report("The database server has died; starting it again ...");
                    await _server.StartAgainAsync(pid, port, ct);
                    _progress.Report("The database server is back.");
                }

                pid = _server.Pid();
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is EmbeddedPostgresException or IOException)
            {
                // Remains of the dead one may still hold its memory or its address: they go, and the next glance tries again.
                _progress.Report($"The database server could not be started again yet. {e.Message}");
            }
        }
    }

    private static Task<FileLock> TakeTurnAsync(StateLayout state, IProgress<string> progress, CancellationToken ct) => FileLock.ExclusiveAsync(
        state.StartLock, () => progress.Report("Waiting for another process to start or stop the database ..."), ct);

    private static async Task<ServerConnection?> JoinAsync(
        StateLayout state, PostgresServer server, EmbeddedPostgresOptions options, CancellationToken ct)
    {
        if (await server.FindRunningAsync(ct) is not { } running)
            return null;
        if (running.Durable || !options.Durable)
            return running.Connection;
        if (!await StopUnlessUsedAsync(state, server))
            throw new EmbeddedPostgresException($"The database in {state.Root} is being run without durability, for tests. Stop them first.");
        return null;
    }

    private static async Task<bool> StopUnlessUsedAsync(StateLayout state, PostgresServer server)
    {
        using var alone = FileLock.TryExclusive(state.UsersLock);
        if (alone is not null)
            await server.StopAsync();
        return alone is not null;
    }
}
