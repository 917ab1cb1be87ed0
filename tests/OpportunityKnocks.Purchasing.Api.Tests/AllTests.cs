using Npgsql;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Persistence.Embedded;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

[assembly: Parallelizable(ParallelScope.All)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: LevelOfParallelism(4)]

namespace OpportunityKnocks.Purchasing.Api.Tests;

/// <summary>One database and one instance for all tests; every test founds a cluster of its own in it. A second instance on the same
/// database starts when a test asks for it.</summary>
[SetUpFixture]
public sealed class AllTests
{
    public const string OperatorId = "operator";
    public const string OperatorSecret = "the operator of the tests";

    private static EmbeddedPostgres? _embedded;
    private static string _stateFolder = "";
    private static Lazy<Service> _first = null!;
    private static Lazy<Service> _second = null!;

    public static Service Service => _first.Value;

    public static Service SecondInstance => _second.Value;

    public static string ConnectionString { get; private set; } = "";

    public static string KeysFolder => Path.Combine(_stateFolder, "keys");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _stateFolder = Path.Combine(Path.GetTempPath(), $"purchasing-tests-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_stateFolder);
        var server = Environment.GetEnvironmentVariable("ConnectionStrings__Purchasing");
        if (string.IsNullOrEmpty(server))
        {
            var progress = new Progress<string>(TestContext.Progress.WriteLine);
            _embedded = await EmbeddedPostgres.StartAsync(
                new EmbeddedPostgresOptions { StateFolder = Path.Combine(_stateFolder, "postgres"), Durable = false }, progress, CancellationToken.None);
            server = _embedded.ConnectionString;
        }

        ConnectionString = await DatabaseOfItsOwnAsync(server);
        _first = new Lazy<Service>(() => Service.Start(ConnectionString, KeysFolder));
        _second = new Lazy<Service>(() => Service.Start(ConnectionString, KeysFolder));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var instance in new[] { _second, _first })
        {
            if (instance is { IsValueCreated: true })
                await instance.Value.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        if (_embedded is not null)
            await _embedded.DisposeAsync();
        else
            await DropAsync(ConnectionString);
        Directory.Delete(_stateFolder, recursive: true);
    }

    internal static Task DropAsync(string connectionString) =>
        RunAsync(connectionString, $"DROP DATABASE IF EXISTS {NameOf(connectionString)} WITH (FORCE)");

    internal static async Task<string> DatabaseOfItsOwnAsync(string server, int maxPoolSize = 80)
    {
        var settings = new NpgsqlConnectionStringBuilder(server) { Database = $"purchasing_tests_{Guid.NewGuid():N}", MaxPoolSize = maxPoolSize };
        await RunAsync(server, $"CREATE DATABASE {settings.Database}");
        return settings.ConnectionString;
    }

    private static string NameOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    private static async Task RunAsync(string connectionString, string sql)
    {
        // From the maintenance database: one cannot drop the database one is in.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
