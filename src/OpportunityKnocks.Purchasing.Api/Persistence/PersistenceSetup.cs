using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Events;
using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Journal;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>Puts the database and what stands on it into the container.</summary>
public static class PersistenceSetup
{
    // Longer than any wait that does its work; a client that is told "busy" can come again.
    private const string LockTimeout = "-c lock_timeout=5s";

    public static void AddPersistence(this WebApplicationBuilder builder, DatabaseSource source)
    {
        var services = builder.Services;
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString) { MaxAutoPrepare = 200, AutoPrepareMinUsages = 2 };
        settings.Options = string.IsNullOrEmpty(settings.Options) ? LockTimeout : $"{settings.Options} {LockTimeout}";
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
