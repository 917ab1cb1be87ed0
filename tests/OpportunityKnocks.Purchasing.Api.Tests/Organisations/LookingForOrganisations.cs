using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Organisations;

public sealed class LookingForOrganisations
{
    [Test]
    public async Task finds_the_one_with_an_identifier()
    {
        var world = await World.NewAsync();
        var id = await world.OrganisationAsync("Highfields");
        var number = (string)(await world.Operator.GetAsync($"/v1/organisations/{id}"))["identifiers"][0]!["value"]!;

        var found = (await world.Coordinator.GetAsync($"/v1/organisations?identifier=GB-CHC-{number}")).Ok();
        var others = (await world.Coordinator.GetAsync($"/v1/organisations?identifier=GB-COH-{number}")).Ok();

        Assert.That(Ids(found), Is.EqualTo(new[] { id }));
        Assert.That(Ids(others), Is.Empty);
        Assert.That(found.Body.AsObject().ContainsKey("next"));
    }

    [Test]
    public async Task finds_those_with_a_text_in_their_name()
    {
        var world = await World.NewAsync();
        var mark = Guid.NewGuid().ToString("N");
        var first = await world.OrganisationAsync($"Advice {mark} CIC");
        var second = await world.OrganisationAsync($"Arts {mark}_100%");

        var both = (await world.Coordinator.GetAsync($"/v1/organisations?name={mark.ToUpperInvariant()}")).Ok();
        var percent = (await world.Coordinator.GetAsync($"/v1/organisations?name={mark}_1%25")).Ok();
        var literally = (await world.Coordinator.GetAsync($"/v1/organisations?name={mark}_100%25")).Ok();

        Assert.That(Ids(both), Is.EqualTo(new[] { first, second }));
        Assert.That(Ids(percent), Is.Empty);
        Assert.That(Ids(literally), Is.EqualTo(new[] { second }));
    }

    [Test]
    public async Task goes_on_where_the_last_part_ended()
    {
        var world = await World.NewAsync();
        var mark = Guid.NewGuid().ToString("N");
        for (var i = 0; i < 3; i++)
            await world.OrganisationAsync($"{mark} {i}");

        var first = (await world.Operator.GetAsync($"/v1/organisations?name={mark}&limit=2")).Ok();
        var rest = (await world.Operator.GetAsync((string)first["next"]!)).Ok();

        Assert.That(Ids(first).Concat(Ids(rest)), Is.Unique.And.Exactly(3).Items);
        Assert.That(first.Message.Headers.GetValues("Link").Single(), Is.EqualTo($"<{(string?)first["next"]}>; rel=\"next\""));
        Assert.That(rest.Body["next"], Is.Null);
    }

    [TestCase("identifier=1029990")]
    [TestCase("identifier=GB-CHC")]
    [TestCase("identifier=GB-CHC-%00")]
    [TestCase("name=%00")]
    [TestCase("name=")]
    public async Task refuses_what_cannot_be_looked_for(string query)
    {
        var world = await World.NewAsync();

        var answer = await world.Operator.GetAsync($"/v1/organisations?{query}");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
    }

    [Test]
    public async Task is_not_for_members_or_suppliers_who_see_themselves_only()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var other = await world.OrganisationAsync("Other");
        using var auditor = await world.AuditorAsync();

        var list = await member.Client.GetAsync("/v1/organisations");
        var own = await member.Client.GetAsync($"/v1/organisations/{member.OrganisationId}");
        var others = await member.Client.GetAsync($"/v1/organisations/{other}");
        var nobodys = await member.Client.GetAsync($"/v1/organisations/{Guid.NewGuid()}");

        Assert.That(list.Code, Is.EqualTo("wrongRole"));
        Assert.That(own.Ok().Id, Is.EqualTo(member.OrganisationId));
        Assert.That(others.Code, Is.EqualTo("notFound"));
        Assert.That((string?)others["detail"], Is.EqualTo((string?)nobodys["detail"]));
        Assert.That((await auditor.GetAsync("/v1/organisations")).Code, Is.EqualTo("wrongRole"));
    }

    private static IEnumerable<Guid> Ids(Answer list) => list["items"].AsArray().Select(o => (Guid)o!["id"]!);
}
