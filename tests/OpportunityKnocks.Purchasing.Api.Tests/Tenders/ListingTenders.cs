using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Tenders;

public sealed class ListingTenders
{
    [Test]
    public async Task shows_those_of_every_cluster_that_approved_the_supplier()
    {
        var (here, there, elsewhere) = (await World.NewAsync(), await World.NewAsync(), await World.NewAsync());
        var supplier = await here.SupplierAsync();
        await DecideAsync(there, supplier, approved: true, "If-None-Match");
        await DecideAsync(elsewhere, supplier, approved: false, "If-None-Match");
        var (one, two) = (await ATenderingRound(here), await ATenderingRound(there));
        await ATenderingRound(elsewhere);
        await ACollectingRound(here);

        var tenders = (await supplier.Client.GetAsync("/v1/tenders")).Ok()["items"].AsArray();

        Assert.That(tenders.Select(t => (Guid)t!["roundId"]!), Is.EqualTo(new[] { one.Id, two.Id }));
        Assert.That(
            tenders[0]!.ToJsonString(),
            Is.EqualTo(
                $$"""
                {"clusterId":"{{here.ClusterId}}","clusterName":"Leicester","roundId":"{{one.Id}}","title":"IT support","currency":"GBP","state":"tendering","bidsCloseAt":"{{(string?)tenders[0]!["bidsCloseAt"]}}","lots":2}
                """));
    }

    [Test]
    public async Task can_be_for_one_state_and_page_by_page()
    {
        var world = await World.NewAsync();
        var supplier = await world.SupplierAsync();
        var (first, second, third) = (await ATenderingRound(world), await ATenderingRound(world), await ATenderingRound(world));
        (await second.DoAsync("cancel", """{ "code": "other", "reason": "No grant" }""")).Ok();

        Assert.That(await IdsAsync("?state=tendering"), Is.EqualTo(new[] { first.Id, third.Id }));
        Assert.That(await IdsAsync("?state=cancelled"), Is.EqualTo(new[] { second.Id }));
        Assert.That(await IdsAsync("?limit=1"), Is.EqualTo(new[] { first.Id, second.Id, third.Id }));
        Assert.That((await supplier.Client.GetAsync("/v1/tenders?state=lost")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await supplier.Client.GetAsync("/v1/tenders?cursor=zzz")).Status, Is.EqualTo(HttpStatusCode.BadRequest));

        async Task<List<Guid>> IdsAsync(string query)
        {
            var ids = new List<Guid>();
            for (var url = (string?)$"/v1/tenders{query}"; url is not null;)
            {
                var page = (await supplier.Client.GetAsync(url)).Ok();
                ids.AddRange(page["items"].AsArray().Select(t => (Guid)t!["roundId"]!));
                url = (string?)page.Body["next"];
            }

            return ids;
        }
    }

    [Test]
    public async Task ends_with_the_approval()
    {
        var world = await World.NewAsync();
        var supplier = await world.SupplierAsync();
        await ATenderingRound(world);
        await DecideAsync(world, supplier, approved: false, "If-Match");

        var tenders = (await supplier.Client.GetAsync("/v1/tenders")).Ok()["items"].AsArray();

        Assert.That(tenders, Is.Empty);
    }

    [Test]
    public async Task is_for_organisations_only()
    {
        var round = await ATenderingRound(await World.NewAsync());

        Assert.That((await round.World.Coordinator.GetAsync("/v1/tenders")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await round.World.Operator.GetAsync("/v1/tenders")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await Party.Stranger(round.World.Service).GetAsync("/v1/tenders")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await round.Members[0].Client.GetAsync("/v1/tenders")).Ok()["items"].AsArray(), Is.Empty, "a member is not a supplier");
    }

    private static async Task DecideAsync(World world, Supplier supplier, bool approved, string header) => (await world.Coordinator.PutAsync(
        $"{world.Cluster}/suppliers/{supplier.OrganisationId}",
        $$"""{ "approved": {{(approved ? "true" : "false")}}, "note": "" }""",
        ifMatch: header == "If-Match" ? "\"1\"" : null,
        ifNoneMatch: header == "If-None-Match" ? "*" : null)).Ok();
}
