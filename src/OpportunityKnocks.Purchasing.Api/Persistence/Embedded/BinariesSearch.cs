namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>Finds a PostgreSQL server to run: the one asked for, an installed one, or else the npm package.</summary>
internal sealed class BinariesSearch(StateLayout state, ServerAccount account, EmbeddedPostgresOptions options, IProgress<string> progress)
{
    private const string Npm = "npm";

    private readonly NpmPackage _npm = new(state);
    private readonly List<string> _seen = [];

    /// <param name="dataMajor">The version existing data was made with; no other can read it.</param>
    public async Task<PostgresBinaries> FindAsync(int? dataMajor, CancellationToken ct)
    {
        var asked = Asked();
        foreach (var folder in await CandidatesAsync(asked, ct))
        {
            if (await UsableAsync(folder, dataMajor, ct) is { } found)
                return found;
        }

        var complaint = "not tried";
        if (asked is null or Npm && (dataMajor ?? NpmPackage.Major) == NpmPackage.Major)
        {
            (var folder, complaint) = await _npm.FetchAsync(progress, ct);
            if (folder is not null && await UsableAsync(folder, dataMajor, ct) is { } fetched)
                return fetched;
        }

        throw dataMajor is { } major && _seen.Count > 0 ? OtherVersion(major) : Nothing(asked, complaint);
    }

    private string? Asked()
    {
        var asked = options.BinariesFolder ?? Environment.GetEnvironmentVariable("PG_BIN");
        return string.IsNullOrWhiteSpace(asked) ? null : asked.Trim();
    }

    private async Task<IEnumerable<string>> CandidatesAsync(string? asked, CancellationToken ct) => asked switch
    {
        null => [.. await InstalledFolders.ListAsync(ct), .. _npm.Fetched()],
        Npm => _npm.Fetched(),
        _ => [Path.GetFullPath(asked)],
    };

    private async Task<PostgresBinaries?> UsableAsync(string folder, int? dataMajor, CancellationToken ct)
    {
        if (await PostgresBinaries.InAsync(folder, account, ct) is not { } found)
            return null;
        _seen.Add($"PostgreSQL {found.Major} in {folder}");
        return found.Major >= PostgresBinaries.OldestMajor && found.Major == (dataMajor ?? found.Major) ? found : null;
    }

    private EmbeddedPostgresException OtherVersion(int dataMajor) => new(
        $"The data in {state.Data} was made by PostgreSQL {dataMajor}, and here is only {string.Join(", ", _seen)}. Nothing was changed. "
        + $"Install PostgreSQL {dataMajor} or set PG_BIN to the folder that has it; or carry the data over with pg_dump or pg_upgrade; "
        + "or move the folder away to begin with an empty database.");

    private EmbeddedPostgresException Nothing(string? asked, string npmComplaint)
    {
        var looked = asked is null or Npm
            ? $"Looked {(asked is null ? "for pg_config and in the usual folders" : "at npm only, since PG_BIN says so")}; npm: {npmComplaint}"
            : $"Looked only in {asked}, since PG_BIN or the options say so.";
        var found = _seen.Count > 0 ? $" Found but of no use: {string.Join(", ", _seen)}." : "";
        return new EmbeddedPostgresException(
            $"""
            The service keeps its own database when no connection string is set, but there is no PostgreSQL {PostgresBinaries.OldestMajor} or later to run it with. One of these helps:
              install it      Debian, Ubuntu: apt install postgresql    macOS: brew install postgresql@{NpmPackage.Major}    Windows: winget install PostgreSQL.PostgreSQL.{NpmPackage.Major}
              point to it     set PG_BIN to the folder that has initdb, pg_ctl and postgres
              fetch it        install Node.js, whose npm the service fetches PostgreSQL with
              use your own    set ConnectionStrings__Purchasing
            {looked}{found}
            """);
    }
}
