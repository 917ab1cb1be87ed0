using System.Diagnostics;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

namespace OpportunityKnocks.Purchasing.Api.Tests.Embedded;

/// <summary>A state folder of one test, and short ways to use it. Gone afterwards.</summary>
internal sealed class TemporaryStateFolder : IDisposable
{
    private sealed class Lines(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }

    public TemporaryStateFolder()
    {
        Directory.CreateDirectory(Path);
        // When the tests run as root the server runs as another user, who must be able to pass.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, (UnixFileMode)Convert.ToInt32("755", 8));
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"purchasing-{Guid.NewGuid():N}");

    /// <summary>What the starts told the person who waits.</summary>
    public List<string> Told { get; } = [];

    public string Data => In("server", "data");

    public string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public Task<EmbeddedPostgres> StartAsync(
        string database = "purchasing", string? binaries = null, bool durable = false, CancellationToken ct = default) =>
        EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { StateFolder = Path, Durable = durable, Database = database, BinariesFolder = binaries },
            new Lines(Told),
            ct);

    public bool ServerRuns() => File.Exists(System.IO.Path.Combine(Data, "postmaster.pid"));

    public int ServerPid() => int.Parse(File.ReadLines(System.IO.Path.Combine(Data, "postmaster.pid")).First());

    /// <summary>A user of the server that is gone when disposed as after <c>kill -9</c>: its lock is released, nothing else is done.</summary>
    public IDisposable AnotherUser() => new FileStream(In("users.lock"), FileMode.Open, FileAccess.Read, FileShare.Read);

    public static async Task<T> QueryAsync<T>(EmbeddedPostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task<(T Result, TimeSpan Took)> TimedAsync<T>(Func<Task<T>> work)
    {
        var watch = Stopwatch.StartNew();
        return (await work(), watch.Elapsed);
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
    }
}
