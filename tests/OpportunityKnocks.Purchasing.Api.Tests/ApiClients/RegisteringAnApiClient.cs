using System.Net;
using System.Text;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.ApiClients;

public sealed class RegisteringAnApiClient
{
    [Test]
    public async Task gives_it_an_id_that_people_recognise_and_a_secret_that_signs_it_in()
    {
        var world = await World.NewAsync();

        var client = (await world.Operator.PostAsync("/v1/api-clients", Coordinator(world))).Ok();

        Assert.That(client.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((string?)client["clientId"], Does.StartWith("asha-s-laptop-"));
        using var party = await Party.SignInAsync(world.Service, (string)client["clientId"]!, (string)client["clientSecret"]!);
        var me = (await party.GetAsync("/v1/me")).Ok();
        Assert.That((string?)me["party"], Is.EqualTo("coordinator"));
        Assert.That((string?)me["person"], Is.EqualTo("Asha Patel"));
        Assert.That((Guid?)me["clusters"][0]!["clusterId"], Is.EqualTo(world.ClusterId));
    }

    [Test]
    public async Task shows_the_secret_this_once()
    {
        var world = await World.NewAsync();
        var client = (await world.Operator.PostAsync("/v1/api-clients", Coordinator(world))).Ok();
        var secret = (string)client["clientSecret"]!;

        var read = (await world.Operator.GetAsync($"/v1/api-clients/{client.Id}")).Ok();
        var list = (await world.Operator.GetAsync($"/v1/api-clients?clusterId={world.ClusterId}")).Ok();

        Assert.That(read.Text, Does.Not.Contain(secret).And.Not.Contain("ecret"));
        Assert.That(list.Text, Does.Not.Contain(secret).And.Not.Contain("ecret"));
        Assert.That(list["items"].AsArray().Select(c => (Guid)c!["id"]!), Does.Contain(client.Id));
        Assert.That(read.ETag, Is.EqualTo("\"1\""));
    }

    [Test]
    public async Task repeats_the_secret_to_a_retry_and_keeps_it_from_everybody_else()
    {
        var world = await World.NewAsync();
        var key = Guid.NewGuid().ToString();
        var first = (await world.Operator.PostAsync("/v1/api-clients", Coordinator(world), key)).Ok();

        var again = (await world.Operator.PostAsync("/v1/api-clients", Coordinator(world), key)).Ok();

        Assert.That(again.Text, Is.EqualTo(first.Text));
        Assert.That(await RowsHoldingAsync(world, key, (string)first["clientSecret"]!), Is.EqualTo((1L, 0L)));
    }

    [TestCase("operator", """, "person": "A" """, "person")]
    [TestCase("operator", """, "clusterId": "0198c0de-0000-7000-8000-000000000001" """, "clusterId")]
    [TestCase("operator", """, "organisationId": "0198c0de-0000-7000-8000-000000000001" """, "organisationId")]
    [TestCase("coordinator", """, "clusterId": "0198c0de-0000-7000-8000-000000000001" """, "person")]
    [TestCase("coordinator", """, "person": "A" """, "clusterId")]
    [TestCase("coordinator", """, "person": "", "clusterId": "0198c0de-0000-7000-8000-000000000001" """, "person")]
    [TestCase("organisation", "", "organisationId")]
    [TestCase("auditor", "", "clusterId")]
    [TestCase("auditor", """, "person": "A", "clusterId": "0198c0de-0000-7000-8000-000000000001" """, "person")]
    [TestCase("operator", """, "scopes": [] """, "scopes")]
    [TestCase("operator", """, "scopes": ["needs:write"] """, "scopes")]
    [TestCase("operator", """, "scopes": [null] """, "scopes")]
    [TestCase("everybody", "", "party")]
    public async Task is_refused_for_a_party_that_does_not_fit(string party, string more, string field)
    {
        var world = await World.NewAsync();

        var answer = await world.Operator.PostAsync("/v1/api-clients", $$"""{ "name": "C", "party": "{{party}}"{{more}} }""");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
        Assert.That(answer["errors"].AsObject().ContainsKey(field), answer.Text);
    }

    [Test]
    public async Task is_refused_for_a_cluster_or_organisation_nobody_knows()
    {
        var world = await World.NewAsync();

        var cluster = await world.Operator.PostAsync("/v1/api-clients", $$"""{ "name": "C", "party": "auditor", "clusterId": "{{Guid.NewGuid()}}" }""");
        var organisation = await world.Operator.PostAsync(
            "/v1/api-clients", $$"""{ "name": "C", "party": "organisation", "organisationId": "{{Guid.NewGuid()}}" }""");

        Assert.That(cluster.Code, Is.EqualTo("unknownCluster"));
        Assert.That(organisation.Code, Is.EqualTo("unknownOrganisation"));
    }

    [Test]
    public async Task is_for_the_operator_only()
    {
        var world = await World.NewAsync();

        Assert.That((await world.Coordinator.PostAsync("/v1/api-clients", Coordinator(world))).Code, Is.EqualTo("missingScope"));
        Assert.That((await world.Coordinator.GetAsync("/v1/api-clients")).Code, Is.EqualTo("missingScope"));
    }

    private static string Coordinator(World world) =>
        $$"""{ "name": "Asha's laptop", "party": "coordinator", "clusterId": "{{world.ClusterId}}", "person": "Asha Patel" }""";

    private static async Task<(long Rows, long Holding)> RowsHoldingAsync(World world, string key, string secret)
    {
        await using var command = world.Service.Database.CreateCommand(
            "SELECT count(*), count(*) FILTER (WHERE position($2 IN body) > 0 OR NOT protected) FROM answers WHERE key = $1");
        command.Parameters.AddWithValue(key);
        command.Parameters.AddWithValue(Encoding.UTF8.GetBytes(secret));
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
