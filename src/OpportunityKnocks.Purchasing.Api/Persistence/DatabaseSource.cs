using OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>Where the data is: the server that <c>ConnectionStrings:Purchasing</c> names, or our own embedded one.</summary>
public sealed class DatabaseSource : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _embedded;

    private DatabaseSource(string connectionString, string keysFolder, EmbeddedPostgres? embedded)
    {
        (ConnectionString, KeysFolder, _embedded) = (connectionString, keysFolder, embedded);
    }

    public string ConnectionString { get; }

    /// <summary>Where the keys are that all instances share.</summary>
    public string KeysFolder { get; }

    public bool IsEmbedded => _embedded is not null;

    /// <returns>Null when there is none to be had; why, and what to do, was written to the console.</returns>
    public static async Task<DatabaseSource?> OpenAsync(IConfiguration configuration, IHostEnvironment environment, CancellationToken ct)
    {
        var keysFolder = configuration["Keys:Folder"];
        if (configuration.GetConnectionString("Purchasing") is not { Length: > 0 } connectionString)
            return await EmbedAsync(configuration["State:Folder"], keysFolder, ct);

        if (keysFolder is null && environment.IsProduction())
        {
            await Console.Error.WriteLineAsync(
                "Set Keys__Folder to a private folder that all instances share: in Production the service does not choose one for its keys.");
            return null;
        }

        return new DatabaseSource(connectionString, keysFolder ?? Path.Combine(StateFolder.Default(), "keys"), null);
    }

    private static async Task<DatabaseSource?> EmbedAsync(string? stateFolder, string? keysFolder, CancellationToken ct)
    {
        try
        {
            var embedded = await EmbeddedPostgres.StartAsync(
                new EmbeddedPostgresOptions { StateFolder = stateFolder }, new ConsoleProgress(), ct);
            return new DatabaseSource(embedded.ConnectionString, keysFolder ?? embedded.KeysFolder, embedded);
        }
        catch (EmbeddedPostgresException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return null;
        }
    }

    public ValueTask DisposeAsync() => _embedded?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class ConsoleProgress : IProgress<string>
    {
        public void Report(string value) => Console.WriteLine(value);
    }
}
