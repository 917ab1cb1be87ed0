using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Groups;

public sealed class RenamingAGroup
{
    [Test]
    public async Task gives_it_a_new_name_and_version()
    {
        var world = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""")).Ok();

        var renamed = (await world.Coordinator.PutAsync($"{world.Cluster}/groups/{group.Id}", """{ "name": "Villages" }""", ifMatch: group.ETag)).Ok();

        Assert.That((string?)renamed["name"], Is.EqualTo("Villages"));
        Assert.That(renamed.ETag, Is.EqualTo("\"2\""));
    }

    [Test]
    public async Task is_refused_when_the_name_is_taken_or_the_version_old_or_the_group_anothers()
    {
        var world = await World.NewAsync();
        var other = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""")).Ok();
        (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Villages" }""")).Ok();

        var taken = await world.Coordinator.PutAsync($"{world.Cluster}/groups/{group.Id}", """{ "name": "Villages" }""", ifMatch: group.ETag);
        var stale = await world.Coordinator.PutAsync($"{world.Cluster}/groups/{group.Id}", """{ "name": "City" }""", ifMatch: "\"7\"");
        var missing = await world.Coordinator.PutAsync($"{world.Cluster}/groups/{group.Id}", """{ "name": "City" }""");
        var anothers = await other.Coordinator.PutAsync($"{other.Cluster}/groups/{group.Id}", """{ "name": "City" }""", ifMatch: group.ETag);

        Assert.That(taken.Code, Is.EqualTo("groupNameTaken"));
        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(missing.Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That(anothers.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
