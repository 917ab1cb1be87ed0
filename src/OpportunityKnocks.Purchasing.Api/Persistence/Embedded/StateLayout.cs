namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>What lies where in a state folder, and who may look into it.</summary>
internal sealed class StateLayout
{
    private const UnixFileMode Closed = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Everyone may enter and read; only the owner may write (0755).</summary>
    public const UnixFileMode Open = Closed
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private StateLayout(string root) => Root = root;

    public string Root { get; }

    public string Keys => Path.Combine(Root, "keys");

    public string PasswordFile => Path.Combine(Keys, "postgres.password");

    public string Binaries => Path.Combine(Root, "binaries");

    /// <summary>The only folder that belongs to the user the server runs as.</summary>
    public string Server => Path.Combine(Root, "server");

    public string Data => Path.Combine(Server, "data");

    public string Log => Path.Combine(Server, "postgres.log");

    public string StartLock => Path.Combine(Root, "start.lock");

    public string UsersLock => Path.Combine(Root, "users.lock");

    public static StateLayout Prepare(string? folder)
    {
        var state = new StateLayout(Path.GetFullPath(folder ?? StateFolder.Default()));
        try
        {
            if (!Directory.Exists(state.Root))
                Make(state.Root, ServerAccount.CallerIsRoot ? Open : Closed);
            Make(state.Keys, Closed);
            Make(state.Server, Closed);
            Make(state.Binaries, Open);
            return state;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException($"The folder {state.Root}, where the service keeps its own database, cannot be used: "
                + $"{cause.Message} Choose another folder, or set ConnectionStrings__Purchasing to a PostgreSQL of your own.", cause);
        }
    }

    // The mode is set apart from the creation because the umask would narrow it.
    private static void Make(string folder, UnixFileMode mode)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, mode);
    }
}
