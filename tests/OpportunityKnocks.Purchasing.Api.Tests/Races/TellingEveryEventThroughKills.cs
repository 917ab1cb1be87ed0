using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Races;

/// <summary>A receiver that fails three times in ten and one that hangs, while the service is killed again and again.</summary>
[NonParallelizable]
public sealed class TellingEveryEventThroughKills
{
    private const int Rounds = 40;

    [TestCase(400, 1)]
    [TestCase(10_000, 20, Explicit = true, Category = "Campaign", Reason = "Takes several minutes.")]
    public async Task delivers_each_at_least_once_in_the_order_of_its_round_and_nothing_that_was_rolled_back(int events, int kills)
    {
        await using var flaky = await Receiver.StartAsync();
        await using var hanging = await Receiver.StartAsync();
        var random = new Random(10_000);
        flaky.Answer = _ =>
        {
            lock (random)
                return Task.FromResult(random.Next(10) < 3 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
        };
        hanging.Answer = async _ =>
        {
            // Longer than the service's patience, and no longer than a test may take to end.
            await Task.Delay(TimeSpan.FromSeconds(20));
            return HttpStatusCode.OK;
        };
        var settings = Receiver.Allowing("0.02", flaky, hanging);
        await using var own = await OwnDatabase.CreateAsync();
        await using var database = await own.OpenAsync();
        var (world, rounds) = await PrepareAsync(own, settings, flaky, hanging);

        var service = await own.StartProcessAsync("the one to be killed", settings);
        var writing = WriteAsync(database, world, rounds, events);
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(random.Next(500, 2500));
            await service.KillAsync();
            service = await own.StartProcessAsync("the one to be killed", settings);
        }

        var rolledBack = await writing;
        var due = await DueAsync(database);
        await UntilAsync(() => flaky.Accepted.Select(m => m.Id).Distinct(StringComparer.Ordinal).Count() >= due.Count, TimeSpan.FromMinutes(10));

        Check(flaky, due, rolledBack);
        TestContext.Out.WriteLine(
            $"{due.Count} events, {kills} kills: {flaky.Came.Count} messages came, {flaky.Accepted.Count} were accepted, "
            + $"{flaky.Accepted.Count - due.Count} of them again; {rolledBack.Count} were rolled back and none of those came. "
            + $"The receiver that hangs got {hanging.Came.Count}.");
    }

    private static async Task<(World World, List<RoundInPlay> Rounds)> PrepareAsync(
        OwnDatabase own, Dictionary<string, string> settings, Receiver flaky, Receiver hanging)
    {
        await using var service = Service.Start(own.ConnectionString, AllTests.KeysFolder, settings);
        var world = await World.NewAsync(service);
        var rounds = new List<RoundInPlay>();
        for (var i = 0; i < Rounds; i++)
            rounds.Add(await ACollectingRound(world));
        await TheJournal.SequencedAsync(world);
        foreach (var receiver in new[] { hanging, flaky })
            (await world.Coordinator.PostAsync($"{world.Cluster}/webhooks", $$"""{ "url": "{{receiver.Url}}", "types": ["roundExtended"] }""")).Ok();
        return (world, rounds);
    }

    /// <summary>Writes entries as commands do, round by round; one in ten is rolled back.</summary>
    private static async Task<HashSet<Guid>> WriteAsync(NpgsqlDataSource database, World world, List<RoundInPlay> rounds, int events)
    {
        var rolledBack = new HashSet<Guid>();
        for (var i = 0; i < events + (events / 9); i++)
        {
            var (id, round) = (Guid.CreateVersion7(), rounds[i % rounds.Count].Id);
            await using var connection = await database.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand(
                """
                INSERT INTO journal (cluster_id, id, type, actor, subject_kind, subject_id, subject_version, audience, round_id, quantity_change, needs_change, payload, at)
                VALUES ($1, $2, 'RoundExtended', 'a test', 'Round', $3, $4, 'Cluster', $3, 0, 0, '{}', now())
                """,
                connection);
            command.Parameters.AddWithValue(world.ClusterId);
            command.Parameters.AddWithValue(id);
            command.Parameters.AddWithValue(round);
            command.Parameters.AddWithValue(1000 + i);
            await command.ExecuteNonQueryAsync();
            if (i % 10 == 9)
            {
                await transaction.RollbackAsync();
                rolledBack.Add(id);
            }
            else
            {
                await transaction.CommitAsync();
            }
        }

        return rolledBack;
    }

    /// <summary>What was committed, as the journal has it: the round and position of each entry.</summary>
    private static async Task<Dictionary<string, (Guid Round, long Position)>> DueAsync(NpgsqlDataSource database)
    {
        await UntilAsync(async () => await ReadAsync<bool>(database, "SELECT NOT EXISTS (SELECT 1 FROM journal WHERE position IS NULL)"), TimeSpan.FromMinutes(1));
        await using var command = database.CreateCommand("SELECT id, round_id, position FROM journal WHERE type = 'RoundExtended'");
        await using var reader = await command.ExecuteReaderAsync();
        var due = new Dictionary<string, (Guid, long)>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
            due.Add(reader.GetGuid(0).ToString(), (reader.GetGuid(1), reader.GetInt64(2)));
        return due;
    }

    private static void Check(Receiver receiver, Dictionary<string, (Guid Round, long Position)> due, HashSet<Guid> rolledBack)
    {
        var accepted = receiver.Accepted.Select(m => (string)JsonNode.Parse(m.Body)!["id"]!).ToList();
        Assert.That(accepted.ToHashSet(StringComparer.Ordinal), Is.EquivalentTo(due.Keys), "each at least once, and nothing else");
        Assert.That(accepted.Where(id => rolledBack.Contains(Guid.Parse(id, CultureInfo.InvariantCulture))), Is.Empty);
        foreach (var round in accepted.Distinct(StringComparer.Ordinal).GroupBy(id => due[id].Round))
            Assert.That(round.Select(id => due[id].Position), Is.Ordered, "in the order of the round");
    }

    private static Task UntilAsync(Func<bool> condition, TimeSpan patience) => UntilAsync(() => Task.FromResult(condition()), patience);

    private static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan patience)
    {
        for (var watch = System.Diagnostics.Stopwatch.StartNew(); !await condition(); await Task.Delay(100))
            Assert.That(watch.Elapsed, Is.LessThan(patience));
    }

    private static async Task<T> ReadAsync<T>(NpgsqlDataSource database, string query)
    {
        await using var command = database.CreateCommand(query);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
