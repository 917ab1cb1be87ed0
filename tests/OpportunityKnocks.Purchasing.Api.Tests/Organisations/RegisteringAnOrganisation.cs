using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Organisations;

public sealed class RegisteringAnOrganisation
{
    [Test]
    public async Task keeps_everything_as_given()
    {
        var world = await World.NewAsync();
        var number = Guid.NewGuid().ToString("N");

        var answer = await world.Operator.PostAsync("/v1/organisations", Organisation($$"""[{ "scheme": "GB-CHC", "value": "{{number}}" }]"""));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Created), answer.Text);
        Assert.That(answer.Message.Headers.Location!.ToString(), Is.EqualTo($"/v1/organisations/{answer.Id}"));
        var read = (await world.Operator.GetAsync($"/v1/organisations/{answer.Id}")).Ok();
        Assert.That(read.Text, Is.EqualTo(answer.Text));
        Assert.That(read.ETag, Is.EqualTo("\"1\""));
        Assert.That((string?)read["size"], Is.EqualTo("from10To49"));
        Assert.That((string?)read["postcodeDistrict"], Is.EqualTo("LE2"));
        Assert.That((string?)read["identifiers"][0]!["value"], Is.EqualTo(number));
    }

    [Test]
    public async Task is_refused_when_another_one_has_the_identifier()
    {
        var world = await World.NewAsync();
        var number = Guid.NewGuid().ToString("N");
        (await world.Operator.PostAsync("/v1/organisations", Organisation($$"""[{ "scheme": "GB-CHC", "value": "{{number}}" }]"""))).Ok();

        var answer = await world.Operator.PostAsync(
            "/v1/organisations",
            Organisation($$"""[{ "scheme": "GB-COH", "value": "{{Guid.NewGuid():N}}" }, { "scheme": "GB-CHC", "value": "{{number}}" }]"""));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(answer.Code, Is.EqualTo("identifierTaken"));
    }

    [Test]
    public async Task happens_once_when_it_is_asked_for_many_times_at_once()
    {
        var world = await World.NewAsync();
        var organisation = Organisation($$"""[{ "scheme": "GB-CHC", "value": "{{Guid.NewGuid():N}}" }]""");
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Operator.PostAsync("/v1/organisations", organisation, key)));

        Assert.That(answers.Select(a => a.Ok().Text), Is.All.EqualTo(answers[0].Ok().Text));
    }

    [TestCase("""{ "name": "A", "size": "from10To49", "postcodeDistrict": "LE2", "identifiers": [] }""", "identifiers")]
    [TestCase("""{ "name": "A", "size": "from10To49", "postcodeDistrict": "LE2", "identifiers": [null] }""", "identifiers[0]")]
    [TestCase("""{ "name": "A", "size": "from10To49", "postcodeDistrict": "LE2", "identifiers": null }""", "identifiers")]
    [TestCase("""{ "name": "A", "size": "from10To49", "postcodeDistrict": "LE2", "identifiers": [{ "scheme": "gb-chc", "value": "1" }] }""", "identifiers[0].scheme")]
    [TestCase("""{ "name": "A", "size": "from10To49", "postcodeDistrict": "LE2", "identifiers": [{ "scheme": "GB-CHC\n", "value": "1" }] }""", "identifiers[0].scheme")]
    [TestCase("""{ "name": "A", "size": "from10To49", "postcodeDistrict": "LE2", "identifiers": [{ "scheme": "GB-CHC", "value": " 1" }] }""", "identifiers[0].value")]
    [TestCase("""{ "name": "A", "size": "from10To49", "postcodeDistrict": "LE2", "identifiers": [{ "scheme": "GB-CHC", "value": "" }] }""", "identifiers[0].value")]
    [TestCase("""{ "name": "A", "size": "from10To49", "postcodeDistrict": "LE2", "identifiers": [{ "scheme": "GB-CHC", "value": "1" }, { "scheme": "GB-CHC", "value": "1" }] }""", "identifiers")]
    [TestCase("""{ "name": "A", "size": "from10To49", "postcodeDistrict": "LE2 1AA", "identifiers": [{ "scheme": "GB-CHC", "value": "1" }] }""", "postcodeDistrict")]
    [TestCase("""{ "name": "A", "size": "from10To49", "postcodeDistrict": "le2", "identifiers": [{ "scheme": "GB-CHC", "value": "1" }] }""", "postcodeDistrict")]
    [TestCase("""{ "name": "A", "size": "huge", "postcodeDistrict": "LE2", "identifiers": [{ "scheme": "GB-CHC", "value": "1" }] }""", "size")]
    [TestCase("""{ "name": "A", "size": 1, "postcodeDistrict": "LE2", "identifiers": [{ "scheme": "GB-CHC", "value": "1" }] }""", "size")]
    [TestCase("""{ "name": "", "size": "from10To49", "postcodeDistrict": "LE2", "identifiers": [{ "scheme": "GB-CHC", "value": "1" }] }""", "name")]
    public async Task is_refused_in_any_other_form(string json, string field)
    {
        var world = await World.NewAsync();

        var answer = await world.Operator.PostAsync("/v1/organisations", json);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
        Assert.That(answer["errors"].AsObject().ContainsKey(field), answer.Text);
    }

    [Test]
    public async Task is_for_the_operator_only()
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.PostAsync("/v1/organisations", Organisation("""[{ "scheme": "GB-CHC", "value": "1" }]"""));

        Assert.That(answer.Code, Is.EqualTo("missingScope"));
    }

    private static string Organisation(string identifiers) =>
        $$"""{ "name": "Highfields", "size": "from10To49", "postcodeDistrict": "LE2", "identifiers": {{identifiers}} }""";
}
