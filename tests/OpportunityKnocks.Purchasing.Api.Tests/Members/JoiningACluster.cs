using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Members;

public sealed class JoiningACluster
{
    [Test]
    public async Task makes_an_organisation_a_member()
    {
        var world = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""")).Ok().Id;

        var member = await world.MemberAsync("Highfields Community Association", "12.5", group, group);

        var me = (await member.Client.GetAsync("/v1/me")).Ok();
        Assert.That((Guid?)me["clusters"][0]!["memberId"], Is.EqualTo(member.MemberId));
        var read = (await world.Coordinator.GetAsync($"{world.Cluster}/members/{member.MemberId}")).Ok();
        Assert.That(read.ETag, Is.EqualTo("\"1\""));
        Assert.That((string?)read["organisationName"], Is.EqualTo("Highfields Community Association"));
        Assert.That((string?)read["vatRecovery"], Is.EqualTo("12.5"));
        Assert.That((Guid?)read["groupIds"].AsArray().Single(), Is.EqualTo(group));
        Assert.That((bool?)read["active"], Is.True);
    }

    [Test]
    public async Task is_refused_to_one_that_is_a_member_already()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();

        var answer = await world.Coordinator.PostAsync($"{world.Cluster}/members", Joining(member.OrganisationId));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(answer.Code, Is.EqualTo("alreadyMember"));
    }

    [Test]
    public async Task happens_once_when_many_ask_at_once()
    {
        var world = await World.NewAsync();
        var organisation = await world.OrganisationAsync("Highfields");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            world.Coordinator.PostAsync($"{world.Cluster}/members", Joining(organisation))));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(answers.Count(a => a.Code == "alreadyMember"), Is.EqualTo(5));
    }

    [Test]
    public async Task is_possible_in_many_clusters()
    {
        var world = await World.NewAsync();
        var other = await World.NewAsync();
        var member = await world.MemberAsync();

        (await other.Coordinator.PostAsync($"{other.Cluster}/members", Joining(member.OrganisationId))).Ok();

        var me = (await member.Client.GetAsync("/v1/me")).Ok();
        Assert.That(me["clusters"].AsArray(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task is_refused_to_an_organisation_nobody_knows_and_into_another_clusters_group()
    {
        var world = await World.NewAsync();
        var other = await World.NewAsync();
        var organisation = await world.OrganisationAsync("Highfields");
        var group = (await other.Coordinator.PostAsync($"{other.Cluster}/groups", """{ "name": "Rural" }""")).Ok().Id;

        var nobody = await world.Coordinator.PostAsync($"{world.Cluster}/members", Joining(Guid.NewGuid()));
        var elsewhere = await world.Coordinator.PostAsync($"{world.Cluster}/members", Joining(organisation, groupIds: $"[\"{group}\"]"));

        Assert.That(nobody.Code, Is.EqualTo("unknownOrganisation"));
        Assert.That(elsewhere.Code, Is.EqualTo("unknownGroup"));
    }

    [TestCase("""{ "organisationId": "x", "vatRecovery": "0", "groupIds": [] }""", "organisationId")]
    [TestCase("""{ "organisationId": "0198c0de-0000-7000-8000-000000000001", "vatRecovery": "100.01", "groupIds": [] }""", "vatRecovery")]
    [TestCase("""{ "organisationId": "0198c0de-0000-7000-8000-000000000001", "vatRecovery": 0, "groupIds": [] }""", "vatRecovery")]
    [TestCase("""{ "organisationId": "0198c0de-0000-7000-8000-000000000001", "vatRecovery": "-1", "groupIds": [] }""", "vatRecovery")]
    [TestCase("""{ "organisationId": "0198c0de-0000-7000-8000-000000000001", "vatRecovery": "NaN", "groupIds": [] }""", "vatRecovery")]
    [TestCase("""{ "organisationId": "0198c0de-0000-7000-8000-000000000001", "vatRecovery": "0", "groupIds": [null] }""", "groupIds[0]")]
    [TestCase("""{ "organisationId": "0198c0de-0000-7000-8000-000000000001", "vatRecovery": "0" }""", "groupIds")]
    public async Task is_refused_in_any_other_form(string json, string field)
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.PostAsync($"{world.Cluster}/members", json);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
        Assert.That(answer["errors"].AsObject().ContainsKey(field), answer.Text);
    }

    [Test]
    public async Task is_the_coordinators_word()
    {
        var world = await World.NewAsync();
        var other = await World.NewAsync();
        var member = await world.MemberAsync();
        var organisation = await world.OrganisationAsync("Highfields");

        Assert.That((await member.Client.PostAsync($"{world.Cluster}/members", Joining(organisation))).Code, Is.EqualTo("missingScope"));
        Assert.That((await world.Operator.PostAsync($"{world.Cluster}/members", Joining(organisation))).Code, Is.EqualTo("missingScope"));
        Assert.That((await other.Coordinator.PostAsync($"{world.Cluster}/members", Joining(organisation))).Code, Is.EqualTo("notFound"));
    }

    private static string Joining(Guid organisation, string vatRecovery = "0", string groupIds = "[]") =>
        $$"""{ "organisationId": "{{organisation}}", "vatRecovery": "{{vatRecovery}}", "groupIds": {{groupIds}} }""";
}
