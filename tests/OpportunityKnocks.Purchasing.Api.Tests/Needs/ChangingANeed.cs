using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Needs;

public sealed class ChangingANeed
{
    [Test]
    public async Task moves_the_demand()
    {
        var (world, round, member, url, need) = await APooledNeed();

        var changed = (await member.Client.PutAsync(url, NeedBodies.Helpdesk(round.Helpdesk, 20, null), ifMatch: need.ETag)).Ok();

        Assert.That(changed.ETag, Is.EqualTo("\"2\""));
        Assert.That((bool)changed["anyPrice"], Is.True);
        Assert.That((await member.Client.GetAsync(url)).Text, Is.EqualTo(changed.Text));
        Assert.That((long)(await world.Coordinator.GetAsync($"{round.Url}/demand"))["lots"][0]!["quantity"]!, Is.EqualTo(20));
    }

    [Test]
    public async Task can_put_a_standing_need_into_a_lot()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok();

        var pooled = (await member.Client.PutAsync($"{world.Cluster}/needs/{need.Id}", NeedBodies.Helpdesk(round.Helpdesk, 13), ifMatch: need.ETag)).Ok();

        Assert.That((string?)pooled["state"], Is.EqualTo("pooled"));
        Assert.That(pooled.ETag, Is.EqualTo("\"2\""));
        var lot = (await world.Coordinator.GetAsync($"{round.Url}/demand"))["lots"][0]!;
        Assert.That(((long)lot["quantity"]!, (int)lot["members"]!), Is.EqualTo((13L, 1)));
    }

    [Test]
    public async Task cannot_put_it_into_a_lot_the_member_may_not_see()
    {
        var world = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Inner city" }""")).Ok().Id;
        var member = await world.MemberAsync();
        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok();
        var forOthers = await ACollectingRound(world, RoundPlans.ItSupport(world, groups: group));

        var answer = await member.Client.PutAsync($"{world.Cluster}/needs/{need.Id}", NeedBodies.Helpdesk(forOthers.Helpdesk), ifMatch: need.ETag);

        Assert.That(answer.Code, Is.EqualTo("notFound"));
    }

    [Test]
    public async Task cannot_take_it_to_another_lot_or_unit()
    {
        var (world, round, member, url, need) = await APooledNeed();
        var other = await ACollectingRound(world);

        var elsewhere = await member.Client.PutAsync(url, NeedBodies.Helpdesk(other.Helpdesk), ifMatch: need.ETag);
        var nowhere = await member.Client.PutAsync(url, NeedBodies.Helpdesk(), ifMatch: need.ETag);
        var otherUnit = await member.Client.PutAsync(url, NeedBodies.Helpdesk(round.Helpdesk).Replace("\"IE\"", "\"HUR\"", StringComparison.Ordinal), ifMatch: need.ETag);

        Assert.That(new[] { elsewhere.Code, nowhere.Code, otherUnit.Code }, Is.EqualTo(new[] { "needLotFixed", "needLotFixed", "needUnitDiffers" }));
    }

    [Test]
    public async Task says_which_version_it_means()
    {
        var (_, round, member, url, need) = await APooledNeed();
        (await member.Client.PutAsync(url, NeedBodies.Helpdesk(round.Helpdesk, 20), ifMatch: need.ETag)).Ok();

        var unsaid = await member.Client.PutAsync(url, NeedBodies.Helpdesk(round.Helpdesk, 21));
        var stale = await member.Client.PutAsync(url, NeedBodies.Helpdesk(round.Helpdesk, 21), ifMatch: need.ETag);
        var garbage = await member.Client.PutAsync(url, NeedBodies.Helpdesk(round.Helpdesk, 21), ifMatch: "2");

        Assert.That((unsaid.Status, unsaid.Code), Is.EqualTo((HttpStatusCode.PreconditionRequired, "versionRequired")));
        Assert.That((stale.Status, stale.Code), Is.EqualTo((HttpStatusCode.PreconditionFailed, "versionStale")));
        Assert.That(garbage.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task at_once_from_many_sides_succeeds_once()
    {
        var (world, round, member, url, need) = await APooledNeed();

        var answers = await Task.WhenAll(Enumerable.Range(1, 16)
            .Select(i => member.Client.PutAsync(url, NeedBodies.Helpdesk(round.Helpdesk, 100 + i), ifMatch: need.ETag)));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Where(a => a.Status != HttpStatusCode.OK).Select(a => a.Code), Is.All.EqualTo("versionStale"));
        Assert.That(
            (long)(await world.Coordinator.GetAsync($"{round.Url}/demand"))["lots"][0]!["quantity"]!,
            Is.EqualTo((long)(await member.Client.GetAsync(url))["quantity"]));
    }

    [Test]
    public async Task is_over_with_the_collection()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk))).Ok();
        var url = $"{world.Cluster}/needs/{need.Id}";
        (await round.DoAsync("close-collection")).Ok();

        var change = await member.Client.PutAsync(url, NeedBodies.Helpdesk(round.Helpdesk, 20), ifMatch: need.ETag);
        var withdrawal = await member.Client.DeleteAsync(url, ifMatch: need.ETag);

        Assert.That((change.Status, change.Code), Is.EqualTo((HttpStatusCode.Conflict, "roundNotCollecting")));
        Assert.That((withdrawal.Status, withdrawal.Code), Is.EqualTo((HttpStatusCode.Conflict, "roundNotCollecting")));
    }

    [Test]
    public async Task is_its_members_alone()
    {
        var (world, round, member, url, need) = await APooledNeed();
        var other = await world.MemberAsync();
        using var auditor = await world.AuditorAsync();
        var body = NeedBodies.Helpdesk(round.Helpdesk, 20);

        var codes = new List<string?>();
        foreach (var party in new[] { other.Client, world.Coordinator, auditor, world.Operator })
        {
            codes.Add((await party.PutAsync(url, body, ifMatch: need.ETag)).Code);
            codes.Add((await party.DeleteAsync(url, ifMatch: need.ETag)).Code);
        }

        Assert.That(codes, Is.EqualTo(new[]
        {
            "notFound", "notFound", "missingScope", "missingScope", "missingScope", "missingScope", "missingScope", "missingScope",
        }));
        Assert.That((await member.Client.GetAsync(url)).Text, Is.EqualTo(need.Text));
    }

    internal static async Task<(World World, RoundInPlay Round, Member Member, string Url, Answer Need)> APooledNeed()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.WithNumbers(round.Helpdesk))).Ok();
        return (world, round, member, $"{world.Cluster}/needs/{need.Id}", need);
    }
}
