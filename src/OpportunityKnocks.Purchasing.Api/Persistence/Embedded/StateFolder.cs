namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>Where the service keeps what must outlive it when nobody says where.</summary>
public static class StateFolder
{
    /// <summary>The calling user's data folder: <c>$XDG_DATA_HOME</c> or <c>~/.local/share</c> on Linux, <c>~/Library/Application
    /// Support</c> on macOS, <c>%LOCALAPPDATA%</c> on Windows. For root the system's state folder, because the server runs as
    /// another user, to whom root's home is closed.</summary>
    public static string Default() => ServerAccount.CallerIsRoot
        ? "/var/lib/opportunityknocks-purchasing"
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "OpportunityKnocks.Purchasing");
}
