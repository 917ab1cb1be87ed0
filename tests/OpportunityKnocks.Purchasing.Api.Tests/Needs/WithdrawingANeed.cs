using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Needs;

public sealed class WithdrawingANeed
{
    [Test]
    public async Task keeps_it_readable_and_lowers_the_demand()
    {
        var (world, round, member, url, need) = await ChangingANeed.APooledNeed();

        var answer = await member.Client.DeleteAsync(url, ifMatch: need.ETag);

        Assert.That((answer.Status, answer.Text), Is.EqualTo((HttpStatusCode.NoContent, "")));
        Assert.That((string?)(await member.Client.GetAsync(url))["state"], Is.EqualTo("withdrawn"));
        var lot = (await world.Coordinator.GetAsync($"{round.Url}/demand"))["lots"][0]!;
        Assert.That(((long)lot["quantity"]!, (int)lot["members"]!), Is.EqualTo((0L, 0)));
    }

    [Test]
    public async Task is_done_once()
    {
        var (_, round, member, url, need) = await ChangingANeed.APooledNeed();
        (await member.Client.DeleteAsync(url, ifMatch: need.ETag, key: "k")).Ok();

        var retry = await member.Client.DeleteAsync(url, ifMatch: need.ETag, key: "k");
        var stale = await member.Client.DeleteAsync(url, ifMatch: need.ETag);
        var again = await member.Client.DeleteAsync(url, ifMatch: "\"2\"");
        var change = await member.Client.PutAsync(url, NeedBodies.Helpdesk(round.Helpdesk), ifMatch: "\"2\"");

        Assert.That(retry.Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(stale.Code, Is.EqualTo("versionStale"));
        Assert.That((again.Code, change.Code), Is.EqualTo(("needNotOpen", "needNotOpen")));
    }

    [Test]
    public async Task works_for_a_standing_need()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok();

        var answer = await member.Client.DeleteAsync($"{world.Cluster}/needs/{need.Id}", ifMatch: need.ETag);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.NoContent));
    }
}
