using System.Diagnostics;
using Npgsql;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Awards;

/// <summary>A close is a handful of statements, however many needs there are.</summary>
[NonParallelizable]
public sealed class ClosingALargeRound
{
    [Test]
    public async Task takes_no_time_with_a_few_thousand_needs()
    {
        var closed = await CloseAsync(members: 1_000, needsEach: 3);

        Assert.That(closed.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [TestCase(20_000, 5)]
    [TestCase(100_000, 1)]
    [Explicit("Takes a minute or two.")]
    [Category("Campaign")]
    public async Task takes_seconds_with_100_000_needs(int members, int needsEach)
    {
        var closed = await CloseAsync(members, needsEach);

        Assert.That(closed.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
    }

    private static async Task<(TimeSpan Elapsed, long Growth)> CloseAsync(int members, int needsEach)
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        await SeedAsync(world, round, members, needsEach);
        (await round.DoAsync("close-collection")).Ok();
        foreach (var price in new[] { "20.0000", "21.0000", "22.0000" })
            await round.BidAsync(await world.SupplierAsync(), round.BidJson(price, price).Replace("\"capacity\": 900,", "", StringComparison.Ordinal));
        await round.PassBidDeadlineAsync();
        await round.OpenBidsAsync();
        var etag = await round.ETagAsync();

        var measured = await MeasureAsync(async () =>
            (await world.Coordinator.PostAsync($"{round.Url}/close", """{ "reason": "Best" }""", ifMatch: etag)).Ok());

        TestContext.Out.WriteLine(
            $"{members * needsEach:N0} needs of {members:N0} members: closed in {measured.Elapsed.TotalSeconds:0.00} s, "
            + $"managed memory grew by {measured.Growth / 1_000_000} MB at most.");
        await CheckAsync(world, round, members, needsEach);
        return measured;
    }

    /// <summary>A tenth of the members give ceilings below any price.</summary>
    private static async Task SeedAsync(World world, RoundInPlay round, int members, int needsEach)
    {
        await using var batch = world.Service.Database.CreateBatch();
        Add(
            batch,
            """
            INSERT INTO organisations (id, name, size, postcode_district, version)
            SELECT md5($1::text || i)::uuid, 'Member ' || i, 'UpTo9', 'LE2', 1 FROM generate_series(1, $2) i
            """,
            world.ClusterId,
            members);
        Add(
            batch,
            """
            INSERT INTO members (cluster_id, id, organisation_id, vat_recovery, groups, active, version)
            SELECT $1, md5($1::text || i)::uuid, md5($1::text || i)::uuid, (i % 5) * 2500, '{}', true, 1 FROM generate_series(1, $2) i
            """,
            world.ClusterId,
            members);
        Add(
            batch,
            """
            INSERT INTO needs (cluster_id, id, member_id, round_id, lot_id, state, category_code, description, quantity, unit, ceiling, tolerance, submitted_at, version)
            SELECT $1, gen_random_uuid(), md5($1::text || i)::uuid, $3, $4, 'Pooled', '72253000', 'Helpdesk', 1 + (i * k) % 40, 'IE',
                CASE WHEN i % 10 = 0 THEN 100 ELSE NULL END, 0, now(), 1
            FROM generate_series(1, $2) i, generate_series(1, $5) k
            """,
            world.ClusterId,
            members,
            round.Id,
            round.Helpdesk,
            needsEach);
        Add(batch, "ANALYZE needs");
        await batch.ExecuteNonQueryAsync();
    }

    private static async Task<(TimeSpan Elapsed, long Growth)> MeasureAsync(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var (before, peak) = (GC.GetTotalMemory(true), 0L);
        using var done = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(false));
                await Task.Delay(5);
            }
        });

        var time = Stopwatch.StartNew();
        await work();
        var elapsed = time.Elapsed;
        await done.CancelAsync();
        await watch;
        return (elapsed, peak - before);
    }

    private static async Task CheckAsync(World world, RoundInPlay round, int members, int needsEach)
    {
        var served = members - (members / 10);
        Assert.That(await ClosingARound.CountAsync(world, "shares"), Is.EqualTo(served));
        Assert.That(await ClosingARound.CountAsync(world, "commitments"), Is.EqualTo(served));
        Assert.That(await ClosingARound.CountAsync(world, "commitment_lines"), Is.EqualTo(served));
        Assert.That(await ClosingARound.CountAsync(world, "award_departures"), Is.EqualTo(members / 10 * needsEach));
        Assert.That(await ScalarAsync(world, "SELECT count(*) FROM needs WHERE cluster_id = $1 AND state = 'PricedOut' AND version = 2"), Is.EqualTo(members / 10 * needsEach));
        Assert.That(await ScalarAsync(world, "SELECT count(*) FROM journal WHERE cluster_id = $1 AND type = 'NeedPricedOut'"), Is.EqualTo(members / 10 * needsEach));
        var award = await round.AwardAsync(round.World.Coordinator);
        Assert.That(await ScalarAsync(world, "SELECT sum(net)::bigint FROM shares WHERE cluster_id = $1"), Is.EqualTo(award["totals"]["net"].Pence()));
        Assert.That(await ScalarAsync(world, "SELECT sum(vat)::bigint FROM shares WHERE cluster_id = $1"), Is.EqualTo(award["totals"]["vat"].Pence()));
    }

    private static async Task<long> ScalarAsync(World world, string sql)
    {
        await using var command = world.Service.Database.CreateCommand(sql);
        command.Parameters.AddWithValue(world.ClusterId);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        batch.BatchCommands.Add(command);
    }
}
