using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Clusters;

public sealed class FoundingACluster
{
    [Test]
    public async Task gives_it_a_name_a_currency_and_an_address()
    {
        var world = await World.NewAsync();

        var answer = await world.Operator.PostAsync("/v1/clusters", """{ "name": "Rural East Midlands", "currency": "EUR" }""");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(answer.ETag, Is.EqualTo("\"1\""));
        Assert.That(answer.Message.Headers.Location!.ToString(), Is.EqualTo($"/v1/clusters/{answer.Id}"));
        Assert.That((string?)answer["name"], Is.EqualTo("Rural East Midlands"));
        Assert.That((string?)answer["currency"], Is.EqualTo("EUR"));
    }

    [Test]
    public async Task is_the_first_thing_its_journal_tells()
    {
        var world = await World.NewAsync();

        await using var command = world.Service.Database.CreateCommand(
            "SELECT count(*) FROM journal j JOIN feeds f USING (cluster_id) WHERE cluster_id = $1 AND j.type = 'ClusterFounded' AND audience = 'Cluster'");
        command.Parameters.AddWithValue(world.ClusterId);

        Assert.That(await command.ExecuteScalarAsync(), Is.EqualTo(1L));
    }

    [TestCase("""{ "name": "L", "currency": "gbp" }""", "currency")]
    [TestCase("""{ "name": "L", "currency": "XXX" }""", "currency")]
    [TestCase("""{ "name": "L", "currency": "" }""", "currency")]
    [TestCase("""{ "name": "", "currency": "GBP" }""", "name")]
    [TestCase("""{ "name": " L", "currency": "GBP" }""", "name")]
    [TestCase("""{ "name": "L\nL", "currency": "GBP" }""", "name")]
    [TestCase("""{ "name": "L\u0000", "currency": "GBP" }""", "name")]
    [TestCase("""{ "name": null, "currency": "GBP" }""", "name")]
    [TestCase("""{ "currency": "GBP" }""", "name")]
    [TestCase("""{ "name": "L", "currency": "GBP", "owner": "me" }""", "owner")]
    public async Task is_refused_in_any_other_form(string json, string field)
    {
        var world = await World.NewAsync();

        var answer = await world.Operator.PostAsync("/v1/clusters", json);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
        Assert.That(answer["errors"].AsObject().ContainsKey(field), answer.Text);
    }

    [Test]
    public async Task is_for_the_operator_only()
    {
        var world = await World.NewAsync();
        using var stranger = Party.Stranger(world.Service);

        var coordinators = await world.Coordinator.PostAsync("/v1/clusters", """{ "name": "L", "currency": "GBP" }""");
        var strangers = await stranger.PostAsync("/v1/clusters", """{ "name": "L", "currency": "GBP" }""");

        Assert.That(coordinators.Code, Is.EqualTo("missingScope"));
        Assert.That(strangers.Code, Is.EqualTo("notSignedIn"));
    }
}
