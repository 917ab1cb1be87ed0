using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Identity;

public sealed class AskingWhoIAm
{
    [Test]
    public async Task names_each_cluster_with_what_the_organisation_is_there()
    {
        var bought = await World.NewAsync();
        var sold = await World.NewAsync();
        await World.NewAsync();
        var member = await bought.MemberAsync();
        (await sold.Coordinator.PutAsync(
            $"{sold.Cluster}/suppliers/{member.OrganisationId}", """{ "approved": true, "note": "" }""", ifNoneMatch: "*")).Ok();

        var me = (await member.Client.GetAsync("/v1/me")).Ok();

        Assert.That((Guid?)me["organisationId"], Is.EqualTo(member.OrganisationId));
        Assert.That(
            me["clusters"].AsArray().Select(c => ((Guid)c!["clusterId"]!, (Guid?)c["memberId"], (string)c["roles"]!.AsArray().Single()!)),
            Is.EqualTo(new[] { (bought.ClusterId, (Guid?)member.MemberId, "member"), (sold.ClusterId, null, "supplier") }));
    }

    [Test]
    public async Task names_the_cluster_of_a_coordinator_and_of_an_auditor()
    {
        var world = await World.NewAsync();
        using var auditor = await world.AuditorAsync();

        var coordinators = (await world.Coordinator.GetAsync("/v1/me")).Ok();
        var auditors = (await auditor.GetAsync("/v1/me")).Ok();

        Assert.That((string?)coordinators["clusters"][0]!["roles"]![0], Is.EqualTo("coordinator"));
        Assert.That((string?)coordinators["clusters"][0]!["currency"], Is.EqualTo("GBP"));
        Assert.That((string?)auditors["clusters"][0]!["roles"]![0], Is.EqualTo("auditor"));
    }
}
