using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.AReview;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Needs;

public sealed class ConfirmingANeed
{
    [Test]
    public async Task keeps_it_in_and_says_the_most_it_can_cost()
    {
        var world = await World.NewAsync();
        var (round, member, need) = await ANeedInReview(world);

        var confirmed = (await member.ConfirmAsync(world, need)).Ok();

        Assert.That(((string?)confirmed["state"], confirmed.ETag), Is.EqualTo(("pooled", "\"2\"")));
        Assert.That(confirmed.Body["confirmedAt"], Is.Not.Null);
        Assert.That((string?)confirmed["maximumCost"]["amount"], Is.EqualTo("8640.00"), "30 x 12 people x 24 months");
        Assert.That((await TheJournal.OfAsync(world, need.Id))[^1].Type, Is.EqualTo("NeedConfirmed"));
        Assert.That((string?)(await PassReviewAsync(round))["state"], Is.EqualTo("tendering"));
        Assert.That((string?)(await member.ReadNeedAsync(world, need.Id))["state"], Is.EqualTo("pooled"));
    }

    [Test]
    public async Task trims_it_and_the_demand_with_it()
    {
        var world = await World.NewAsync();
        var (round, member, need) = await ANeedInReview(world);

        var trimmed = (await member.ConfirmAsync(world, need, """{ "quantity": 10 }""")).Ok();
        var again = (await member.ConfirmAsync(world, trimmed, """{ "quantity": 7 }""")).Ok();
        var more = await member.ConfirmAsync(world, again, """{ "quantity": 8 }""");

        Assert.That(((long)again["quantity"], (string?)again["maximumCost"]["amount"]), Is.EqualTo((7L, "5040.00")));
        Assert.That((more.Status, more.Code), Is.EqualTo((HttpStatusCode.Conflict, "confirmedQuantityLarger")));
        Assert.That((long)(await world.Coordinator.GetAsync($"{round.Url}/demand"))["lots"][0]!["quantity"]!, Is.EqualTo(7));
        Assert.That((long)(await PassReviewAsync(round))["lots"][0]!["pooledQuantity"]!, Is.EqualTo(7));
    }

    [Test]
    public async Task counts_the_tolerance_into_the_most_it_can_cost_and_hides_it_from_others()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world, WithReview(world));
        var member = await world.MemberAsync();
        var url = $"{world.Cluster}/needs";
        var tolerant = (await member.Client.PostAsync(url, NeedBodies.Helpdesk(round.Helpdesk, 3, "0.3333", """, "tolerance": 2"""))).Ok();
        var anyPrice = (await member.Client.PostAsync(url, NeedBodies.Helpdesk(round.Helpdesk, 3, ceiling: null))).Ok();
        var standing = (await member.Client.PostAsync(url, NeedBodies.Helpdesk())).Ok();
        var batch = (await member.Client.PostAsync($"{url}/batch", NeedBodies.Batch(NeedBodies.Helpdesk(round.Helpdesk, 1, "1.0000")))).Ok();
        var vast = (await member.Client.PostAsync(url, NeedBodies.Helpdesk(round.Helpdesk, 1_000_000_000, "999999999.9999"))).Ok();

        Assert.That((string?)tolerant["maximumCost"]["amount"], Is.EqualTo("40.00"), "0.3333 x 5 x 24 is 39.996");
        Assert.That((string?)batch["needs"][0]!["maximumCost"]!["amount"], Is.EqualTo("24.00"));
        Assert.That(new[] { anyPrice.Body["maximumCost"], standing.Body["maximumCost"], vast.Body["maximumCost"] }, Is.All.Null);
        var list = (await member.Client.GetAsync($"{url}?lotId={round.Helpdesk}")).Ok();
        Assert.That((string?)list["items"][0]!["maximumCost"]!["amount"], Is.EqualTo("40.00"));
        Assert.That((await world.Coordinator.GetAsync($"{url}/{tolerant.Id}")).Ok().Text, Does.Not.Contain("maximumCost"));
    }

    [Test]
    public async Task is_refused_outside_the_review()
    {
        var world = await World.NewAsync();
        var (round, member, need) = await ANeedInReview(world);
        var collecting = await ACollectingRound(world, WithReview(world));
        var early = (await collecting.NeedAsync(member, collecting.Helpdesk, 5)).Ok();
        var standing = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok();
        await PassReviewAsync(round);

        Assert.That((await member.ConfirmAsync(world, early)).Code, Is.EqualTo("roundNotConfirming"));
        Assert.That((await member.ConfirmAsync(world, standing)).Code, Is.EqualTo("needNotOpen"));
        Assert.That((await member.ConfirmAsync(world, need)).Code, Is.EqualTo("versionStale"), "the silent need was released");
        Assert.That((await member.ConfirmAsync(world, await member.ReadNeedAsync(world, need.Id))).Code, Is.EqualTo("needNotOpen"));
    }

    [Test]
    public async Task is_only_its_members_and_of_the_version_that_was_read()
    {
        var world = await World.NewAsync();
        var (_, member, need) = await ANeedInReview(world);
        var other = await world.MemberAsync();
        var url = $"{world.Cluster}/needs/{need.Id}/confirm";

        Assert.That((await other.Client.PostAsync(url, "{}", ifMatch: need.ETag)).Code, Is.EqualTo("notFound"));
        Assert.That((await world.Coordinator.PostAsync(url, "{}", ifMatch: need.ETag)).Code, Is.EqualTo("missingScope").Or.EqualTo("wrongRole"));
        Assert.That((await member.Client.PostAsync(url, "{}")).Code, Is.EqualTo("versionRequired"));
        Assert.That((await member.Client.PostAsync(url, "{}", ifMatch: "\"7\"")).Code, Is.EqualTo("versionStale"));
        Assert.That((await member.ConfirmAsync(world, need)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("""{ "quantity": 0 }""")]
    [TestCase("""{ "quantity": -3 }""")]
    [TestCase("""{ "quantity": 1.5 }""")]
    [TestCase("""{ "quantity": "3" }""")]
    [TestCase("""{ "quantity": 3, "quantity": 4 }""")]
    [TestCase("""{ "ceiling": "99.0000" }""")]
    [TestCase("[]")]
    public async Task refuses_what_is_no_confirmation(string body)
    {
        var world = await World.NewAsync();
        var (_, member, need) = await ANeedInReview(world);

        var answer = await member.ConfirmAsync(world, need, body);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.ToString());
        Assert.That((await member.ReadNeedAsync(world, need.Id)).ETag, Is.EqualTo(need.ETag));
    }

    [Test]
    public async Task is_done_once_however_often_it_is_sent()
    {
        var world = await World.NewAsync();
        var (round, member, need) = await ANeedInReview(world);

        var first = (await member.ConfirmAsync(world, need, """{ "quantity": 10 }""", key: "c")).Ok();
        var retry = (await member.ConfirmAsync(world, need, """{ "quantity": 10 }""", key: "c")).Ok();
        var other = await member.ConfirmAsync(world, need, """{ "quantity": 9 }""", key: "c");

        Assert.That(retry.Text, Is.EqualTo(first.Text));
        Assert.That(other.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((long)(await world.Coordinator.GetAsync($"{round.Url}/demand"))["lots"][0]!["quantity"]!, Is.EqualTo(10));
    }

    [TestCase(50, HttpStatusCode.Conflict)]
    [TestCase(-300, HttpStatusCode.OK)]
    public async Task is_judged_by_the_database_clock_under_the_rounds_lock(int releaseMs, HttpStatusCode expected)
    {
        var world = await World.NewAsync();
        var (round, member, need) = await ANeedInReview(world);

        var answer = await TheDeadline.CrossAsync(
            round, Window.Review, TimeSpan.FromMilliseconds(releaseMs), () => member.ConfirmAsync(world, need));
        await UntilAsync(round, read => (string?)read["state"] != "review");

        Assert.That(answer.Status, Is.EqualTo(expected), answer.ToString());
        var state = (string?)(await member.ReadNeedAsync(world, need.Id))["state"];
        Assert.That(state, Is.EqualTo(expected == HttpStatusCode.OK ? "pooled" : "standing"), "what was answered is what counts");
    }

    [Test]
    public async Task that_races_the_end_of_the_review_is_never_half_done()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world, WithReview(world));
        var members = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.MemberAsync()));
        var needs = new List<Answer>();
        foreach (var member in members)
            needs.Add((await round.NeedAsync(member, round.Helpdesk, 10, "30.0000")).Ok());
        (await round.DoAsync("close-collection")).Ok();

        var confirming = members.Select(async (member, i) =>
        {
            await Task.Delay(i * 4);
            return await member.ConfirmAsync(world, needs[i], $$"""{ "quantity": {{i + 1}} }""");
        }).ToList();
        await Task.Delay(12);
        await TheDeadline.PassAsync(round, Window.Review);
        var answers = await Task.WhenAll(confirming);
        var ended = await UntilAsync(round, read => (string?)read["state"] != "review");

        var confirmed = answers.Select((a, i) => a.Status == HttpStatusCode.OK ? i + 1L : 0).Sum();
        Assert.That((long?)ended["lots"][0]!["pooledQuantity"] ?? 0, Is.EqualTo(confirmed));
        Assert.That(answers.Where(a => a.Status != HttpStatusCode.OK).Select(a => a.Code), Is.All.EqualTo("roundNotConfirming").Or.EqualTo("versionStale"));
    }
}
