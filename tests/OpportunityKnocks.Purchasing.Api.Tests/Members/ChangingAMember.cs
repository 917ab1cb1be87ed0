using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Members;

public sealed class ChangingAMember
{
    [Test]
    public async Task exchanges_its_vat_recovery_and_groups()
    {
        var world = await World.NewAsync();
        var rural = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""")).Ok().Id;
        var city = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "City" }""")).Ok().Id;
        var member = await world.MemberAsync("Highfields", "0", rural);

        var changed = (await ChangeAsync(world, member, $$"""{ "vatRecovery": "50", "groupIds": ["{{city}}"], "active": true }""", "\"1\"")).Ok();

        var read = (await world.Coordinator.GetAsync($"{world.Cluster}/members/{member.MemberId}")).Ok();
        Assert.That(read.Text, Is.EqualTo(changed.Text));
        Assert.That((string?)read["vatRecovery"], Is.EqualTo("50"));
        Assert.That((Guid?)read["groupIds"][0], Is.EqualTo(city));
        Assert.That(read.ETag, Is.EqualTo("\"2\""));
    }

    [Test]
    public async Task to_inactive_ends_its_access_at_once_and_to_active_gives_it_back()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        (await member.Client.GetAsync(world.Cluster)).Ok();

        (await ChangeAsync(world, member, """{ "vatRecovery": "0", "groupIds": [], "active": false }""", "\"1\"")).Ok();

        Assert.That((await member.Client.GetAsync(world.Cluster)).Code, Is.EqualTo("notFound"));
        Assert.That((await member.Client.PostAsync($"{world.Cluster}/needs", Need)).Code, Is.EqualTo("notFound"));
        Assert.That((await member.Client.GetAsync("/v1/me"))["clusters"].AsArray(), Is.Empty);

        (await ChangeAsync(world, member, """{ "vatRecovery": "0", "groupIds": [], "active": true }""", "\"2\"")).Ok();
        (await member.Client.PostAsync($"{world.Cluster}/needs", Need)).Ok();
    }

    [Test]
    public async Task needs_the_version_it_means_and_a_member_and_groups_of_the_cluster()
    {
        var world = await World.NewAsync();
        var other = await World.NewAsync();
        var member = await world.MemberAsync();
        const string Details = """{ "vatRecovery": "1", "groupIds": [], "active": true }""";

        var missing = await ChangeAsync(world, member, Details, null);
        var stale = await ChangeAsync(world, member, Details, "\"2\"");
        var anothers = await other.Coordinator.PutAsync($"{other.Cluster}/members/{member.MemberId}", Details, ifMatch: "\"1\"");
        var group = await ChangeAsync(world, member, $$"""{ "vatRecovery": "1", "groupIds": ["{{Guid.NewGuid()}}"], "active": true }""", "\"1\"");
        var own = await member.Client.PutAsync($"{world.Cluster}/members/{member.MemberId}", Details, ifMatch: "\"1\"");

        Assert.That(missing.Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(anothers.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(group.Code, Is.EqualTo("unknownGroup"));
        Assert.That(own.Code, Is.EqualTo("missingScope"));
    }

    [Test]
    public async Task lets_one_of_many_at_once_through()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            ChangeAsync(world, member, $$"""{ "vatRecovery": "{{i}}", "groupIds": [], "active": true }""", "\"1\"")));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Count(a => a.Code == "versionStale"), Is.EqualTo(7), string.Join('\n', answers.Select(a => a.ToString())));
    }

    private const string Need =
        """{ "categoryCode": "72253000", "description": "Helpdesk", "quantity": 1, "unit": "IE", "anyPrice": true }""";

    private static Task<Answer> ChangeAsync(World world, Member member, string json, string? ifMatch) =>
        world.Coordinator.PutAsync($"{world.Cluster}/members/{member.MemberId}", json, ifMatch);
}
