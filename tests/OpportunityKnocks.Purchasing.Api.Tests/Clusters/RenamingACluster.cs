using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Clusters;

public sealed class RenamingACluster
{
    private const string NewName = """{ "name": "Leicester and Rutland" }""";

    [Test]
    public async Task gives_it_a_new_name_and_version()
    {
        var world = await World.NewAsync();

        var renamed = (await world.Operator.PutAsync(world.Cluster, NewName, ifMatch: "\"1\"")).Ok();

        Assert.That(renamed.ETag, Is.EqualTo("\"2\""));
        Assert.That((string?)(await world.Coordinator.GetAsync(world.Cluster))["name"], Is.EqualTo("Leicester and Rutland"));
    }

    [Test]
    public async Task needs_the_version_it_means()
    {
        var world = await World.NewAsync();
        (await world.Operator.PutAsync(world.Cluster, NewName, ifMatch: "\"1\"")).Ok();

        var missing = await world.Operator.PutAsync(world.Cluster, NewName);
        var stale = await world.Operator.PutAsync(world.Cluster, NewName, ifMatch: "\"1\"");
        var garbled = await world.Operator.PutAsync(world.Cluster, NewName, ifMatch: "2");

        Assert.That(missing.Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(garbled.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task answers_a_repeated_key_as_the_first_time()
    {
        var world = await World.NewAsync();
        var key = Guid.NewGuid().ToString();
        var first = (await world.Operator.PutAsync(world.Cluster, NewName, ifMatch: "\"1\"", key: key)).Ok();

        var again = await world.Operator.PutAsync(world.Cluster, NewName, ifMatch: "\"1\"", key: key);

        Assert.That(again.Text, Is.EqualTo(first.Text));
        Assert.That(again.ETag, Is.EqualTo(first.ETag));
    }

    [Test]
    public async Task lets_one_of_many_at_once_through()
    {
        var world = await World.NewAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            world.Operator.PutAsync(world.Cluster, $$"""{ "name": "Name {{i}}" }""", ifMatch: "\"1\"")));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Count(a => a.Code == "versionStale"), Is.EqualTo(7), string.Join('\n', answers.Select(a => a.Text)));
    }

    [Test]
    public async Task is_for_the_operator_only()
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.PutAsync(world.Cluster, NewName, ifMatch: "\"1\"");

        Assert.That(answer.Code, Is.EqualTo("missingScope"));
    }
}
