using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class ComingAgain
{
    [Test]
    public async Task drafts_the_next_round_once_when_one_is_published_whatever_the_number_of_instances()
    {
        _ = AllTests.SecondInstance;
        var world = await World.NewAsync();
        var rounds = new List<RoundInPlay>();
        for (var i = 0; i < 4; i++)
            rounds.Add(await ACollectingRound(world, Plan(world, "FREQ=MONTHLY;COUNT=3")));

        for (var i = 0; i < 200 && (await FollowersAsync(world)).Count < 4; i++)
            await Task.Delay(50);
        await Task.Delay(2500);

        var followers = await FollowersAsync(world);
        Assert.That(followers.Select(f => (Guid)f["follows"]!), Is.EquivalentTo(rounds.Select(r => r.Id)));
        var (first, next) = (await rounds[0].ReadAsync(), followers.Single(f => (Guid)f["follows"]! == rounds[0].Id));
        Assert.That(((string?)next["state"], (string?)next["recurrenceRule"]), Is.EqualTo(("draft", "FREQ=MONTHLY;COUNT=2")));
        Assert.That((string?)next["lots"][0]!["term"]!["startsOn"], Is.EqualTo("2027-05-01"));
        Assert.That((DateTimeOffset)next["needsCloseAt"]! - (DateTimeOffset)first["needsCloseAt"]!, Is.InRange(TimeSpan.FromDays(27.9), TimeSpan.FromDays(31.1)));
        Assert.That(first.ETag, Is.EqualTo("\"2\""), "published, and not touched since");
        var entry = (await TheJournal.OfAsync(world, next.Id)).Single();
        Assert.That((entry.Type, entry.Actor), Is.EqualTo(("RoundDrafted", "deadline")));
    }

    [Test]
    public async Task goes_on_by_itself_when_the_round_opens_by_itself_until_the_rule_ends()
    {
        var world = await World.NewAsync();
        var opens = $"\"opensAt\": \"{RoundPlans.From(world, TimeSpan.FromDays(1))}\", ";
        var round = await ADraftRound(world, Plan(world, "FREQ=WEEKLY;COUNT=2").Replace("\"feePolicy\"", opens + "\"feePolicy\"", StringComparison.Ordinal));
        (await round.DoAsync("publish")).Ok();
        for (var i = 0; i < 200 && (await FollowersAsync(world)).Count < 1; i++)
            await Task.Delay(50);

        var next = (await FollowersAsync(world)).Single();

        Assert.That((DateTimeOffset)next["opensAt"]! - (DateTimeOffset)(await round.ReadAsync())["opensAt"]!, Is.InRange(TimeSpan.FromHours(167), TimeSpan.FromHours(169)));
        Assert.That(next.Body["recurrenceRule"], Is.Null, "the last of its series");
    }

    [Test]
    public async Task is_not_passed_on_to_a_clone()
    {
        var world = await World.NewAsync();
        var draft = await ADraftRound(world, Plan(world, "FREQ=YEARLY"));

        var clone = (await world.Coordinator.PostAsync($"{draft.Url}/clone", "{}")).Ok();

        Assert.That((string?)(await draft.ReadAsync())["recurrenceRule"], Is.EqualTo("FREQ=YEARLY"));
        Assert.That(clone.Body["recurrenceRule"], Is.Null);
    }

    [TestCase("FREQ=SECONDLY")]
    [TestCase("FREQ=DAILY;UNTIL=20200101")]
    [TestCase("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]
    [TestCase("DTSTART:20270101")]
    public async Task needs_a_rule_that_comes(string rule)
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.PostAsync($"{world.Cluster}/rounds", Plan(world, rule));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer.Text, Does.Contain("recurrenceRule"));
    }

    private static string Plan(World world, string rule) =>
        RoundPlans.ItSupport(world).Replace("\"feePolicy\"", $"\"recurrenceRule\": \"{rule}\", \"feePolicy\"", StringComparison.Ordinal);

    private static async Task<List<Answer>> FollowersAsync(World world)
    {
        var drafts = (await world.Coordinator.GetAsync($"{world.Cluster}/rounds?state=draft&limit=200")).Ok()["items"].AsArray();
        var followers = new List<Answer>();
        foreach (var draft in drafts)
        {
            var round = (await world.Coordinator.GetAsync($"{world.Cluster}/rounds/{draft!["id"]}")).Ok();
            if (round.Body["follows"] is not null)
                followers.Add(round);
        }

        return followers;
    }
}
