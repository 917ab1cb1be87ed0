using System.Net;
using Npgsql;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class ClosingACollection
{
    [Test]
    public async Task fixes_the_pooled_demand_and_opens_the_tender()
    {
        var world = await World.NewAsync();

        var round = await ATenderingRound(world);

        var read = await round.ReadAsync();
        Assert.That((string?)read["state"], Is.EqualTo("tendering"));
        Assert.That(read["lots"].AsArray().Select(l => (long)l!["pooledQuantity"]!), Is.EqualTo(new[] { 25L, 20 }));
        Assert.That(read["lots"].AsArray().Select(l => (int)l!["pooledMembers"]!), Is.EqualTo(new[] { 3, 3 }));
        Assert.That((DateTimeOffset)read["collectionClosedAt"]!, Is.GreaterThanOrEqualTo((DateTimeOffset)read["needsCloseAt"]!));
    }

    [Test]
    public async Task counts_a_member_once_per_lot_and_a_lot_without_needs_as_nothing()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        (await round.NeedAsync(member, round.Helpdesk, 3)).Ok();
        (await round.NeedAsync(member, round.Helpdesk, 4)).Ok();

        var closed = (await round.DoAsync("close-collection")).Ok();

        Assert.That(closed["lots"].AsArray().Select(l => (long)l!["pooledQuantity"]!), Is.EqualTo(new[] { 7L, 0 }));
        Assert.That(closed["lots"].AsArray().Select(l => (int)l!["pooledMembers"]!), Is.EqualTo(new[] { 1, 0 }));
    }

    [Test]
    public async Task waits_for_a_writer_that_came_in_time_and_counts_its_need()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var need = (await round.NeedAsync(member, round.Helpdesk, 3)).Ok().Id;
        var etag = await round.ETagAsync();
        await using var connection = await world.Service.Database.OpenConnectionAsync();
        await using var writer = await connection.BeginTransactionAsync();
        await RunAsync(connection, "SELECT 1 FROM rounds WHERE cluster_id = $1 AND id = $2 FOR KEY SHARE", world.ClusterId, round.Id);

        var closing = world.Coordinator.PostAsync($"{round.Url}/close-collection", ifMatch: etag);
        await Task.Delay(500);
        Assert.That(closing.IsCompleted, Is.False);
        await RunAsync(
            connection,
            """
            INSERT INTO needs (cluster_id, id, member_id, round_id, lot_id, state, category_code, description, quantity, unit, tolerance, submitted_at, version)
            SELECT cluster_id, $3, member_id, round_id, lot_id, state, category_code, description, 4, unit, 0, submitted_at, version
            FROM needs WHERE cluster_id = $1 AND id = $2
            """,
            world.ClusterId,
            need,
            Guid.NewGuid());
        await writer.CommitAsync();

        var closed = (await closing).Ok();
        Assert.That((long)closed["lots"]![0]!["pooledQuantity"]!, Is.EqualTo(7));
    }

    [Test]
    public async Task takes_no_more_needs()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);

        var late = await round.NeedAsync(round.Members[0], round.Helpdesk, 1);

        Assert.That(late.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(late.Code, Is.EqualTo("roundNotCollecting"));
    }

    [Test]
    public async Task ends_a_round_that_nobody_needs()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);

        var closed = (await round.DoAsync("close-collection")).Ok();

        Assert.That((string?)closed["state"], Is.EqualTo("notReached"));
        Assert.That((string?)closed["endReason"], Is.Not.Empty);
        Assert.That(closed.Body["endedAt"], Is.Not.Null);
    }

    [Test]
    public async Task happens_once()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);

        Assert.That((await round.DoAsync("close-collection")).Code, Is.EqualTo("roundStateForbids"));
    }

    [Test]
    public async Task leaves_the_collection_running_when_it_is_refused()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var before = await round.ReadAsync();

        Assert.That((await world.Coordinator.PostAsync($"{round.Url}/close-collection")).Code, Is.EqualTo("versionRequired"));
        Assert.That((await world.Coordinator.PostAsync($"{round.Url}/close-collection", ifMatch: "\"1\"")).Code, Is.EqualTo("versionStale"));
        Assert.That((await member.Client.PostAsync($"{round.Url}/close-collection", ifMatch: before.ETag)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((string?)(await round.ReadAsync())["needsCloseAt"], Is.EqualTo((string?)before["needsCloseAt"]));
        Assert.That((await round.NeedAsync(member, round.Helpdesk, 1)).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task is_told_in_the_journal_with_the_demand()
    {
        var world = await World.NewAsync();

        var round = await ATenderingRound(world);

        var entries = await TheJournal.OfAsync(world, round.Id);
        Assert.That(entries.Select(e => e.Type), Is.EqualTo(new[] { "RoundDrafted", "RoundPublished", "CollectionStopped", "TenderOpened" }));
        Assert.That(entries.Select(e => e.Version), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        Assert.That((long)entries[^1].Payload["lots"]![0]!["quantity"]!, Is.EqualTo(25));
        Assert.That(entries[^1].Actor, Does.StartWith("Asha Patel"));
    }

    [Test]
    public async Task replays_under_the_same_key()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var etag = await round.ETagAsync();

        var first = (await world.Coordinator.PostAsync($"{round.Url}/close-collection", key: "close", ifMatch: etag)).Ok();
        var second = (await world.Coordinator.PostAsync($"{round.Url}/close-collection", key: "close", ifMatch: etag)).Ok();

        Assert.That(second.Text, Is.EqualTo(first.Text));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, params Guid[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter);
        await command.ExecuteNonQueryAsync();
    }
}
