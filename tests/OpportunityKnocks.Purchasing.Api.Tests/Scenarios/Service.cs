using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>A running instance of the service on a port of its own, with a clock the test can move.</summary>
public sealed class Service : WebApplicationFactory<Program>
{
    private readonly string _connectionString;
    private readonly string _keysFolder;

    private readonly IReadOnlyDictionary<string, string> _settings;

    private Service(string connectionString, string keysFolder, IReadOnlyDictionary<string, string> settings)
    {
        (_connectionString, _keysFolder, _settings) = (connectionString, keysFolder, settings);
        UseKestrel(0);
    }

    public MovableClock Clock { get; } = new();

    /// <summary>What the service logs, as it is configured.</summary>
    public RecordedLog Log { get; } = new();

    /// <summary>The routes the service has.</summary>
    public IEnumerable<RouteEndpoint> Endpoints => Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>A client without a token.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { BaseAddress = Address };

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    /// <param name="settings">Configuration besides, or instead of, what all tests use.</param>
    public static Service Start(string connectionString, string keysFolder, IReadOnlyDictionary<string, string>? settings = null)
    {
        var service = new Service(connectionString, keysFolder, settings ?? new Dictionary<string, string>(StringComparer.Ordinal));
        service.StartServer();
        return service;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("ConnectionStrings:Purchasing", _connectionString);
        builder.UseSetting("Keys:Folder", _keysFolder);
        builder.UseSetting("Limits:ClientPerMinute", "1000000");
        builder.UseSetting("Limits:AddressPerMinute", "1000000");
        builder.UseSetting("Bootstrap:ClientId", AllTests.OperatorId);
        builder.UseSetting("Bootstrap:ClientSecret", AllTests.OperatorSecret);
        foreach (var (name, value) in _settings)
            builder.UseSetting(name, value);
        builder.ConfigureTestServices(services => services.AddSingleton<ServiceClock>(Clock).AddSingleton<ILoggerProvider>(Log));
    }
}

/// <summary>The service's clock with an offset that a scenario moves instead of waiting.</summary>
public sealed class MovableClock : ServiceClock
{
    private long _offset;
    private long _wrongBy;

    public override TimeSpan Offset => new(Interlocked.Read(ref _offset));

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _wrongBy));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);

    /// <summary>Lets the machine's own clock go wrong, and not the database's.</summary>
    public void GoWrong(TimeSpan by) => Interlocked.Exchange(ref _wrongBy, by.Ticks);
}

/// <summary>Keeps what the service logs, for tests of what it must not log.</summary>
public sealed class RecordedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Recorder(RecordedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log._lines.Enqueue($"{category}: {formatter(state, exception)} {exception}");
    }
}
