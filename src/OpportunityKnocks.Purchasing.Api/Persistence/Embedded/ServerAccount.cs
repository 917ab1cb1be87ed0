namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>The user the server runs as: the caller, or, because PostgreSQL refuses root, <c>postgres</c> or else <c>nobody</c>.</summary>
internal sealed class ServerAccount
{
    private static readonly string[] Names = ["postgres", "nobody"];

    private readonly string[] _prefix;

    private ServerAccount(string? name, string[] prefix) => (Name, _prefix) = (name, prefix);

    public static bool CallerIsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>Null when the server runs as the caller.</summary>
    public string? Name { get; }

    public static async Task<ServerAccount> ChooseAsync(StateLayout state, CancellationToken ct)
    {
        if (!CallerIsRoot)
            return new ServerAccount(null, []);
        MustBeReachable(state.Root);
        // Data that is there already stays with its owner, who alone can write it.
        string[] probe = Directory.Exists(state.Data) ? ["test", "-w", Path.Combine(state.Data, "PG_VERSION")] : ["true"];
        foreach (var name in Names)
        {
            if (await Command.RunAsync(["id", "-g", name], "/", ct) is not { Succeeded: true, Output: var group })
                continue;
            foreach (var prefix in WaysToBecome(name, group))
            {
                if ((await Command.RunAsync([.. prefix, .. probe], "/", ct)).Succeeded)
                    return new ServerAccount(name, prefix);
            }
        }

        throw new EmbeddedPostgresException("PostgreSQL does not run as root, and there is no way to run it as the user postgres or "
            + $"nobody: setpriv, runuser, su and sudo all failed, or the data in {state.Data} belongs to someone else. Start the "
            + "service as an ordinary user, or set ConnectionStrings__Purchasing to a PostgreSQL of your own.");
    }

    public Task<CommandResult> RunAsync(IEnumerable<string> line, string folder, CancellationToken ct) =>
        Command.RunAsync([.. _prefix, .. line], folder, ct);

    /// <summary>Gives a file or folder to the server's user. A link is given, not what it points to.</summary>
    public async Task GiveAsync(string path, CancellationToken ct)
    {
        if (Name is null)
            return;
        var given = await Command.RunAsync(["chown", "-h", Name, path], "/", ct);
        if (!given.Succeeded)
            throw new EmbeddedPostgresException($"{path} cannot be given to the user {Name}: {given.Complaint}");
    }

    // PostgreSQL itself would only say "permission denied".
    private static void MustBeReachable(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
        {
            if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                throw new EmbeddedPostgresException("PostgreSQL does not run as root, and the user it would run as cannot reach "
                    + $"{path}, because {folder.FullName} is closed to others. Choose another folder, or start the service as an ordinary user.");
            }
        }
    }

    // setpriv comes first because it opens no session that could end the server with it; BusyBox's cannot change the user.
    private static IEnumerable<string[]> WaysToBecome(string name, string group) =>
    [
        ["setpriv", $"--reuid={name}", $"--regid={group}", "--init-groups", "--"],
        ["runuser", "-u", name, "--"],
        ["su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", name],
        ["sudo", "-n", "-u", name, "--"],
    ];
}
