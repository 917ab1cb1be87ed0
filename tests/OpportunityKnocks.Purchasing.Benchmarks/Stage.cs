using Npgsql;
using OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

namespace OpportunityKnocks.Purchasing.Benchmarks;

/// <summary>An embedded database of the benchmark's own, in a folder that is removed afterwards, and the processes on top of it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly string _folder;
    private readonly EmbeddedPostgres _postgres;

    private Stage(string folder, EmbeddedPostgres postgres) => (_folder, _postgres) = (folder, postgres);

    public string ConnectionString => _postgres.ConnectionString;

    public static async Task<Stage> SetAsync(bool durable)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"purchasing-benchmark-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        Console.WriteLine($"Starting an embedded database{(durable ? "" : " that does not wait for its disk")} ...");
        var postgres = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { StateFolder = Path.Combine(folder, "postgres"), Durable = durable }, new Progress<string>(), CancellationToken.None);
        return new Stage(folder, postgres);
    }

    /// <summary>The real service: the executable itself, in a process of its own, as in production.</summary>
    public Task<ServerProcess> StartServiceAsync() => ServerProcess.StartAsync(
        url => [typeof(EmbeddedPostgres).Assembly.Location, "--Urls", url],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Purchasing"] = ConnectionString,
            ["Keys__Folder"] = Path.Combine(_folder, "keys"),
            ["Bootstrap__ClientId"] = Cast.OperatorId,
            ["Bootstrap__ClientSecret"] = Cast.OperatorSecret,

            // It still counts every request, but lets all of them through.
            ["Limits__ClientPerMinute"] = "100000000",
            ["Limits__AddressPerMinute"] = "100000000",
        });

    /// <summary>The bare API, in a process of its own, on a copy of the database so that neither burdens the other.</summary>
    public async Task<ServerProcess> StartBareAsync()
    {
        var copy = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "bare" };
        return await ServerProcess.StartAsync(
            url => [typeof(Stage).Assembly.Location, "bare", url, copy.ConnectionString],
            new Dictionary<string, string>(StringComparer.Ordinal));
    }

    /// <summary>Copies the database while nobody uses it.</summary>
    public async Task CopyDatabaseAsync()
    {
        var maintenance = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
        await connection.OpenAsync();
        var original = new NpgsqlConnectionStringBuilder(ConnectionString).Database;

        // The sessions of the service that founded it, and our own idle ones.
        await using (var leave = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", connection))
        {
            leave.Parameters.AddWithValue(original!);
            await leave.ExecuteNonQueryAsync();
        }

        NpgsqlConnection.ClearAllPools();
        await using var copy = new NpgsqlCommand($"CREATE DATABASE bare TEMPLATE {original}", connection);
        await copy.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until the sequencer has given every journal entry its position.</summary>
    /// <returns>How many waited, and for how long.</returns>
    public async Task<(long Waiting, TimeSpan Time)> DrainAsync()
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM journal WHERE position IS NULL", connection);
        var first = (long)(await command.ExecuteScalarAsync())!;
        for (var left = first; left > 0 && started.Elapsed < TimeSpan.FromMinutes(1);)
        {
            await Task.Delay(20);
            left = (long)(await command.ExecuteScalarAsync())!;
        }

        return (first, started.Elapsed);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
