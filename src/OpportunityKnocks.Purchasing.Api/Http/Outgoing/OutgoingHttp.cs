namespace OpportunityKnocks.Purchasing.Api.Http.Outgoing;

/// <summary>The one client for calls the service makes by itself: it follows no redirect, uses no proxy, keeps no cookie, and reads little.</summary>
public static class OutgoingHttp
{
    public const string Name = "outgoing";

    /// <summary>For a whole call.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static void AddOutgoingHttp(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<OutgoingOptions>(builder.Configuration.GetSection("Outgoing"));
        builder.Services.AddSingleton<IAddressBook, DnsAddressBook>();
        builder.Services.AddSingleton<IDialer, SocketDialer>();
        builder.Services.AddSingleton<OutgoingTargets>();
        builder.Services.AddHttpClient(Name, client =>
            {
                client.Timeout = Patience;
                client.MaxResponseContentBufferSize = 64 * 1024;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("OpportunityKnocks.Purchasing/1");
            })
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ConnectCallback = provider.GetRequiredService<OutgoingTargets>().ConnectAsync,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                MaxResponseHeadersLength = 16,
            })

            // The factory's own log lines would tell every address that is called.
            .RemoveAllLoggers();
    }
}
