using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Organisations;

public sealed class ChangingAnOrganisation
{
    [Test]
    public async Task exchanges_what_is_known_of_it()
    {
        var world = await World.NewAsync();
        var id = await world.OrganisationAsync("Highfields");
        var kept = (string)(await world.Operator.GetAsync($"/v1/organisations/{id}"))["identifiers"][0]!["value"]!;

        var changed = (await world.Operator.PutAsync(
            $"/v1/organisations/{id}",
            $$"""
            {
              "name": "Highfields Centre", "size": "from250", "postcodeDistrict": "EC1A",
              "identifiers": [{ "scheme": "GB-COH", "value": "{{kept}}" }, { "scheme": "GB-CHC", "value": "{{kept}}" }]
            }
            """,
            ifMatch: "\"1\"")).Ok();

        var read = (await world.Operator.GetAsync($"/v1/organisations/{id}")).Ok();
        Assert.That(read.Text, Is.EqualTo(changed.Text));
        Assert.That(read.ETag, Is.EqualTo("\"2\""));
        Assert.That(read["identifiers"].AsArray(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task cannot_take_anothers_identifier()
    {
        var world = await World.NewAsync();
        var number = Guid.NewGuid().ToString("N");
        var first = await world.OrganisationAsync("First");
        (await world.Operator.PutAsync($"/v1/organisations/{first}", Details(number), ifMatch: "\"1\"")).Ok();
        var second = await world.OrganisationAsync("Second");

        var answer = await world.Operator.PutAsync($"/v1/organisations/{second}", Details(number), ifMatch: "\"1\"");

        Assert.That(answer.Code, Is.EqualTo("identifierTaken"));
        Assert.That((await world.Operator.GetAsync($"/v1/organisations/{second}")).ETag, Is.EqualTo("\"1\""));
    }

    [Test]
    public async Task needs_an_organisation_and_the_version_it_means()
    {
        var world = await World.NewAsync();
        var id = await world.OrganisationAsync("Highfields");

        var nothing = await world.Operator.PutAsync($"/v1/organisations/{Guid.NewGuid()}", Details("1"), ifMatch: "\"1\"");
        var missing = await world.Operator.PutAsync($"/v1/organisations/{id}", Details("1"));
        var stale = await world.Operator.PutAsync($"/v1/organisations/{id}", Details("1"), ifMatch: "\"9\"");

        Assert.That(nothing.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(missing.Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    private static string Details(string number) =>
        $$"""{ "name": "H", "size": "upTo9", "postcodeDistrict": "LE2", "identifiers": [{ "scheme": "GB-CHC", "value": "{{number}}" }] }""";
}
