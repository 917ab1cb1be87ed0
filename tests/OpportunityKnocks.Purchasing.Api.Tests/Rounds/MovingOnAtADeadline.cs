using System.Diagnostics;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class MovingOnAtADeadline
{
    [Test]
    public async Task closes_a_collection_with_its_demand()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        (await round.NeedAsync(member, round.Helpdesk, 7)).Ok();

        await TheDeadline.PassAsync(round, Window.Needs);

        var closed = await UntilItLeavesAsync(round, "collecting");
        Assert.That((string?)closed["state"], Is.EqualTo("tendering"));
        Assert.That((long)closed["lots"]![0]!["pooledQuantity"]!, Is.EqualTo(7));
        var entry = (await TheJournal.OfAsync(world, round.Id))[^1];
        Assert.That((entry.Type, entry.Actor), Is.EqualTo(("TenderOpened", "deadline")));
    }

    [Test]
    public async Task ends_a_round_that_nobody_needs()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);

        await TheDeadline.PassAsync(round, Window.Needs);

        Assert.That((string?)(await UntilItLeavesAsync(round, "collecting"))["state"], Is.EqualTo("notReached"));
    }

    [Test]
    public async Task seals_a_tender()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);

        await TheDeadline.PassAsync(round, Window.Bids);

        Assert.That((string?)(await UntilItLeavesAsync(round, "tendering"))["state"], Is.EqualTo("sealed"));
        var entry = (await TheJournal.OfAsync(world, round.Id))[^1];
        Assert.That((entry.Type, entry.Actor), Is.EqualTo(("BidsSealed", "deadline")));
    }

    [Test]
    public async Task does_however_long_ago_the_deadline_was()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);

        await TheDeadline.PassAsync(round, Window.Bids, ago: TimeSpan.FromDays(400));

        Assert.That((string?)(await UntilItLeavesAsync(round, "tendering"))["state"], Is.EqualTo("sealed"));
    }

    [Test]
    public async Task happens_once_though_two_instances_look()
    {
        var world = await World.NewAsync();
        Assert.That(AllTests.SecondInstance.Address, Is.Not.EqualTo(AllTests.Service.Address));
        var round = await ATenderingRound(world);

        await TheDeadline.PassAsync(round, Window.Bids);
        await UntilItLeavesAsync(round, "tendering");
        await Task.Delay(TimeSpan.FromSeconds(1.5));

        Assert.That((await TheJournal.OfAsync(world, round.Id)).Select(e => e.Type), Has.Exactly(1).EqualTo("BidsSealed"));
    }

    [Test]
    public async Task contracts_an_award_an_hour_after_the_standstill()
    {
        var world = await World.NewAsync();
        var round = await AnAwardedRound(world);
        await using var command = world.Service.Database.CreateCommand(
            "UPDATE rounds SET standstill_ends_at = standstill_ends_at - interval '61 minutes' WHERE cluster_id = $1 AND id = $2");
        command.Parameters.AddWithValue(world.ClusterId);
        command.Parameters.AddWithValue(round.Id);
        await command.ExecuteNonQueryAsync();

        Assert.That((string?)(await UntilItLeavesAsync(round, "awarded"))["state"], Is.EqualTo("contracted"));
        Assert.That((await TheJournal.OfAsync(world, round.Id))[^1], Has.Property("Type").EqualTo("RoundContracted").And.Property("Actor").EqualTo("deadline"));
    }

    [Test]
    public async Task leaves_alone_a_round_whose_deadline_is_to_come()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);

        await Task.Delay(TimeSpan.FromSeconds(1.5));

        Assert.That((string?)(await round.ReadAsync())["state"], Is.EqualTo("tendering"));
    }

    [Test]
    public async Task waits_for_nobody_at_another_round()
    {
        var world = await World.NewAsync();
        var held = await ATenderingRound(world);
        var other = await ATenderingRound(world);
        await using var connection = await world.Service.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new Npgsql.NpgsqlCommand("SELECT 1 FROM rounds WHERE cluster_id = $1 AND id = $2 FOR UPDATE", connection);
        hold.Parameters.AddWithValue(world.ClusterId);
        hold.Parameters.AddWithValue(held.Id);

        await TheDeadline.PassAsync(held, Window.Bids);
        await hold.ExecuteNonQueryAsync();
        await TheDeadline.PassAsync(other, Window.Bids);

        Assert.That((string?)(await UntilItLeavesAsync(other, "tendering"))["state"], Is.EqualTo("sealed"));
        await transaction.RollbackAsync();
        Assert.That((string?)(await UntilItLeavesAsync(held, "tendering"))["state"], Is.EqualTo("sealed"));
    }

    private static async Task<Answer> UntilItLeavesAsync(RoundInPlay round, string state)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var read = await round.ReadAsync();
            if ((string?)read["state"] != state || watch.Elapsed > TimeSpan.FromSeconds(20))
                return read;
            await Task.Delay(100);
        }
    }
}
