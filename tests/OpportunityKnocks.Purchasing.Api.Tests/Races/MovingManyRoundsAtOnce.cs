using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Races;

/// <summary>Several instances, each a process of its own, over one database.</summary>
[NonParallelizable]
public sealed class MovingManyRoundsAtOnce
{
    private static readonly TimeSpan UntilDue = TimeSpan.FromSeconds(2);

    [TestCase(2, 30)]
    [TestCase(4, 300, Explicit = true, Category = "Campaign", Reason = "Takes a minute.")]
    public async Task takes_each_step_once_however_many_instances_there_are(int instances, int rounds)
    {
        await using var own = await OwnDatabase.CreateAsync();
        await PrepareAsync(own, rounds);
        for (var i = 1; i <= instances; i++)
            await own.StartProcessAsync($"instance {i}");
        await using var database = await own.OpenAsync();

        var due = await MakeDueAsync(database, UntilDue);
        await UntilAsync(database, $"SELECT count(*) = {rounds} FROM rounds WHERE state = 'Tendering'", TimeSpan.FromSeconds(60));

        var steps = await ReadAsync<long>(database, "SELECT count(*) FROM journal WHERE type = 'TenderOpened' AND actor = 'deadline'");
        var different = await ReadAsync<long>(database, "SELECT count(DISTINCT subject_id) FROM journal WHERE type = 'TenderOpened'");
        var took = await ReadAsync<DateTime>(database, "SELECT max(recorded_at) FROM journal WHERE type = 'TenderOpened'") - due;
        TestContext.Out.WriteLine($"{instances} instances took {steps} steps of {different} rounds within {took.TotalSeconds:0.0} s of the deadline.");
        Assert.That((steps, different), Is.EqualTo(((long)rounds, (long)rounds)));
        Assert.That(took, Is.LessThan(TimeSpan.FromSeconds(10)));
        Assert.That(await ReadAsync<long>(database, "SELECT count(*) FROM step_failures"), Is.Zero);
    }

    [Test]
    public async Task has_another_instance_take_over_what_a_killed_one_was_at()
    {
        await using var own = await OwnDatabase.CreateAsync();
        await PrepareAsync(own, 1);
        var instances = new Dictionary<string, ServiceProcess>(StringComparer.Ordinal)
        {
            ["first"] = await own.StartProcessAsync("first"),
            ["second"] = await own.StartProcessAsync("second"),
        };
        await using var database = await own.OpenAsync();
        await using var blocker = await database.OpenConnectionAsync();
        await using var blocking = await blocker.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE journal IN SHARE MODE", blocker))
            await hold.ExecuteNonQueryAsync();

        await MakeDueAsync(database, TimeSpan.Zero);
        var at = await AtTheRoundAsync(database);
        await instances[at].KillAsync();
        var watch = Stopwatch.StartNew();
        await blocking.RollbackAsync();
        await UntilAsync(database, "SELECT count(*) = 1 FROM rounds WHERE state = 'Tendering'", TimeSpan.FromSeconds(15));

        TestContext.Out.WriteLine($"The {at} instance was killed; the other took over within {watch.Elapsed.TotalSeconds:0.0} s.");
        Assert.That(await ReadAsync<long>(database, "SELECT count(*) FROM journal WHERE type = 'TenderOpened'"), Is.EqualTo(1));
    }

    /// <summary>Rounds that collect, each with a need; by an instance that is gone before the others start.</summary>
    private static async Task PrepareAsync(OwnDatabase own, int rounds)
    {
        await using var service = Service.Start(own.ConnectionString, AllTests.KeysFolder);
        var world = await World.NewAsync(service);
        var member = await world.MemberAsync();
        await Parallel.ForAsync(0, rounds, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            var round = await ACollectingRound(world);
            (await round.NeedAsync(member, round.Helpdesk, 7)).Ok();
        });
    }

    /// <returns>The instant, the same for all rounds.</returns>
    private static Task<DateTime> MakeDueAsync(NpgsqlDataSource database, TimeSpan from) => ReadAsync<DateTime>(
        database,
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            WITH due AS (SELECT clock_timestamp() + interval '{from.TotalSeconds} seconds' AS at),
            moved AS (UPDATE rounds SET needs_close_at = due.at FROM due RETURNING needs_close_at)
            SELECT max(needs_close_at) FROM moved
            """));

    /// <summary>Which instance holds the round and waits at the journal.</summary>
    private static async Task<string> AtTheRoundAsync(NpgsqlDataSource database)
    {
        const string query = "SELECT min(application_name) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO journal%'";
        await UntilAsync(database, $"SELECT ({query}) IS NOT NULL", TimeSpan.FromSeconds(10));
        return await ReadAsync<string>(database, query);
    }

    private static async Task UntilAsync(NpgsqlDataSource database, string condition, TimeSpan patience)
    {
        for (var watch = Stopwatch.StartNew(); !await ReadAsync<bool>(database, condition); await Task.Delay(50))
            Assert.That(watch.Elapsed, Is.LessThan(patience), condition);
    }

    private static async Task<T> ReadAsync<T>(NpgsqlDataSource database, string query)
    {
        await using var command = database.CreateCommand(query);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
