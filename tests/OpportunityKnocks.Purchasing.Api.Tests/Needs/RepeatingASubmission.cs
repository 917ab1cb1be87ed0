using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Needs;

public sealed class RepeatingASubmission
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task twenty_times_at_once_has_one_effect_and_one_answer(bool batch)
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var url = $"{world.Cluster}/needs{(batch ? "/batch" : "")}";
        var body = batch ? NeedBodies.Batch(NeedBodies.Helpdesk(round.Helpdesk), NeedBodies.Helpdesk()) : NeedBodies.Helpdesk(round.Helpdesk);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => member.Client.PostAsync(url, body, key: "the-same")));

        Assert.That(answers.Select(Bytes).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1), Bytes(answers[0]) + Bytes(answers[1]));
        Assert.That(answers[0].Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await member.Client.GetAsync($"{world.Cluster}/needs"))["items"].AsArray(), Has.Count.EqualTo(batch ? 2 : 1));
        Assert.That((long)(await world.Coordinator.GetAsync($"{round.Url}/demand"))["lots"][0]!["quantity"]!, Is.EqualTo(12));
    }

    [Test]
    public async Task on_two_instances_has_one_effect()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        using var there = member.Client.At(AllTests.SecondInstance);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(i => (i % 2 == 0 ? member.Client : there).PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(), key: "the-same")));

        Assert.That(answers.Select(Bytes).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1), Bytes(answers[0]) + Bytes(answers[1]));
        Assert.That((await there.GetAsync($"{world.Cluster}/needs"))["items"].AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task with_another_body_or_address_is_a_mistake()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(), key: "k")).Ok();

        var otherBody = await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(quantity: 13), key: "k");
        var otherAddress = await member.Client.PostAsync($"{world.Cluster}/needs/batch", NeedBodies.Batch(NeedBodies.Helpdesk()), key: "k");

        Assert.That((otherBody.Status, otherBody.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "idempotencyKeyReused")));
        Assert.That(otherAddress.Code, Is.EqualTo("idempotencyKeyReused"));
        Assert.That((await member.Client.GetAsync($"{world.Cluster}/needs"))["items"].AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task is_answered_as_the_first_time_even_when_the_round_has_closed_since()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var round = await ACollectingRound(world);
        var first = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk), key: "k")).Ok();
        (await round.DoAsync("close-collection")).Ok();

        var again = await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk), key: "k");

        Assert.That(Bytes(again), Is.EqualTo(Bytes(first)));
    }

    [Test]
    public async Task after_a_refusal_is_a_new_request()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();

        var refused = await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.OnSite), key: "k");
        var taken = await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk), key: "k");

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(taken.Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task needs_a_key()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();

        foreach (var key in new[] { null, "", new string('k', 256), "with space" })
        {
            var answer = await member.Client.SendAsync(HttpMethod.Post, $"{world.Cluster}/needs", NeedBodies.Helpdesk(), key);
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), key);
        }
    }

    [Test]
    public async Task of_a_change_after_a_lost_answer_replays_although_the_version_is_stale()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok();
        var url = need.Message.Headers.Location!.ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => member.Client.PutAsync(url, NeedBodies.Helpdesk(quantity: 14), ifMatch: need.ETag, key: "k")));
        var later = await member.Client.PutAsync(url, NeedBodies.Helpdesk(quantity: 15), ifMatch: "\"2\"");
        var again = await member.Client.PutAsync(url, NeedBodies.Helpdesk(quantity: 14), ifMatch: need.ETag, key: "k");

        Assert.That(answers.Append(again).Select(Bytes).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1));
        Assert.That((again.Status, again.ETag), Is.EqualTo((HttpStatusCode.OK, "\"2\"")));
        Assert.That((later.Ok().ETag, (long)(await member.Client.GetAsync(url))["quantity"]), Is.EqualTo(("\"3\"", 15L)));
    }

    /// <summary>All of an answer that a client can see of the effect.</summary>
    private static string Bytes(Answer answer) =>
        $"{(int)answer.Status} {answer.Message.Headers.Location} {answer.Message.Headers.ETag} {answer.Message.Content.Headers.ContentType} {answer.Text}";
}
