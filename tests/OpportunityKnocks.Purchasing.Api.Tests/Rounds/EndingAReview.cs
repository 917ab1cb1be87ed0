using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.AReview;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class EndingAReview
{
    [TestCase("drops", "30.0000", "standing")]
    [TestCase("drops", null, "standing")]
    [TestCase("confirms", "30.0000", "pooled")]
    [TestCase("confirms", null, "standing")]
    public async Task takes_silence_as_the_policy_says_but_never_without_a_ceiling(string silence, string? ceiling, string expected)
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world, WithReview(world, silence));
        var (silent, loud) = (await world.MemberAsync(), await world.MemberAsync());
        var need = (await round.NeedAsync(silent, round.Helpdesk, 12, ceiling)).Ok();
        var kept = (await round.NeedAsync(loud, round.Helpdesk, 5)).Ok();
        (await round.DoAsync("close-collection")).Ok();
        (await loud.ConfirmAsync(world, kept)).Ok();

        var ended = await PassReviewAsync(round);

        var read = await silent.ReadNeedAsync(world, need.Id);
        Assert.That(((string?)ended["state"], (string?)read["state"]), Is.EqualTo(("tendering", expected)));
        Assert.That((long)ended["lots"][0]!["pooledQuantity"]!, Is.EqualTo(expected == "pooled" ? 17 : 5));
        Assert.That((string?)(await loud.ReadNeedAsync(world, kept.Id))["state"], Is.EqualTo("pooled"), "confirmed, though at any price");
        if (expected == "standing")
        {
            Assert.That(read.Body["lotId"], Is.Null);
            var entry = (await TheJournal.OfAsync(world, need.Id))[^1];
            Assert.That((entry.Type, entry.Actor, entry.Reason), Is.EqualTo(("NeedReleased", "deadline", "Its member did not confirm it in time.")));
        }
    }

    [TestCase("drops")]
    [TestCase("confirms")]
    public async Task ends_the_round_when_silence_leaves_nobody(string silence)
    {
        var world = await World.NewAsync();
        var (round, member, need) = await ANeedInReview(world, silence, ceiling: null);

        var ended = await PassReviewAsync(round);

        Assert.That((string?)ended["state"], Is.EqualTo("notReached"));
        Assert.That((string?)(await member.ReadNeedAsync(world, need.Id))["state"], Is.EqualTo("standing"));
    }

    [Test]
    public async Task lets_a_bundle_leave_together()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world, WithReview(world));
        var (one, two) = (await world.MemberAsync(), await world.MemberAsync());
        Task<Answer> Say(Member member, int quantity, string bundle) => member.Client.PostAsync(
            $"{world.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk, quantity, more: $", \"bundle\": \"{bundle}\""));
        var (confirmed, silent, apart) = ((await Say(one, 3, "IT")).Ok(), (await Say(one, 4, "IT")).Ok(), (await Say(one, 5, "desk")).Ok());
        var others = (await Say(two, 7, "IT")).Ok();
        (await round.DoAsync("close-collection")).Ok();
        foreach (var (member, need) in new[] { (one, confirmed), (one, apart), (two, others) })
            (await member.ConfirmAsync(world, need)).Ok();

        var ended = await PassReviewAsync(round);

        Assert.That((long)ended["lots"][0]!["pooledQuantity"]!, Is.EqualTo(12), "the other bundle, and the other member's of the same name");
        Assert.That((string?)(await one.ReadNeedAsync(world, silent.Id))["state"], Is.EqualTo("standing"));
        Assert.That((string?)(await one.ReadNeedAsync(world, confirmed.Id))["state"], Is.EqualTo("standing"));
        Assert.That((await TheJournal.OfAsync(world, confirmed.Id))[^1].Reason, Does.Contain("bundle"));
    }

    [Test]
    public async Task leaves_out_what_was_dropped()
    {
        var world = await World.NewAsync();
        var (round, member, need) = await ANeedInReview(world);
        var url = $"{world.Cluster}/needs/{need.Id}";

        var changed = await member.Client.PutAsync(url, round.NeedJson(round.Helpdesk, 9, "30.0000"), ifMatch: need.ETag);
        var dropped = await member.Client.DeleteAsync(url, ifMatch: need.ETag);

        Assert.That(changed.Code, Is.EqualTo("roundNotCollecting"));
        Assert.That(dropped.Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((long)(await world.Coordinator.GetAsync($"{round.Url}/demand"))["lots"][0]!["quantity"]!, Is.Zero);
        Assert.That((string?)(await PassReviewAsync(round))["state"], Is.EqualTo("notReached"));
        Assert.That((string?)(await member.ReadNeedAsync(world, need.Id))["state"], Is.EqualTo("withdrawn"));
    }

    [TestCase(50, HttpStatusCode.Conflict)]
    [TestCase(-300, HttpStatusCode.NoContent)]
    public async Task judges_a_drop_by_the_database_clock(int releaseMs, HttpStatusCode expected)
    {
        var world = await World.NewAsync();
        var (round, member, need) = await ANeedInReview(world, "confirms");

        var answer = await TheDeadline.CrossAsync(
            round,
            Window.Review,
            TimeSpan.FromMilliseconds(releaseMs),
            () => member.Client.DeleteAsync($"{world.Cluster}/needs/{need.Id}", ifMatch: need.ETag));
        var ended = await UntilAsync(round, read => (string?)read["state"] != "review");

        Assert.That(answer.Status, Is.EqualTo(expected), answer.ToString());
        Assert.That((string?)ended["state"], Is.EqualTo(expected == HttpStatusCode.NoContent ? "notReached" : "tendering"));
    }

    [Test]
    public async Task needs_the_minimum_of_those_who_confirmed()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world, WithReview(world, more: "\"minimumMembers\": 2,"));
        var members = new[] { await world.MemberAsync(), await world.MemberAsync() };
        var needs = new List<Answer>();
        foreach (var member in members)
            needs.Add((await round.NeedAsync(member, round.Helpdesk, 5, "30.0000")).Ok());
        (await round.DoAsync("close-collection")).Ok();
        (await members[0].ConfirmAsync(world, needs[0])).Ok();

        var ended = await PassReviewAsync(round);

        Assert.That((string?)ended["state"], Is.EqualTo("notReached"));
        Assert.That((string?)ended["endReason"], Does.Contain("1 of the 2 members"));
        Assert.That((string?)(await members[0].ReadNeedAsync(world, needs[0].Id))["state"], Is.EqualTo("standing"));
    }
}
