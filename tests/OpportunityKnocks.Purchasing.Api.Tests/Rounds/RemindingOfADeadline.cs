using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

/// <summary>The window is made to have opened long ago: that is what a passing of time would do.</summary>
public sealed class RemindingOfADeadline
{
    [Test]
    public async Task tells_each_time_before_it_once_whoever_looks()
    {
        _ = AllTests.SecondInstance;
        var round = await ACollectingRound(await World.NewAsync());

        await ClosesInAsync(round, hours: 71);
        var first = await UntilToldAsync(round, 1);
        await Task.Delay(2500);
        var later = await ToldAsync(round);

        Assert.That(first.Single(), Is.EqualTo(("needs", 72)));
        Assert.That(later, Has.Count.EqualTo(1), "two instances looked at it every second");
    }

    [Test]
    public async Task after_an_outage_tells_the_last_of_those_that_were_due()
    {
        var round = await ACollectingRound(await World.NewAsync());

        await ClosesInAsync(round, hours: 20);
        var told = await UntilToldAsync(round, 1);

        Assert.That(told.Single(), Is.EqualTo(("needs", 24)));
    }

    [Test]
    public async Task tells_anew_of_a_deadline_that_moved()
    {
        var world = await World.NewAsync();
        var tender = await ATenderingRound(world);
        await ClosesInAsync(tender, hours: 70);
        await UntilToldAsync(tender, 1);

        (await tender.DoAsync("extend", $$"""{ "bidsCloseAt": "{{RoundPlans.From(world, TimeSpan.FromHours(71))}}" }""")).Ok();
        var told = await UntilToldAsync(tender, 2);

        Assert.That(told, Is.EqualTo(new[] { ("bids", 72), ("bids", 72) }));
    }

    [Test]
    public async Task passes_over_times_before_the_window_opened_and_deadlines_that_are_over()
    {
        var world = await World.NewAsync();
        var young = await ACollectingRound(world, RoundPlans.ItSupport(world, needsCloseIn: TimeSpan.FromHours(30)));
        var over = await ACollectingRound(world);
        await TheDeadline.PassAsync(over, Window.Needs, TimeSpan.FromHours(1));

        await Task.Delay(2500);

        Assert.That(await ToldAsync(young), Is.Empty);
        Assert.That(await ToldAsync(over), Is.Empty);
    }

    [Test]
    public async Task leaves_the_rounds_version_alone()
    {
        var round = await ACollectingRound(await World.NewAsync());
        var before = await round.ETagAsync();

        await ClosesInAsync(round, hours: 71);
        await UntilToldAsync(round, 1);

        Assert.That(await round.ETagAsync(), Is.EqualTo(before));
    }

    [TestCase("[0]")]
    [TestCase("[721]")]
    [TestCase("[24, 24]")]
    [TestCase("[1,2,3,4,5,6,7,8,9,10,11]")]
    [TestCase("[1.5]")]
    public async Task refuses_times_it_cannot_keep(string reminders)
    {
        var world = await World.NewAsync();
        var plan = RoundPlans.ItSupport(world).Replace("\"feePolicy\"", $"\"reminders\": {reminders}, \"feePolicy\"", StringComparison.Ordinal);

        Assert.That((int)(await world.Coordinator.PostAsync($"{world.Cluster}/rounds", plan)).Status, Is.EqualTo(400));
    }

    private static async Task ClosesInAsync(RoundInPlay round, int hours)
    {
        await using var command = round.World.Service.Database.CreateCommand(
            """
            UPDATE rounds SET published_at = published_at - interval '90 days', tender_opened_at = tender_opened_at - interval '90 days',
                needs_close_at = CASE state WHEN 'Collecting' THEN clock_timestamp() + make_interval(hours => $3) ELSE needs_close_at - interval '30 days' END,
                bids_close_at = CASE state WHEN 'Tendering' THEN clock_timestamp() + make_interval(hours => $3) ELSE bids_close_at END
            WHERE cluster_id = $1 AND id = $2
            """);
        command.Parameters.AddWithValue(round.World.ClusterId);
        command.Parameters.AddWithValue(round.Id);
        command.Parameters.AddWithValue(hours);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<(string Deadline, int Hours)>> UntilToldAsync(RoundInPlay round, int count)
    {
        for (var i = 0; i < 200 && (await ToldAsync(round)).Count < count; i++)
            await Task.Delay(50);
        var told = await ToldAsync(round);
        Assert.That(told, Has.Count.EqualTo(count));
        return told;
    }

    private static async Task<List<(string Deadline, int Hours)>> ToldAsync(RoundInPlay round)
    {
        await using var command = round.World.Service.Database.CreateCommand(
            """
            SELECT payload::json ->> 'deadline', (payload::json ->> 'hoursBefore')::int FROM journal
            WHERE cluster_id = $1 AND round_id = $2 AND type = 'RoundReminder' AND audience = 'Cluster' ORDER BY recorded_at
            """);
        command.Parameters.AddWithValue(round.World.ClusterId);
        command.Parameters.AddWithValue(round.Id);
        await using var reader = await command.ExecuteReaderAsync();
        var told = new List<(string Deadline, int Hours)>();
        while (await reader.ReadAsync())
            told.Add((reader.GetString(0), reader.GetInt32(1)));
        return told;
    }
}
