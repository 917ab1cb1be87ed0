using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Needs;

public sealed class TakingNeedsIn
{
    [Test]
    public async Task puts_standing_needs_into_the_lot()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var members = new[] { await world.MemberAsync(), await world.MemberAsync() };
        var needs = new List<Guid>();
        foreach (var member in members)
            needs.Add((await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok().Id);

        var taken = (await Take(round, needs)).Ok();

        Assert.That(taken["needs"].AsArray().Select(n => (string?)n!["state"]), Is.All.EqualTo("pooled"));
        Assert.That(taken.Text, Does.Not.Contain("ceiling").And.Not.Contain("anyPrice"));
        var lot = (await world.Coordinator.GetAsync($"{round.Url}/demand"))["lots"][0]!;
        Assert.That(((long)lot["quantity"]!, (int)lot["members"]!), Is.EqualTo((24L, 2)));
        Assert.That((await members[0].Client.GetAsync($"{world.Cluster}/needs/{needs[0]}")).ETag, Is.EqualTo("\"2\""));
        Assert.That((await Take(round, needs)).Code, Is.EqualTo("needNotStanding"));
    }

    [Test]
    public async Task takes_all_or_none()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var fits = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok().Id;
        var hours = (await member.Client.PostAsync(
            $"{world.Cluster}/needs", NeedBodies.Helpdesk().Replace("\"IE\"", "\"HUR\"", StringComparison.Ordinal))).Ok().Id;

        Assert.That((await Take(round, [fits, hours])).Code, Is.EqualTo("needUnitDiffers"));
        Assert.That((await Take(round, [fits, Guid.NewGuid()])).Code, Is.EqualTo("notFound"));
        Assert.That((string?)(await member.Client.GetAsync($"{world.Cluster}/needs/{fits}"))["state"], Is.EqualTo("standing"));
    }

    [Test]
    public async Task is_refused_when_the_round_does_not_collect()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var draft = await ADraftRound(world);
        var over = await ACollectingRound(world);
        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok().Id;
        (await over.DoAsync("close-collection")).Ok();

        Assert.That((await Take(draft, [need])).Code, Is.EqualTo("roundNotCollecting"));
        Assert.That((await Take(over, [need])).Code, Is.EqualTo("roundNotCollecting"));
    }

    [Test]
    public async Task is_refused_for_members_who_may_not_take_part()
    {
        var world = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Inner city" }""")).Ok().Id;
        var forOthers = await ACollectingRound(world, RoundPlans.ItSupport(world, groups: group));
        var forAll = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok().Id;

        Assert.That((await Take(forOthers, [need])).Code, Is.EqualTo("groupNotInvited"));

        await SubmittingANeed.Deactivate(world, member);
        Assert.That((await Take(forAll, [need])).Code, Is.EqualTo("memberNotActive"));
    }

    [TestCase("""{ "needIds": [] }""")]
    [TestCase("""{ "needIds": null }""")]
    [TestCase("""{ "needIds": ["one"] }""")]
    [TestCase("""{ "needIds": ["0198c0de-0000-7000-8000-000000000002", "0198c0de-0000-7000-8000-000000000002"] }""")]
    [TestCase("{}")]
    public async Task refuses_what_names_no_needs(string body)
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);

        var answer = await world.Coordinator.PostAsync($"{round.Url}/lots/{round.Helpdesk}/needs", body);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer["errors"].AsObject().Single().Key, Does.StartWith("needIds"));
    }

    [Test]
    public async Task is_for_coordinators_and_for_lots_that_are_there()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var other = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var address = $"{round.Url}/lots/{other.Helpdesk}/needs";
        var body = $$"""{ "needIds": ["{{Guid.NewGuid()}}"] }""";

        Assert.That((await member.Client.PostAsync($"{round.Url}/lots/{round.Helpdesk}/needs", body)).Code, Is.EqualTo("missingScope"));
        Assert.That((await member.Client.GetAsync($"{round.Url}/lots/{round.Helpdesk}/needs")).Code, Is.EqualTo("wrongRole"));
        Assert.That((await world.Coordinator.PostAsync(address, body)).Code, Is.EqualTo("notFound"));
        Assert.That((await world.Coordinator.GetAsync(address)).Code, Is.EqualTo("notFound"));
    }

    [Test]
    public async Task is_suggested_for_what_fits()
    {
        var world = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Inner city" }""")).Ok().Id;
        var plan = RoundPlans.ItSupport(world, groups: group).Replace("\"72253000\"", "\"72250000\"", StringComparison.Ordinal);
        var round = await ADraftRound(world, plan);
        var invited = await world.MemberAsync(groups: group);
        var outsider = await world.MemberAsync();
        async Task<Guid> Say(Member member, string category = "72253000", string unit = "IE", string more = "") => (await member.Client.PostAsync(
            $"{world.Cluster}/needs",
            NeedBodies.Helpdesk(more: more).Replace("72253000", category, StringComparison.Ordinal).Replace("\"IE\"", $"\"{unit}\"", StringComparison.Ordinal))).Ok().Id;

        var same = await Say(invited, "72250000");
        var below = await Say(invited, "72253200", more: """, "neededBy": "2027-04-01" """);
        await Say(invited, "72000000");
        await Say(invited, "72260000");
        await Say(invited, unit: "HUR");
        await Say(invited, more: """, "neededBy": "2027-03-31" """);
        await Say(outsider);
        var suggested = (await world.Coordinator.GetAsync($"{round.Url}/lots/{round.Helpdesk}/needs")).Ok();

        Assert.That(suggested["items"].AsArray().Select(n => (Guid)n!["id"]!), Is.EqualTo(new[] { same, below }));
        Assert.That(suggested.Text, Does.Not.Contain("ceiling"));
    }

    private static Task<Answer> Take(RoundInPlay round, IEnumerable<Guid> needs) => round.World.Coordinator.PostAsync(
        $"{round.Url}/lots/{round.Helpdesk}/needs", $$"""{ "needIds": [{{string.Join(", ", needs.Select(n => $"\"{n}\""))}}] }""");
}
