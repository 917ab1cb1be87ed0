using System.Diagnostics;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Persistence.Embedded;
using static OpportunityKnocks.Purchasing.Api.Tests.Embedded.TemporaryStateFolder;

namespace OpportunityKnocks.Purchasing.Api.Tests.Embedded;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SharingTheEmbeddedDatabase
{
    [Test]
    public async Task leaves_the_server_to_the_last_user_who_stops_it()
    {
        using var folder = new TemporaryStateFolder();
        var first = await folder.StartAsync();
        var (second, took) = await TimedAsync(() => folder.StartAsync());
        Assert.That(second.ConnectionString, Is.EqualTo(first.ConnectionString));
        Assert.That(took, Is.LessThan(TimeSpan.FromSeconds(2)), "measured: 0.02 s on a quiet machine");

        await first.DisposeAsync();
        await first.DisposeAsync();
        Assert.That(await QueryAsync<int>(second, "SELECT 1"), Is.EqualTo(1));

        await second.DisposeAsync();
        Assert.That(folder.ServerRuns(), Is.False);
    }

    [Test]
    public async Task works_for_many_who_start_at_once()
    {
        using var folder = new TemporaryStateFolder();

        var users = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => folder.StartAsync($"database_{n % 3}"))));

        Assert.That(users.Select(user => user.ConnectionString).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(3), "one server, three databases");
        Assert.That(folder.Told.Count(line => line.StartsWith("Creating", StringComparison.Ordinal)), Is.EqualTo(1));
        await Task.WhenAll(users.Select(user => Task.Run(async () => await user.DisposeAsync())));
        Assert.That(folder.ServerRuns(), Is.False);
    }

    [Test]
    public async Task waits_its_turn_but_not_for_ever()
    {
        using var folder = new TemporaryStateFolder();
        await using (await folder.StartAsync())
        {
        }

        using var starting = new FileStream(folder.In("start.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));

        Assert.That(() => folder.StartAsync(ct: patience.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(folder.Told, Does.Contain("Waiting for another process to start or stop the database ..."));
    }

    [Test]
    public async Task takes_over_a_server_whose_users_were_killed()
    {
        using var folder = new TemporaryStateFolder();
        var killed = await folder.StartAsync();
        using (folder.AnotherUser())
            await killed.DisposeAsync();
        var orphan = folder.ServerPid();

        await using (var heir = await folder.StartAsync())
        {
            Assert.That(folder.ServerPid(), Is.EqualTo(orphan));
            Assert.That(heir.ConnectionString, Is.EqualTo(killed.ConnectionString));
        }

        Assert.That(folder.ServerRuns(), Is.False);
    }

    [Test]
    public async Task recovers_what_was_committed_when_the_server_itself_was_killed()
    {
        using var folder = new TemporaryStateFolder();
        var killed = await folder.StartAsync(durable: true);
        await QueryAsync<int>(killed, "CREATE TABLE kept AS SELECT 42 AS answer; SELECT 1");
        using (folder.AnotherUser())
            await killed.DisposeAsync();
        using (var server = Process.GetProcessById(folder.ServerPid()))
            server.Kill();

        await using var heir = await folder.StartAsync(durable: true);

        Assert.That(await QueryAsync<int>(heir, "SELECT answer FROM kept"), Is.EqualTo(42));
    }

    [Test]
    public async Task starts_a_server_again_that_was_killed_under_its_users()
    {
        using var folder = new TemporaryStateFolder();
        await using var first = await folder.StartAsync(durable: true);
        await using var second = await folder.StartAsync(durable: true);
        await QueryAsync<int>(first, "CREATE TABLE kept AS SELECT 42 AS answer; SELECT 1");
        var killed = folder.ServerPid();

        using (var server = Process.GetProcessById(killed))
            server.Kill();

        Assert.That(async () => await QueryAsync<int>(first, "SELECT answer FROM kept"), Is.EqualTo(42).After(20_000, 200));
        Assert.That(await QueryAsync<int>(second, "SELECT answer FROM kept"), Is.EqualTo(42), "at the same address");
        Assert.That(folder.ServerPid(), Is.Not.EqualTo(killed));
        Assert.That(folder.Told.Count(line => line == "The database server is back."), Is.EqualTo(1), "one of the two did it");
    }

    [Test]
    public async Task is_not_misled_by_a_process_that_got_the_number_of_a_dead_server()
    {
        using var folder = new TemporaryStateFolder();
        await using (await folder.StartAsync())
        {
        }

        File.WriteAllText(Path.Combine(folder.Data, "postmaster.pid"), $"{Environment.ProcessId}\n{folder.Data}\n1\n1\n\n127.0.0.1\n");

        await using var postgres = await folder.StartAsync();
        Assert.That(await QueryAsync<int>(postgres, "SELECT 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task refuses_a_second_server_where_the_first_is_used_but_cannot_be_seen()
    {
        using var folder = new TemporaryStateFolder();
        await using (await folder.StartAsync())
        {
        }

        File.WriteAllText(Path.Combine(folder.Data, "postmaster.pid"), $"2147483647\n{folder.Data}\n1\n1\n\n127.0.0.1\n");
        using var user = folder.AnotherUser();

        Assert.That(() => folder.StartAsync(), Throws.InstanceOf<EmbeddedPostgresException>().With.Message.Contains("another container"));
    }

    [Test]
    public async Task never_gives_a_server_without_durability_to_one_who_needs_it()
    {
        using var folder = new TemporaryStateFolder();
        var tests = await folder.StartAsync();
        Assert.That(() => folder.StartAsync(durable: true), Throws.InstanceOf<EmbeddedPostgresException>());
        using (folder.AnotherUser())
            await tests.DisposeAsync();

        await using var service = await folder.StartAsync(durable: true);

        Assert.That(await QueryAsync<string>(service, "SELECT current_setting('fsync')"), Is.EqualTo("on"));
    }
}
