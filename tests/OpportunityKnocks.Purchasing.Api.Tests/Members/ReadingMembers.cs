using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Members;

public sealed class ReadingMembers
{
    [Test]
    public async Task shows_all_to_coordinator_auditor_and_operator()
    {
        var world = await World.NewAsync();
        var first = await world.MemberAsync("First");
        var second = await world.MemberAsync("Second");
        using var auditor = await world.AuditorAsync();

        foreach (var party in new[] { world.Coordinator, world.Operator, auditor })
        {
            var list = (await party.GetAsync($"{world.Cluster}/members")).Ok();

            Assert.That(Ids(list), Is.EqualTo(new[] { first.MemberId, second.MemberId }));
        }
    }

    [Test]
    public async Task shows_a_member_itself_only()
    {
        var world = await World.NewAsync();
        var first = await world.MemberAsync("First");
        var second = await world.MemberAsync("Second");

        var list = (await first.Client.GetAsync($"{world.Cluster}/members")).Ok();
        var own = await first.Client.GetAsync($"{world.Cluster}/members/{first.MemberId}");
        var others = await first.Client.GetAsync($"{world.Cluster}/members/{second.MemberId}");
        var nobodys = await first.Client.GetAsync($"{world.Cluster}/members/{Guid.NewGuid()}");

        Assert.That(Ids(list), Is.EqualTo(new[] { first.MemberId }));
        Assert.That(own.Ok().Id, Is.EqualTo(first.MemberId));
        Assert.That(others.Code, Is.EqualTo("notFound"));
        Assert.That((string?)others["detail"], Is.EqualTo((string?)nobodys["detail"]));
    }

    [Test]
    public async Task shows_a_member_that_also_supplies_itself_only()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync("First");
        await world.MemberAsync("Second");
        (await world.Coordinator.PutAsync(
            $"{world.Cluster}/suppliers/{member.OrganisationId}", """{ "approved": true, "note": "" }""", ifNoneMatch: "*")).Ok();

        var list = (await member.Client.GetAsync($"{world.Cluster}/members")).Ok();

        Assert.That(Ids(list), Is.EqualTo(new[] { member.MemberId }));
    }

    [Test]
    public async Task is_not_for_suppliers()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var supplier = await world.SupplierAsync();

        Assert.That((await supplier.Client.GetAsync($"{world.Cluster}/members")).Code, Is.EqualTo("wrongRole"));
        Assert.That((await supplier.Client.GetAsync($"{world.Cluster}/members/{member.MemberId}")).Code, Is.EqualTo("wrongRole"));
    }

    [Test]
    public async Task can_be_by_group_and_by_being_active_and_part_by_part()
    {
        var world = await World.NewAsync();
        var rural = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""")).Ok().Id;
        var first = await world.MemberAsync("First", "0", rural);
        var second = await world.MemberAsync("Second");
        (await world.Coordinator.PutAsync(
            $"{world.Cluster}/members/{second.MemberId}", """{ "vatRecovery": "0", "groupIds": [], "active": false }""", ifMatch: "\"1\"")).Ok();

        var byGroup = (await world.Coordinator.GetAsync($"{world.Cluster}/members?groupId={rural}")).Ok();
        var left = (await world.Coordinator.GetAsync($"{world.Cluster}/members?active=false")).Ok();
        var part = (await world.Coordinator.GetAsync($"{world.Cluster}/members?limit=1")).Ok();
        var rest = (await world.Coordinator.GetAsync((string)part["next"]!)).Ok();

        Assert.That(Ids(byGroup), Is.EqualTo(new[] { first.MemberId }));
        Assert.That(Ids(left), Is.EqualTo(new[] { second.MemberId }));
        Assert.That(Ids(part).Concat(Ids(rest)), Is.EqualTo(new[] { first.MemberId, second.MemberId }));
    }

    private static IEnumerable<Guid> Ids(Answer list) => list["items"].AsArray().Select(m => (Guid)m!["id"]!);
}
