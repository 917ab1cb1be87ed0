using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Groups;

public sealed class FormingAGroup
{
    [Test]
    public async Task puts_a_name_into_the_cluster()
    {
        var world = await World.NewAsync();

        var group = await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""");

        Assert.That(group.Status, Is.EqualTo(HttpStatusCode.Created));
        var address = group.Message.Headers.Location!.ToString();
        Assert.That(address, Is.EqualTo($"{world.Cluster}/groups/{group.Id}"));
        Assert.That((await world.Coordinator.GetAsync(address)).Ok().Text, Is.EqualTo(group.Text));
    }

    [Test]
    public async Task is_refused_when_the_cluster_has_one_of_that_name()
    {
        var world = await World.NewAsync();
        var other = await World.NewAsync();
        (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""")).Ok();

        var here = await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""");
        var elsewhere = await other.Coordinator.PostAsync($"{other.Cluster}/groups", """{ "name": "Rural" }""");

        Assert.That(here.Code, Is.EqualTo("groupNameTaken"));
        Assert.That(elsewhere.Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task is_for_the_coordinator_only()
    {
        var world = await World.NewAsync();
        var other = await World.NewAsync();
        var member = await world.MemberAsync();

        Assert.That((await member.Client.PostAsync($"{world.Cluster}/groups", """{ "name": "R" }""")).Code, Is.EqualTo("missingScope"));
        Assert.That((await world.Operator.PostAsync($"{world.Cluster}/groups", """{ "name": "R" }""")).Code, Is.EqualTo("missingScope"));
        Assert.That((await other.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "R" }""")).Code, Is.EqualTo("notFound"));
    }

    [Test]
    public async Task is_read_by_everybody_in_the_cluster_but_suppliers()
    {
        var world = await World.NewAsync();
        var other = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""")).Ok();
        var member = await world.MemberAsync();
        var supplier = await world.SupplierAsync();

        var list = (await member.Client.GetAsync($"{world.Cluster}/groups")).Ok();

        Assert.That((string?)list["items"][0]!["name"], Is.EqualTo("Rural"));
        Assert.That((await supplier.Client.GetAsync($"{world.Cluster}/groups")).Code, Is.EqualTo("wrongRole"));
        Assert.That((await other.Coordinator.GetAsync($"{other.Cluster}/groups/{group.Id}")).Code, Is.EqualTo("notFound"));
    }
}
