using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>Starts, finds and stops the server process. Whoever calls holds the start lock.</summary>
internal sealed class PostgresServer(StateLayout state, EmbeddedPostgresOptions options, IProgress<string> progress)
{
    private const int PortAttempts = 3;
    private static readonly TimeSpan SilenceAllowed = TimeSpan.FromSeconds(10);

    private readonly Cluster _cluster = new(state);
    private (PostgresBinaries Binaries, ServerAccount Account)? _tools;

    /// <returns>Null when no server runs. One that was orphaned, or is just recovering, is waited for.</returns>
    public async Task<(ServerConnection Connection, bool Durable)?> FindRunningAsync(CancellationToken ct)
    {
        var silence = Stopwatch.StartNew();
        while (PostmasterFile.Read(state) is { } postmaster)
        {
            if (!postmaster.IsAlive)
            {
                GiveUpOnTheDead();
                return null;
            }

            var connection = new ServerConnection(postmaster.Port ?? 0, _cluster.Password(), options.Database);
            var answer = postmaster.Port is null ? ServerAnswer.NotListening : await connection.AskAsync(ct);
            if (answer is ServerAnswer.Ready or ServerAnswer.ReadyButNotDurable)
                return (connection, answer is ServerAnswer.Ready);
            if (answer is ServerAnswer.NotReady)
                silence.Restart();
            if (silence.Elapsed > SilenceAllowed)
                return null;
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }

        return null;
    }

    public async Task<ServerConnection> StartAsync(CancellationToken ct)
    {
        var (binaries, account) = await ToolsAsync(ct);
        if (_cluster.Major() is null)
        {
            progress.Report("Creating the database cluster ...");
            await _cluster.CreateAsync(binaries, account, options.Durable, ct);
        }

        var log = new ServerLog(state.Log);
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            log.Mark();
            var started = await ControlAsync("start", "-l", state.Log, "-t", "300", "-o", ServerSettings.For(port, options.Durable));
            if (started.Succeeded)
                return new ServerConnection(port, _cluster.Password(), options.Database);
            var said = log.SinceMark();
            if (attempt == PortAttempts || !said.Contains("could not bind", StringComparison.Ordinal))
            {
                throw new EmbeddedPostgresException(
                    $"PostgreSQL {binaries.Major} did not start. {started.Complaint}\nThe end of {state.Log}:\n{said}");
            }
        }
    }

    /// <summary>The process the server runs as; null when it does not say.</summary>
    public int? Pid() => PostmasterFile.Read(state)?.Pid;

    public bool Runs() => PostmasterFile.Read(state) is { IsAlive: true };

    public bool RunsAs(int? pid) => PostmasterFile.Read(state) is { IsAlive: true } postmaster && postmaster.Pid == pid;

    /// <summary>Starts a server that died under its users, at the address they know.</summary>
    /// <param name="pid">The process it was: only what that one left behind is cleared away.</param>
    public async Task StartAgainAsync(int? pid, int port, CancellationToken ct)
    {
        if (PostmasterFile.Read(state) is { } left && left.Pid == pid)
            PostmasterFile.MarkAsLeftBehind(state);
        await ToolsAsync(ct);
        var log = new ServerLog(state.Log);
        log.Mark();
        var started = await ControlAsync("start", "-l", state.Log, "-t", "300", "-o", ServerSettings.For(port, options.Durable));
        if (!started.Succeeded)
            throw new EmbeddedPostgresException($"{started.Complaint}\nThe end of {state.Log}:\n{log.SinceMark()}");
    }

    public async Task StopAsync()
    {
        if (PostmasterFile.Read(state) is not { IsAlive: true })
            return;
        await ToolsAsync(CancellationToken.None);
        var stopped = await ControlAsync("stop", "-m", "fast", "-t", "60");
        if (!stopped.Succeeded)
            throw new EmbeddedPostgresException($"PostgreSQL did not stop. {stopped.Complaint}");
    }

    // A server in another container is not seen as a process, and a second one on the same files would destroy them; but locks
    // reach across containers.
    private void GiveUpOnTheDead()
    {
        using var alone = FileLock.TryExclusive(state.UsersLock);
        if (alone is null)
        {
            throw new EmbeddedPostgresException($"Another process uses the database in {state.Root}, but its server cannot be seen from "
                + "here: it has crashed, or runs in another container. Stop that process first.");
        }

        PostmasterFile.MarkAsLeftBehind(state);
    }

    // Looked for as late as possible: joining a server that runs needs no binaries.
    private async Task<(PostgresBinaries Binaries, ServerAccount Account)> ToolsAsync(CancellationToken ct)
    {
        if (_tools is { } known)
            return known;
        var account = await ServerAccount.ChooseAsync(state, ct);
        var binaries = await new BinariesSearch(state, account, options, progress).FindAsync(_cluster.Major(), ct);
        _tools = (binaries, account);
        return (binaries, account);
    }

    // pg_ctl gives the server a session of its own, so that the terminal's Ctrl-C reaches the service only. It is not cancelled
    // half way: it would leave a server behind that nobody has looked at yet.
    private Task<CommandResult> ControlAsync(string verb, params string[] arguments)
    {
        var (binaries, account) = _tools!.Value;
        return account.RunAsync(
            [binaries.Tool("pg_ctl"), verb, "-s", "-w", "-D", state.Data, .. arguments], state.Server, CancellationToken.None);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
