using System.Globalization;
using System.Security.Cryptography;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>The files of the database cluster and the password to it.</summary>
internal sealed class Cluster(StateLayout state)
{
    private const int BuiltinLocaleSince = 17;

    /// <summary>Null when there is no cluster yet.</summary>
    public int? Major()
    {
        var file = Path.Combine(state.Data, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : null;
    }

    public string Password() => File.Exists(state.PasswordFile)
        ? File.ReadAllText(state.PasswordFile)
        : throw new EmbeddedPostgresException($"There is a database in {state.Data}, but its password is not in {state.PasswordFile}. "
            + "Put the file back, or move the folder away to begin with an empty database.");

    public async Task CreateAsync(PostgresBinaries binaries, ServerAccount account, bool durable, CancellationToken ct)
    {
        foreach (var halfMade in Directory.EnumerateDirectories(state.Server, "making-*"))
            Directory.Delete(halfMade, recursive: true);
        await account.GiveAsync(state.Server, ct);
        var password = KeepPassword();
        // Made beside its place and then moved, so that a cluster is there as a whole or not at all.
        var making = Path.Combine(state.Server, $"making-{Guid.NewGuid():N}");
        var passwordFile = making + ".password";
        try
        {
            WritePrivately(passwordFile, password);
            await account.GiveAsync(passwordFile, ct);
            await InitialiseAsync(binaries, account, making, passwordFile, durable, ct);
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(making, state.Data);
    }

    private async Task InitialiseAsync(
        PostgresBinaries binaries, ServerAccount account, string folder, string passwordFile, bool durable, CancellationToken ct)
    {
        CommandResult made = null!;
        foreach (var locale in LocalesOf(binaries.Major))
        {
            string[] line =
            [
                binaries.Tool("initdb"), "-D", folder, "-U", ServerConnection.User, "--pwfile", passwordFile,
                "--auth", "scram-sha-256", "-E", "UTF8", .. locale, .. durable ? Array.Empty<string>() : ["--no-sync"],
            ];
            made = await account.RunAsync(line, state.Server, ct);
            if (made.Succeeded)
                return;
        }

        throw new EmbeddedPostgresException($"initdb could not make the database cluster in {state.Server}:\n{made.Complaint}");
    }

    // Sorting by code point, the same on every machine, so that no update of the system's locales ever breaks an index.
    private static string[][] LocalesOf(int major) => major >= BuiltinLocaleSince
        ? [["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
        : [["--locale=C.UTF-8"], ["--locale=C"]];

    // Kept before the cluster is made: a cluster without its password would be lost, a password without a cluster is used next time.
    private string KeepPassword()
    {
        if (!File.Exists(state.PasswordFile))
        {
            var draft = $"{state.PasswordFile}.{Guid.NewGuid():N}";
            WritePrivately(draft, RandomNumberGenerator.GetHexString(48, lowercase: true));
            File.Move(draft, state.PasswordFile);
        }

        return Password();
    }

    private static void WritePrivately(string path, string content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(content);
    }
}
