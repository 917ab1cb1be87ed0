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

        var member = await world.MemberAsync("Highfields Community Association", "12.5");

        var me = (await member.Client.GetAsync("/v1/me")).Ok();
        Assert.That((Guid?)me["clusters"][0]!["memberId"], Is.EqualTo(member.MemberId));
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
    public async Task is_refused_to_an_organisation_nobody_knows()
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.PostAsync($"{world.Cluster}/members", Joining(Guid.NewGuid()));

        Assert.That(answer.Code, Is.EqualTo("organisationUnknown"));
    }

    private static string Joining(Guid organisation, string vatRecovery = "0", string groupIds = "[]") =>
        $$"""{ "organisationId": "{{organisation}}", "vatRecovery": "{{vatRecovery}}", "groupIds": {{groupIds}} }""";
}
