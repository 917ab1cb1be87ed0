namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>The server's settings, given at every start, so that they hold for clusters of any age.</summary>
internal static class ServerSettings
{
    private static readonly string[] Always =
    [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=200",
        "shared_buffers=256MB",
        // Errors of statements are the service's to report; in the server's log they would tell about sealed bids.
        "log_min_messages=log",
    ];

    private static readonly string[] NotDurable = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

    public static string For(int port, bool durable) =>
        string.Join(' ', (durable ? Always : Always.Concat(NotDurable)).Select(setting => $"-c {setting}").Prepend($"-p {port}"));
}
