using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class ReadingTheSchedule
{
    [Test]
    public async Task says_what_will_happen_by_itself_and_when()
    {
        var world = await World.NewAsync();
        var plan = RoundPlans.ItSupport(world).Replace(
            "\"feePolicy\"",
            $"\"opensAt\": \"{RoundPlans.From(world, TimeSpan.FromDays(1))}\", \"confirmBy\": \"{RoundPlans.From(world, TimeSpan.FromDays(10))}\", \"feePolicy\"",
            StringComparison.Ordinal);
        var draft = await ADraftRound(world, plan);

        var planned = await StepsAsync(draft, world.Coordinator);
        (await draft.DoAsync("publish")).Ok();
        var running = await StepsAsync(draft, world.Coordinator);

        Assert.That(planned.Select(s => s.Name), Is.EqualTo(new[] { "publish", "closeCollection", "closeReview", "seal" }));
        Assert.That(running.Select(s => s.Name), Is.EqualTo(new[] { "remind", "remind", "closeCollection", "closeReview", "seal" }));
        Assert.That(running.Select(s => s.At), Is.Ordered);
        Assert.That(running[2].At - running[0].At, Is.EqualTo(TimeSpan.FromHours(72)));
    }

    [Test]
    public async Task promises_nothing_of_a_draft_that_waits_for_its_coordinator_or_a_round_that_has_ended()
    {
        var world = await World.NewAsync();
        var draft = await ADraftRound(world);
        var before = await StepsAsync(draft, world.Coordinator);

        (await draft.DoAsync("cancel", """{ "code": "needChanged", "reason": "Not needed." }""")).Ok();

        Assert.That(before, Is.Empty);
        Assert.That(await StepsAsync(draft, world.Coordinator), Is.Empty);
    }

    [Test]
    public async Task tells_the_coordinator_alone_what_fails()
    {
        var world = await World.NewAsync();
        var draft = await ADraftRound(world, RoundPlans.ItSupport(world).Replace(
            "\"feePolicy\"", $"\"opensAt\": \"{RoundPlans.From(world, TimeSpan.FromDays(1))}\", \"feePolicy\"", StringComparison.Ordinal));
        var member = await world.MemberAsync();

        // Both in the past: it cannot be published, and the service tries again and again.
        await TheDeadline.PassAsync(draft, Window.Needs, TimeSpan.FromHours(1));
        await RunAsync(draft, "UPDATE rounds SET opens_at = needs_close_at - interval '1 hour' WHERE cluster_id = $1 AND id = $2");
        var failures = (await world.Coordinator.GetAsync($"{draft.Url}/schedule")).Ok()["failures"].AsArray();
        for (var i = 0; i < 200 && failures.Count == 0; i++)
        {
            await Task.Delay(50);
            failures = (await world.Coordinator.GetAsync($"{draft.Url}/schedule")).Ok()["failures"].AsArray();
        }

        Assert.That(((string?)failures.Single()!["name"], (int)failures[0]!["attempts"]! >= 1), Is.EqualTo(("publish", true)));
        Assert.That((string?)failures[0]!["message"], Does.Contain("Needs must close after now"));
        Assert.That(failures[0]!["retryAt"], Is.Not.Null);
        Assert.That((await member.Client.GetAsync($"{draft.Url}/schedule")).Status, Is.EqualTo(HttpStatusCode.NotFound), "a draft is nobody else's");
        (await draft.DoAsync("cancel", """{ "code": "procedureError", "reason": "Planned too late." }""")).Ok();
        Assert.That((await world.Coordinator.GetAsync($"{draft.Url}/schedule")).Ok()["failures"].AsArray(), Is.Empty, "it is no longer due");
    }

    [Test]
    public async Task is_for_members_and_auditors_too_without_the_failures()
    {
        var round = await ACollectingRound(await World.NewAsync());
        var (member, auditor) = (await round.World.MemberAsync(), await round.World.AuditorAsync());
        var supplier = await round.World.SupplierAsync();

        foreach (var party in new[] { member.Client, auditor })
        {
            var read = (await party.GetAsync($"{round.Url}/schedule")).Ok();
            Assert.That(read["steps"].AsArray(), Is.Not.Empty);
            Assert.That(read.Body["failures"], Is.Null);
        }

        Assert.That((await supplier.Client.GetAsync($"{round.Url}/schedule")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private static async Task<List<(string Name, DateTimeOffset At)>> StepsAsync(RoundInPlay round, Party party) =>
    [
        .. (await party.GetAsync($"{round.Url}/schedule")).Ok()["steps"].AsArray().Select(s => ((string)s!["name"]!, (DateTimeOffset)s["dueAt"]!)),
    ];

    private static async Task RunAsync(RoundInPlay round, string sql)
    {
        await using var command = round.World.Service.Database.CreateCommand(sql);
        command.Parameters.AddWithValue(round.World.ClusterId);
        command.Parameters.AddWithValue(round.Id);
        await command.ExecuteNonQueryAsync();
    }
}
