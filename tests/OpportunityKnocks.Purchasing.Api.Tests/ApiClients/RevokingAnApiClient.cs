using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.ApiClients;

public sealed class RevokingAnApiClient
{
    [Test]
    public async Task ends_its_signing_in_everywhere()
    {
        var world = await World.NewAsync();
        var client = await AuditorsClientAsync(world);
        var (id, secret) = ((string)client["clientId"]!, (string)client["clientSecret"]!);
        using (await Party.SignInAsync(AllTests.SecondInstance, id, secret))
        {
            var answer = await world.Operator.DeleteAsync($"/v1/api-clients/{client.Id}", ifMatch: client.ETag);

            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.NoContent));
        }

        Assert.That((await Party.TokenAsync(world.Service, id, secret)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await Party.TokenAsync(AllTests.SecondInstance, id, secret)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await world.Operator.GetAsync($"/v1/api-clients/{client.Id}")).Code, Is.EqualTo("notFound"));
    }

    [Test]
    public async Task needs_a_client_and_the_version_it_means()
    {
        var world = await World.NewAsync();
        var client = await AuditorsClientAsync(world);

        var nothing = await world.Operator.DeleteAsync($"/v1/api-clients/{Guid.NewGuid()}", ifMatch: "\"1\"");
        var missing = await world.Operator.DeleteAsync($"/v1/api-clients/{client.Id}");
        var stale = await world.Operator.DeleteAsync($"/v1/api-clients/{client.Id}", ifMatch: "\"2\"");

        Assert.That(nothing.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(missing.Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task happens_once_when_many_ask_at_once()
    {
        var world = await World.NewAsync();
        var client = await AuditorsClientAsync(world);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            world.Operator.DeleteAsync($"/v1/api-clients/{client.Id}", ifMatch: client.ETag)));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.NoContent), Is.EqualTo(1));
        Assert.That(
            answers.Count(a => a.Status is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound),
            Is.EqualTo(5),
            string.Join('\n', answers.Select(a => a.ToString())));
    }

    [Test]
    public async Task answers_a_repeated_key_as_the_first_time()
    {
        var world = await World.NewAsync();
        var client = await AuditorsClientAsync(world);
        var key = Guid.NewGuid().ToString();
        (await world.Operator.DeleteAsync($"/v1/api-clients/{client.Id}", ifMatch: client.ETag, key: key)).Ok();

        var again = await world.Operator.DeleteAsync($"/v1/api-clients/{client.Id}", ifMatch: client.ETag, key: key);

        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    private static async Task<Answer> AuditorsClientAsync(World world) =>
        (await world.Operator.PostAsync("/v1/api-clients", $$"""{ "name": "Auditor", "party": "auditor", "clusterId": "{{world.ClusterId}}" }""")).Ok();
}
