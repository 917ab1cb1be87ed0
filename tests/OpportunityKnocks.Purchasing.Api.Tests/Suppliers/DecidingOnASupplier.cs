using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Suppliers;

public sealed class DecidingOnASupplier
{
    private const string Approval = """{ "approved": true, "note": "Insured" }""";

    [Test]
    public async Task lets_it_into_the_cluster()
    {
        var world = await World.NewAsync();

        var supplier = await world.SupplierAsync("Midland IT");

        (await supplier.Client.GetAsync(world.Cluster)).Ok();
        var read = (await world.Coordinator.GetAsync($"{world.Cluster}/suppliers/{supplier.OrganisationId}")).Ok();
        Assert.That((string?)read["organisationName"], Is.EqualTo("Midland IT"));
        Assert.That((bool?)read["approved"], Is.True);
        Assert.That(read.ETag, Is.EqualTo("\"1\""));
    }

    [Test]
    public async Task says_created_the_first_time_and_changes_it_after_that()
    {
        var world = await World.NewAsync();
        var organisation = await world.OrganisationAsync("Midland IT");

        var first = await DecideAsync(world, organisation, Approval, ifNoneMatch: "*");
        var again = await DecideAsync(world, organisation, """{ "approved": false, "note": "Insurance ended" }""", ifMatch: first.ETag);

        Assert.That(first.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(first.Message.Headers.Location!.ToString(), Is.EqualTo($"{world.Cluster}/suppliers/{organisation}"));
        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(again.ETag, Is.EqualTo("\"2\""));
        Assert.That((string?)again["note"], Is.EqualTo("Insurance ended"));
    }

    [Test]
    public async Task against_it_ends_its_access_at_once()
    {
        var world = await World.NewAsync();
        var supplier = await world.SupplierAsync();

        (await DecideAsync(world, supplier.OrganisationId, """{ "approved": false, "note": "" }""", ifMatch: "\"1\"")).Ok();

        Assert.That((await supplier.Client.GetAsync(world.Cluster)).Code, Is.EqualTo("notFound"));
    }

    [Test]
    public async Task says_what_it_means_to_do()
    {
        var world = await World.NewAsync();
        var organisation = await world.OrganisationAsync("Midland IT");

        var change = await DecideAsync(world, organisation, Approval, ifMatch: "\"1\"");
        (await DecideAsync(world, organisation, Approval, ifNoneMatch: "*")).Ok();
        var twice = await DecideAsync(world, organisation, Approval, ifNoneMatch: "*");
        var neither = await DecideAsync(world, organisation, Approval);
        var stale = await DecideAsync(world, organisation, Approval, ifMatch: "\"2\"");
        var nobody = await DecideAsync(world, Guid.NewGuid(), Approval, ifNoneMatch: "*");

        Assert.That(change.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(twice.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(neither.Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(nobody.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task lets_one_of_many_at_once_through()
    {
        var world = await World.NewAsync();
        var organisation = await world.OrganisationAsync("Midland IT");

        var first = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => DecideAsync(world, organisation, Approval, ifNoneMatch: "*")));
        var second = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => DecideAsync(world, organisation, Approval, ifMatch: "\"1\"")));

        Assert.That(first.Count(a => a.Status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(first.Count(a => a.Code == "versionStale"), Is.EqualTo(5), string.Join('\n', first.Select(a => a.ToString())));
        Assert.That(second.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(second.Count(a => a.Code == "versionStale"), Is.EqualTo(5), string.Join('\n', second.Select(a => a.ToString())));
    }

    [Test]
    public async Task is_read_by_those_who_answer_for_it_only()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var approved = await world.SupplierAsync("Approved");
        var refused = await world.OrganisationAsync("Refused");
        (await DecideAsync(world, refused, """{ "approved": false, "note": "No references" }""", ifNoneMatch: "*")).Ok();
        using var auditor = await world.AuditorAsync();

        var all = (await auditor.GetAsync($"{world.Cluster}/suppliers")).Ok();
        var good = (await world.Coordinator.GetAsync($"{world.Cluster}/suppliers?approved=true")).Ok();

        Assert.That(all["items"].AsArray(), Has.Count.EqualTo(2));
        Assert.That((Guid?)good["items"].AsArray().Single()!["organisationId"], Is.EqualTo(approved.OrganisationId));
        Assert.That((await member.Client.GetAsync($"{world.Cluster}/suppliers")).Code, Is.EqualTo("wrongRole"));
        Assert.That((await approved.Client.GetAsync($"{world.Cluster}/suppliers/{approved.OrganisationId}")).Code, Is.EqualTo("wrongRole"));
        Assert.That((await member.Client.PutAsync($"{world.Cluster}/suppliers/{refused}", Approval, ifMatch: "\"1\"")).Code, Is.EqualTo("missingScope"));
    }

    private static Task<Answer> DecideAsync(World world, Guid organisation, string json, string? ifMatch = null, string? ifNoneMatch = null) =>
        world.Coordinator.PutAsync($"{world.Cluster}/suppliers/{organisation}", json, ifMatch, ifNoneMatch);
}
