using Npgsql;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

/// <summary>A draft is to open by itself, but by then its dates have passed.</summary>
public sealed class TryingAStepAgain
{
    [Test]
    public async Task keeps_what_went_wrong_rests_longer_each_time_and_does_not_keep_other_rounds()
    {
        var world = await World.NewAsync();
        var stuck = await AStuckDraftAsync(world);
        var other = await ADraftRound(world, Opening(world, TimeSpan.FromSeconds(1)));

        Assert.That(async () => (string?)(await other.ReadAsync())["state"], Is.EqualTo("collecting").After(20_000, 100));
        Assert.That(async () => (await FailureOfAsync(stuck))?.Attempts, Is.GreaterThanOrEqualTo(3).After(30_000, 100));
        var (attempts, pause, message) = (await FailureOfAsync(stuck))!.Value;

        Assert.That((string?)(await stuck.ReadAsync())["state"], Is.EqualTo("draft"));
        Assert.That(message, Does.Contain("Needs must close after now"));
        Assert.That(pause.TotalSeconds, Is.InRange(Math.Pow(2, attempts - 1) - 1.5, Math.Pow(2, attempts - 1)), $"after {attempts} attempts");
    }

    [Test]
    public async Task takes_it_once_what_hindered_it_is_gone()
    {
        var world = await World.NewAsync();
        var stuck = await AStuckDraftAsync(world);
        Assert.That(async () => await FailureOfAsync(stuck), Is.Not.Null.After(20_000, 100));

        (await world.Coordinator.PutAsync(stuck.Url, Opening(world, TimeSpan.FromSeconds(1)), await stuck.ETagAsync())).Ok();

        Assert.That(async () => (string?)(await stuck.ReadAsync())["state"], Is.EqualTo("collecting").After(30_000, 100));
        Assert.That(await FailureOfAsync(stuck), Is.Null);
        Assert.That((await TheJournal.OfAsync(world, stuck.Id))[^1], Has.Property("Type").EqualTo("RoundPublished").And.Property("Actor").EqualTo("deadline"));
    }

    private static async Task<RoundInPlay> AStuckDraftAsync(World world)
    {
        var round = await ADraftRound(world, Opening(world, TimeSpan.FromSeconds(2)));
        await TheDeadline.PassAsync(round, Window.Needs, TimeSpan.FromHours(1));
        return round;
    }

    private static string Opening(World world, TimeSpan from) =>
        RoundPlans.ItSupport(world).With($"\"opensAt\": \"{RoundPlans.From(world, from)}\"");

    /// <summary>How often it failed, how long it rests from the last failure on, and what went wrong; null when nothing is kept.</summary>
    private static async Task<(int Attempts, TimeSpan Pause, string Message)?> FailureOfAsync(RoundInPlay round)
    {
        await using var command = round.World.Service.Database.CreateCommand(
            "SELECT attempts, retry_at - clock_timestamp(), message FROM step_failures WHERE cluster_id = $1 AND round_id = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = round.World.ClusterId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = round.Id });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt32(0), reader.GetTimeSpan(1), reader.GetString(2)) : null;
    }
}
