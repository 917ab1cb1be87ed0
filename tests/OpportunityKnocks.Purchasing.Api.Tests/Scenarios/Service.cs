using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>A running instance of the service on a port of its own, with a clock the test can move.</summary>
public sealed class Service : WebApplicationFactory<Program>
{
    private readonly string _connectionString;
    private readonly string _keysFolder;

    private Service(string connectionString, string keysFolder)
    {
        (_connectionString, _keysFolder) = (connectionString, keysFolder);
        UseKestrel(0);
    }

    public MovableClock Clock { get; } = new();

    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>A client without a token.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { BaseAddress = Address };

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    public static Service Start(string connectionString, string keysFolder)
    {
        var service = new Service(connectionString, keysFolder);
        service.StartServer();
        return service;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("ConnectionStrings:Purchasing", _connectionString);
        builder.UseSetting("Keys:Folder", _keysFolder);
        builder.UseSetting("Bootstrap:ClientId", AllTests.OperatorId);
        builder.UseSetting("Bootstrap:ClientSecret", AllTests.OperatorSecret);
        builder.ConfigureTestServices(services => services.AddSingleton<ServiceClock>(Clock));
    }
}

/// <summary>The service's clock with an offset that a scenario moves instead of waiting.</summary>
public sealed class MovableClock : ServiceClock
{
    private long _offset;

    public override TimeSpan Offset => new(Interlocked.Read(ref _offset));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}
