using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Needs;

public sealed class SubmittingNeedsInABatch
{
    [Test]
    public async Task takes_a_thousand_at_once()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var batch = NeedBodies.Batch(Enumerable.Range(1, 1000).Select(i => NeedBodies.Helpdesk(i % 2 == 0 ? round.Helpdesk : null, i)));

        var answer = (await member.Client.PostAsync($"{world.Cluster}/needs/batch", batch)).Ok();

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(answer["needs"].AsArray().Select(n => (long)n!["quantity"]!), Is.EqualTo(Enumerable.Range(1, 1000)));
        var demand = (await world.Coordinator.GetAsync($"{round.Url}/demand")).Ok();
        Assert.That((long)demand["lots"][0]!["quantity"]!, Is.EqualTo(Enumerable.Range(1, 1000).Where(i => i % 2 == 0).Sum()));
    }

    [Test]
    public async Task takes_all_or_none()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var open = await ACollectingRound(world);
        var over = await ACollectingRound(world);
        (await over.DoAsync("close-collection")).Ok();

        var mixed = await member.Client.PostAsync(
            $"{world.Cluster}/needs/batch", NeedBodies.Batch(NeedBodies.Helpdesk(open.Helpdesk), NeedBodies.Helpdesk(over.Helpdesk)), key: "k");

        Assert.That(mixed.Code, Is.EqualTo("roundNotCollecting"));
        Assert.That((await member.Client.GetAsync($"{world.Cluster}/needs"))["items"].AsArray(), Is.Empty);
        Assert.That(
            (await member.Client.PostAsync($"{world.Cluster}/needs/batch", NeedBodies.Batch(NeedBodies.Helpdesk(open.Helpdesk)), key: "k")).Status,
            Is.EqualTo(HttpStatusCode.Created),
            "a refusal stores nothing: the key is free");
    }

    [Test]
    public async Task refuses_none_too_many_and_holes()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var tooMany = NeedBodies.Batch(Enumerable.Range(1, 1001).Select(i => NeedBodies.Helpdesk(null, i)));

        foreach (var body in new[] { """{ "needs": [] }""", """{ "needs": null }""", """{ "needs": {} }""", """{ "needs": [null] }""", "{}", tooMany })
        {
            var answer = await member.Client.PostAsync($"{world.Cluster}/needs/batch", body);
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.ToString());
            Assert.That(answer["errors"].AsObject().Single().Key, Does.StartWith("needs"), answer.ToString());
        }
    }

    [Test]
    public async Task refuses_what_is_too_large()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();

        var batch = await member.Client.PostAsync($"{world.Cluster}/needs/batch", new string(' ', 300 * 1024));
        var single = await member.Client.PostAsync($"{world.Cluster}/needs", new string(' ', 300 * 1024));

        Assert.That(batch.Status, Is.EqualTo(HttpStatusCode.BadRequest), "a batch may have 4 MB");
        Assert.That((single.Status, single.Code), Is.EqualTo((HttpStatusCode.RequestEntityTooLarge, "requestTooLarge")));
    }
}
