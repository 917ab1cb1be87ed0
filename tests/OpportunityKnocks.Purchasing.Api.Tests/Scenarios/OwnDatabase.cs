using Npgsql;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>A database that nobody but one test uses, on the server of all tests; and instances on it, in this process or in their own.</summary>
public sealed class OwnDatabase : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _instances = [];

    private OwnDatabase(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    public static async Task<OwnDatabase> CreateAsync() => new(await AllTests.DatabaseOfItsOwnAsync(AllTests.ConnectionString, maxPoolSize: 20));

    /// <summary>An instance in this process, with a clock of its own.</summary>
    /// <param name="settings">Configuration besides what all tests use.</param>
    public Service Start(IReadOnlyDictionary<string, string>? settings = null)
    {
        var service = Service.Start(ConnectionString, AllTests.KeysFolder, settings);
        _instances.Add(service);
        return service;
    }

    /// <summary>An instance in a process of its own, that can be killed.</summary>
    /// <param name="name">What its sessions are called in the database.</param>
    /// <param name="settings">Configuration besides what all tests use.</param>
    public async Task<ServiceProcess> StartProcessAsync(string name, IReadOnlyDictionary<string, string>? settings = null)
    {
        var named = new NpgsqlConnectionStringBuilder(ConnectionString) { ApplicationName = name };
        var process = await ServiceProcess.StartAsync(named.ConnectionString, settings: settings);
        _instances.Add(process);
        return process;
    }

    public async Task<NpgsqlDataSource> OpenAsync()
    {
        var source = NpgsqlDataSource.Create(ConnectionString);
        _instances.Add(source);
        await using var connection = await source.OpenConnectionAsync();
        return source;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in Enumerable.Reverse(_instances))
            await instance.DisposeAsync();
        await AllTests.DropAsync(ConnectionString);
    }
}
