using System.Globalization;
using System.Text.RegularExpressions;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>The folders where systems install a PostgreSQL server, the likeliest first.</summary>
internal static partial class InstalledFolders
{
    private static readonly string[] UnixPatterns =
    [
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/usr/libexec/postgresql*",
        "/opt/homebrew/opt/postgresql*/bin",
        "/usr/local/opt/postgresql*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
        "/usr/local/pgsql/bin",
        "/usr/local/bin",
        "/usr/bin",
    ];

    private static readonly string[] WindowsPatterns = [@"C:\Program Files\PostgreSQL\*\bin"];

    public static async Task<IEnumerable<string>> ListAsync(CancellationToken ct)
    {
        var config = await Command.RunAsync(["pg_config", "--bindir"], Path.GetTempPath(), ct);
        var usual = (OperatingSystem.IsWindows() ? WindowsPatterns : UnixPatterns).SelectMany(Matching);
        return (config.Succeeded ? usual.Prepend(config.Output) : usual).Distinct(StringComparer.Ordinal);
    }

    /// <summary>The existing folders of one pattern, the newest version first.</summary>
    private static IEnumerable<string> Matching(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return [pattern];
        var parent = Path.GetDirectoryName(pattern[..star])!;
        if (!Directory.Exists(parent))
            return [];
        var rest = pattern[(parent.Length + 1)..].Split(['/', '\\'], 2);
        return Directory.EnumerateDirectories(parent, rest[0])
            .OrderByDescending(VersionOf)
            .Select(found => rest.Length == 1 ? found : Path.Combine(found, rest[1]));
    }

    private static decimal VersionOf(string folder) =>
        decimal.TryParse(LastNumber().Match(Path.GetFileName(folder)).Value, CultureInfo.InvariantCulture, out var version) ? version : 0;

    [GeneratedRegex(@"\d+(\.\d+)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex LastNumber();
}
