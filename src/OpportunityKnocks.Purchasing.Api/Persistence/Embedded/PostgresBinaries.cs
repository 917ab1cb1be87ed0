using System.Globalization;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>A folder with a whole server in it, of a known version.</summary>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    public const int OldestMajor = 15;

    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    public string Tool(string name) => ToolIn(Folder, name);

    /// <returns>Null when the folder has no server (a client-only install has <c>pg_config</c> and <c>psql</c> but neither
    /// <c>initdb</c> nor <c>postgres</c>) or one that does not run here.</returns>
    public static async Task<PostgresBinaries?> InAsync(string folder, ServerAccount account, CancellationToken ct)
    {
        if (!Needed.All(name => File.Exists(ToolIn(folder, name))))
            return null;
        var version = await account.RunAsync([ToolIn(folder, "postgres"), "--version"], folder, ct);
        return version.Succeeded && MajorIn(version.Output) is { } major ? new PostgresBinaries(folder, major) : null;
    }

    // "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", "postgres (PostgreSQL) 19beta1"
    private static int? MajorIn(string version)
    {
        var digits = version[(version.IndexOf(')', StringComparison.Ordinal) + 1)..].Trim().TakeWhile(char.IsAsciiDigit).ToArray();
        return int.TryParse(digits, CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    private static string ToolIn(string folder, string name) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name);
}
