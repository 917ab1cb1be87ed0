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

    public static async Task<DatabaseSource> OpenAsync(IConfiguration configuration, IHostEnvironment environment, CancellationToken ct)
    {
        var keysFolder = configuration["Keys:Folder"];
        if (configuration.GetConnectionString("Purchasing") is { Length: > 0 } connectionString)
        {
            if (keysFolder is null && environment.IsProduction())
            {
                throw new InvalidOperationException(
                    "Set Keys__Folder to a private folder that all instances share. In Production the service does not make up its keys in a place of its own.");
            }

            return new DatabaseSource(connectionString, keysFolder ?? Path.Combine(StateFolder.Default(), "keys"), null);
        }

        var progress = new ConsoleProgress();
        var embedded = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { StateFolder = configuration["State:Folder"] }, progress, ct);
        return new DatabaseSource(embedded.ConnectionString, keysFolder ?? embedded.KeysFolder, embedded);
    }

    public ValueTask DisposeAsync() => _embedded?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class ConsoleProgress : IProgress<string>
    {
        public void Report(string value) => Console.WriteLine(value);
    }
}
