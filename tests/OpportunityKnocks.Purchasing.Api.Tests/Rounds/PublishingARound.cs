using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class PublishingARound
{
    [Test]
    public async Task opens_it_for_needs_and_shows_it_to_members()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var round = await ADraftRound(world);

        var published = (await round.DoAsync("publish")).Ok();

        Assert.That((string?)published["state"], Is.EqualTo("collecting"));
        Assert.That(published.ETag, Is.EqualTo("\"2\""));
        Assert.That((string?)(await member.Client.GetAsync(round.Url)).Ok()["state"], Is.EqualTo("collecting"));
    }

    [Test]
    public async Task happens_once()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);

        var again = await round.DoAsync("publish");

        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(again.Code, Is.EqualTo("roundStateForbids"));
    }

    [Test]
    public async Task needs_the_version_that_is_meant()
    {
        var world = await World.NewAsync();
        var round = await ADraftRound(world);

        Assert.That((await world.Coordinator.PostAsync($"{round.Url}/publish")).Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That((await world.Coordinator.PostAsync($"{round.Url}/publish", ifMatch: "\"7\"")).Code, Is.EqualTo("versionStale"));
        Assert.That((await world.Coordinator.PostAsync($"{round.Url}/publish", ifMatch: "7")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string?)(await round.ReadAsync())["state"], Is.EqualTo("draft"));
    }

    [Test]
    public async Task replays_under_the_same_key()
    {
        var world = await World.NewAsync();
        var round = await ADraftRound(world);
        var etag = await round.ETagAsync();

        var first = (await world.Coordinator.PostAsync($"{round.Url}/publish", key: "publish-1", ifMatch: etag)).Ok();
        var second = (await world.Coordinator.PostAsync($"{round.Url}/publish", key: "publish-1", ifMatch: etag)).Ok();

        Assert.That(second.Text, Is.EqualTo(first.Text));
        Assert.That(second.ETag, Is.EqualTo(first.ETag));
    }

    [Test]
    public async Task refuses_a_draft_whose_time_has_passed()
    {
        var world = await World.NewAsync();
        var round = await ADraftRound(world, RoundPlans.ItSupport(world, needsCloseIn: TimeSpan.FromHours(-1)));

        var answer = await round.DoAsync("publish");

        Assert.That(answer.Code, Is.EqualTo("roundDatesOutOfOrder"));
    }

    [Test]
    public async Task finds_only_rounds_of_the_own_cluster()
    {
        var world = await World.NewAsync();
        var other = await World.NewAsync();
        var round = await ADraftRound(world);

        var elsewhere = await other.Coordinator.PostAsync($"{round.Url}/publish", ifMatch: "\"1\"");
        var smuggled = await other.Coordinator.PostAsync($"{other.Cluster}/rounds/{round.Id}/publish", ifMatch: "\"1\"");

        Assert.That(elsewhere.Code, Is.EqualTo("notFound"));
        Assert.That(smuggled.Code, Is.EqualTo("notFound"));
    }
}
