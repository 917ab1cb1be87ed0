using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Audit;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using OpportunityKnocks.Purchasing.Domain;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Audit;

/// <summary>Somebody with all power over the database meddles with a trail of which an outsider has kept one signed head.</summary>
public sealed class VerifyingAnExport
{
    private static readonly string[] Edits =
    [
        "payload = '{\"quantity\":1}'", "actor = 'nobody'", "reason = 'because'", "at = at + interval '1 microsecond'", "type = 'RoundSettled'",
        "subject_id = gen_random_uuid()", "subject_version = subject_version + 1000", "id = gen_random_uuid()", "subject_kind = 'Settlement'",
    ];

    [TestCase(30)]
    [TestCase(100, Category = "Campaign", Explicit = true)]
    public async Task finds_every_tampering(int times)
    {
        await using var own = await OwnDatabase.CreateAsync();
        var world = await World.NewAsync(own.Start());
        await AnAwardedRound(world);
        await TheJournal.SequencedAsync(world);
        var kept = await HeadOfAsync(world, await ExportAsync(world));
        await ATenderingRound(world);
        await TheJournal.SequencedAsync(world);
        var random = new Random(20261124);

        Assert.That(await BreachAsync(world, await ExportAsync(world), kept), Is.Null);
        var kinds = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < times; i++)
        {
            var (kind, sql, rechained) = Tampering(random, kept.Position);
            var export = await ExportAsync(world, sql, rechained);
            Assert.That(await BreachAsync(world, export, kept), Is.Not.Null, $"{kind}: {sql}");
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        }

        Assert.That(await BreachAsync(world, await ExportAsync(world), kept), Is.Null, "all of it was rolled back");
        TestContext.Out.WriteLine($"{times} tamperings, all found: {string.Join(", ", kinds.Select(k => $"{k.Key} {k.Value}"))}");
    }

    [TestCase(15)]
    [TestCase(100, Category = "Campaign", Explicit = true)]
    public async Task raises_no_alarm_over_what_the_service_did(int times)
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var round = await ACollectingRound(world);
        await TheJournal.SequencedAsync(world);
        var kept = await HeadOfAsync(world, await ExportAsync(world));

        for (var i = 0; i < times; i++)
        {
            (await round.NeedAsync(member, round.Helpdesk, 1 + i)).Ok();
            var export = (await world.Coordinator.GetAsync($"{world.Cluster}/audit/export")).Ok().Text;

            Assert.That(await BreachAsync(world, export, kept), Is.Null);
            kept = await HeadOfAsync(world, export);
        }

        TestContext.Out.WriteLine($"{times} clean exports, each held against the one before: no alarm.");
    }

    [Test]
    public async Task finds_what_is_done_to_the_file_itself()
    {
        var world = await World.NewAsync();
        await ADraftRound(world);
        await TheJournal.SequencedAsync(world);
        var export = await ExportAsync(world);
        var lines = export.TrimEnd('\n').Split('\n').ToList();
        var other = await World.NewAsync();
        await TheJournal.SequencedAsync(other);
        string[] wrong =
        [
            "", "{}", lines[0], export[..^20], string.Join('\n', lines[..^1]), export + "x", export.Replace("Asha Patel", "Asha Petal", StringComparison.Ordinal),
            string.Join('\n', lines.Where((_, i) => i != 1)), string.Join('\n', lines.Where((_, i) => i != lines.Count - 2)),
            string.Join('\n', [lines[0], lines[2], lines[1], .. lines[3..]]), string.Join('\n', [lines[0], lines[1], lines[1], .. lines[2..]]),
            string.Join('\n', [.. lines[..^1], (await ExportAsync(other)).TrimEnd('\n').Split('\n')[^1]]),
            string.Join('\n', [lines[0], lines[^1]]), export.Replace(world.ClusterId.ToString(), other.ClusterId.ToString(), StringComparison.Ordinal),
        ];

        Assert.That(await BreachAsync(world, export, null), Is.Null);
        foreach (var text in wrong)
            Assert.That(await BreachAsync(world, text, null), Is.Not.Null, text);
        Assert.That(await BreachAsync(world, export, await HeadOfAsync(other, await ExportAsync(other))), Does.Contain("of cluster"));
    }

    [Test]
    public async Task is_a_command_that_needs_no_database()
    {
        var world = await World.NewAsync();
        await ADraftRound(world);
        await TheJournal.SequencedAsync(world);
        using var auditor = await world.AuditorAsync();
        using var http = world.Service.Client();
        var folder = Directory.CreateTempSubdirectory("purchasing-audit-").FullName;
        string At(string name) => Path.Combine(folder, name);
        await File.WriteAllTextAsync(At("key.json"), await http.GetStringAsync("/.well-known/jwks"));
        await File.WriteAllTextAsync(At("head.json"), (await auditor.GetAsync($"{world.Cluster}/audit/head")).Ok().Text);
        await ACollectingRound(world);
        await TheJournal.SequencedAsync(world);
        var export = (await auditor.GetAsync($"{world.Cluster}/audit/export")).Ok();
        await File.WriteAllTextAsync(At("export.json"), export.Text);
        await File.WriteAllTextAsync(At("edited.json"), export.Text.Replace("Asha Patel", "Asha Petal", StringComparison.Ordinal));

        var whole = await RunAsync("export.json", "--key", At("key.json"), "--head", At("head.json"));
        var edited = await RunAsync("edited.json", "--key", At("key.json"));
        var unused = await RunAsync("export.json");
        var missing = await RunAsync("none.json", "--key", At("key.json"));

        Assert.That(whole.ExitCode, Is.Zero, whole.Output);
        Assert.That(whole.Output, Does.Contain("Everything fits").And.Contain("goes on from the head that was kept"));
        Assert.That(edited.ExitCode, Is.EqualTo(1), edited.Output);
        Assert.That(edited.Output, Does.Contain("BROKEN. The entry at position"));
        Assert.That((unused.ExitCode, missing.ExitCode), Is.EqualTo((2, 2)));
        Directory.Delete(folder, recursive: true);

        Task<(int ExitCode, string Output)> RunAsync(string file, params string[] arguments) =>
            ServiceProcess.RunAsync("verify-audit", "Host=127.0.0.1;Port=1;Database=none", [At(file), .. arguments]);
    }

    private static (string Kind, string Sql, bool Rechained) Tampering(Random random, long head)
    {
        var (position, other) = (1 + random.NextInt64(head), 1 + random.NextInt64(head));
        while (other == position)
            other = 1 + random.NextInt64(head);
        var (kind, sql) = random.Next(4) switch
        {
            0 => ("edit", $"UPDATE journal SET {Edits[random.Next(Edits.Length)]} WHERE position = {position}"),
            1 => ("delete", $"DELETE FROM journal WHERE position = {position}"),
            2 => ("reorder",
                $"""
                UPDATE journal SET position = -position WHERE position IN ({position}, {other});
                UPDATE journal SET position = CASE -position WHEN {position} THEN {other} ELSE {position} END WHERE position < 0
                """),
            _ => ("truncate",
                $"""
                DELETE FROM journal WHERE position >= {position};
                UPDATE feeds SET position = {position - 1}, hash = coalesce((SELECT hash FROM journal WHERE position = {position - 1}), decode(repeat('00', 32), 'hex'))
                """),
        };
        var rechained = random.Next(2) == 0;
        return (rechained ? $"{kind} and re-chain" : kind, sql, rechained);
    }

    /// <summary>Exports, after meddling in a transaction that is rolled back.</summary>
    private static async Task<string> ExportAsync(World world, string? meddling = null, bool rechain = false)
    {
        await using var scope = world.Service.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PurchasingDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (meddling is not null)
        {
            await using var meddle = new NpgsqlCommand(meddling, connection);
            await meddle.ExecuteNonQueryAsync();
        }

        if (rechain)
            await RechainAsync(connection, world.ClusterId);
        using var stream = new MemoryStream();
        await scope.ServiceProvider.GetRequiredService<AuditExporter>().WriteAsync(new ClusterId(world.ClusterId), stream, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>What a forger does who knows how the chain is made: numbers and hashes everything anew.</summary>
    private static async Task RechainAsync(NpgsqlConnection connection, Guid cluster)
    {
        var entries = new List<EntryToChain>();
        await using (var read = new NpgsqlCommand(
            "SELECT id, type, at, actor, subject_kind, subject_id, subject_version, reason, payload FROM journal WHERE cluster_id = $1 AND position IS NOT NULL ORDER BY position",
            connection))
        {
            read.Parameters.AddWithValue(cluster);
            await using var reader = await read.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                entries.Add(new EntryToChain(
                    reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3), reader.GetString(4),
                    reader.GetGuid(5), reader.GetInt32(6), reader.GetValue(7) as string, reader.GetString(8)));
            }
        }

        var (hashes, hash) = (new List<byte[]>(), new byte[32]);
        foreach (var (i, entry) in entries.Index())
            hashes.Add(hash = Sequencer.ChainHash(hash, cluster, i + 1, entry));
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("UPDATE journal SET position = NULL, hash = NULL WHERE cluster_id = $1") { Parameters = { new() { Value = cluster } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            UPDATE journal j SET position = e.position, hash = e.hash FROM unnest($2::uuid[], $3::bytea[]) WITH ORDINALITY AS e (id, hash, position)
            WHERE j.cluster_id = $1 AND j.id = e.id
            """)
        {
            Parameters = { new() { Value = cluster }, new() { Value = entries.Select(e => e.Id).ToArray() }, new() { Value = hashes.ToArray() } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("UPDATE feeds SET position = $2, hash = $3 WHERE cluster_id = $1")
        {
            Parameters = { new() { Value = cluster }, new() { Value = (long)entries.Count }, new() { Value = hash } },
        });
        await batch.ExecuteNonQueryAsync();
    }

    private static async Task<string?> BreachAsync(World world, string export, ChainHead? kept) =>
        await new AuditVerification(await KeysAsync(world), kept).FindBreachAsync(new StringReader(export), CancellationToken.None);

    private static async Task<ChainHead> HeadOfAsync(World world, string export)
    {
        var head = System.Text.Json.JsonDocument.Parse(export).RootElement.GetProperty("head").GetString()!;
        return (await AuditSignatures.ReadAsync(head, await KeysAsync(world)))!;
    }

    private static async Task<IReadOnlyCollection<SecurityKey>> KeysAsync(World world)
    {
        using var http = world.Service.Client();
        return [.. new JsonWebKeySet(await http.GetStringAsync("/.well-known/jwks")).GetSigningKeys()];
    }
}
