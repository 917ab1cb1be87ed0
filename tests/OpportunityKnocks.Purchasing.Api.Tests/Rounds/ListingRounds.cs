using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class ListingRounds
{
    [Test]
    public async Task pages_through_them_oldest_first()
    {
        var world = await World.NewAsync();
        var rounds = new List<Guid>();
        for (var i = 0; i < 5; i++)
            rounds.Add((await ADraftRound(world)).Id);

        var seen = new List<Guid>();
        for (var url = $"{world.Cluster}/rounds?limit=2"; url is not null;)
        {
            var page = (await world.Coordinator.GetAsync(url)).Ok();
            seen.AddRange(page["items"].AsArray().Select(r => (Guid)r!["id"]!));
            url = (string?)page.Body["next"];
        }

        Assert.That(seen, Is.EqualTo(rounds));
    }

    [Test]
    public async Task filters_by_state()
    {
        var world = await World.NewAsync();
        await ADraftRound(world);
        var collecting = await ACollectingRound(world);

        var list = (await world.Coordinator.GetAsync($"{world.Cluster}/rounds?state=collecting")).Ok();

        Assert.That(list["items"].AsArray().Select(r => (Guid)r!["id"]!), Is.EqualTo(new[] { collecting.Id }));
        Assert.That((int)list["items"][0]!["lots"]!, Is.EqualTo(2));
    }

    [Test]
    public async Task shows_a_member_the_rounds_of_its_groups_only()
    {
        var world = await World.NewAsync();
        var mine = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Inner city" }""")).Ok().Id;
        var other = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""")).Ok().Id;
        var member = await world.MemberAsync(groups: mine);
        var everybodys = await ACollectingRound(world);
        var ours = await ACollectingRound(world, RoundPlans.ItSupport(world, groups: [mine, other]));
        var theirs = await ACollectingRound(world, RoundPlans.ItSupport(world, groups: other));

        var list = (await member.Client.GetAsync($"{world.Cluster}/rounds")).Ok();

        Assert.That(list["items"].AsArray().Select(r => (Guid)r!["id"]!), Is.EqualTo(new[] { everybodys.Id, ours.Id }));
        Assert.That((await member.Client.GetAsync(theirs.Url)).Code, Is.EqualTo("notFound"));
        Assert.That((await member.Client.GetAsync(ours.Url)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task is_not_for_suppliers()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        var supplier = await world.SupplierAsync();

        Assert.That((await supplier.Client.GetAsync($"{world.Cluster}/rounds")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await supplier.Client.GetAsync(round.Url)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase("state=lost")]
    [TestCase("state=99")]
    [TestCase("limit=0")]
    [TestCase("limit=201")]
    [TestCase("cursor=%00")]
    [TestCase("cursor=abc")]
    public async Task refuses_filters_it_does_not_know(string query)
    {
        var world = await World.NewAsync();

        Assert.That((await world.Coordinator.GetAsync($"{world.Cluster}/rounds?{query}")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }
}
