using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Clusters;

public sealed class ReadingClusters
{
    [Test]
    public async Task is_open_to_everybody_with_a_part_in_the_cluster()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var supplier = await world.SupplierAsync();
        using var auditor = await world.AuditorAsync();

        foreach (var party in new[] { world.Operator, world.Coordinator, member.Client, supplier.Client, auditor })
        {
            var cluster = (await party.GetAsync(world.Cluster)).Ok();

            Assert.That(cluster.Id, Is.EqualTo(world.ClusterId));
            Assert.That(cluster.ETag, Is.EqualTo("\"1\""));
        }
    }

    [Test]
    public async Task tells_others_nothing_not_even_that_it_is_there()
    {
        var world = await World.NewAsync();
        var other = await World.NewAsync();
        var elsewhere = await other.MemberAsync();

        var coordinators = await other.Coordinator.GetAsync(world.Cluster);
        var members = await elsewhere.Client.GetAsync(world.Cluster);
        var nobodys = await elsewhere.Client.GetAsync($"/v1/clusters/{Guid.NewGuid()}");

        Assert.That(coordinators.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(members.Code, Is.EqualTo("notFound"));
        Assert.That((string?)members["detail"], Is.EqualTo((string?)nobodys["detail"]));
    }

    [Test]
    public async Task lists_them_part_by_part_to_the_operator()
    {
        var world = await World.NewAsync();
        await World.NewAsync();
        await World.NewAsync();

        var found = new List<Guid>();
        for (var next = "/v1/clusters?limit=200"; next is not null;)
        {
            var part = (await world.Operator.GetAsync(next)).Ok();
            found.AddRange(part["items"].AsArray().Select(c => (Guid)c!["id"]!));
            next = (string?)part.Body["next"];
        }

        Assert.That(found, Does.Contain(world.ClusterId).And.Unique);
        Assert.That((await world.Coordinator.GetAsync("/v1/clusters")).Code, Is.EqualTo("missingScope"));
    }

    [TestCase("limit=0")]
    [TestCase("limit=201")]
    [TestCase("limit=x")]
    [TestCase("cursor=x")]
    [TestCase("cursor=%00")]
    [TestCase("cursor=AAAAAAAAAAA")]
    public async Task refuses_a_part_that_cannot_be(string query)
    {
        var world = await World.NewAsync();

        var answer = await world.Operator.GetAsync($"/v1/clusters?{query}");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
    }

    [TestCase("/v1/clusters/leicester")]
    [TestCase("/v1/clusters/leicester/members")]
    [TestCase("/v1/organisations/highfields")]
    [TestCase("/v1/api-clients?clusterId=leicester")]
    public async Task refuses_what_is_no_id(string url)
    {
        var world = await World.NewAsync();

        var answer = await world.Operator.GetAsync(url);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
        Assert.That(answer.Code, Is.EqualTo("invalidRequest"));
    }
}
