using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Events;
using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Journal;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>Puts the database and what stands on it into the container.</summary>
public static class PersistenceSetup
{
    // A lock is waited for longer than any wait that does its work; a client that is told "busy" can come again. An instance that hangs or
    // whose machine is gone does not keep its rounds: its transaction ends when it stays idle, its backend when nobody answers.
    private const string Patience =
        "-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s -c client_connection_check_interval=5s "
        + "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    public static void AddPersistence(this WebApplicationBuilder builder, DatabaseSource source)
    {
        var services = builder.Services;
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString) { MaxAutoPrepare = 200, AutoPrepareMinUsages = 2 };
        settings.Options = string.IsNullOrEmpty(settings.Options) ? Patience : $"{settings.Options} {Patience}";
        services.AddNpgsqlDataSource(settings.ConnectionString);
        services.AddDbContextPool<PurchasingDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
            .UseSnakeCaseNamingConvention());

        services.AddSingleton<ServiceClock>();
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<ServiceClock>());
        services.AddScoped<Answers>();
        services.AddScoped<RoundGate>();
        services.AddSingleton<KnownFacts>();
        services.AddScoped<JournalWriter>();
        services.AddSingleton<DueRounds>();
        services.AddHostedService<DeadlineJob>();
        services.AddSingleton<Sequencer>();
        services.AddSingleton<SequencedSignal>();
        services.AddSingleton<FeedCursors>();
        services.AddSingleton<SequencerJob>();
        services.AddSingleton<IJournalSignal>(provider => provider.GetRequiredService<SequencerJob>());
        services.AddHostedService(provider => provider.GetRequiredService<SequencerJob>());
        services.AddSingleton<ForgetOldAnswers>();
        services.AddHostedService(provider => provider.GetRequiredService<ForgetOldAnswers>());
    }

    /// <summary>Brings the schema up to date. Instances that start together take turns: the migrations' own lock sees to it.</summary>
    public static async Task MigrateAsync(this WebApplication app, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PurchasingDb>();
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
            await db.Database.MigrateAsync(ct);
    }
}
