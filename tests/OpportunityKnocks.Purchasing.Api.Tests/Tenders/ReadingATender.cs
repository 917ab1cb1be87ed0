using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Tenders;

public sealed class ReadingATender
{
    [Test]
    public async Task shows_a_supplier_everything_needed_to_price_it()
    {
        var round = await ATenderingRound(await World.NewAsync());
        var supplier = await round.World.SupplierAsync();

        var tender = (await supplier.Client.GetAsync(round.Tender)).Ok();

        Assert.That((string?)tender["clusterName"], Is.EqualTo("Leicester"));
        Assert.That((string?)tender["currency"], Is.EqualTo("GBP"));
        Assert.That((string?)tender["state"], Is.EqualTo("tendering"));
        Assert.That((string?)tender["bidsCloseAt"], Is.EqualTo((string?)(await round.ReadAsync())["bidsCloseAt"]));
        Assert.That((Guid)tender["requirements"][0]!["id"]!, Is.EqualTo(round.Requirements[0]));
        var helpdesk = tender["lots"][0]!;
        Assert.That((Guid)helpdesk["id"]!, Is.EqualTo(round.Helpdesk));
        Assert.That(helpdesk["term"]!.ToJsonString(), Is.EqualTo("""{"startsOn":"2027-04-01","endsOn":"2029-03-31","periodUnit":"month","periods":24}"""));
        Assert.That(
            helpdesk["demand"]!.ToJsonString(),
            Is.EqualTo(
                """{"quantity":25,"organisations":3,"sizeBands":[{"size":"upTo9","organisations":3}],"districts":[{"district":"LE2","organisations":3}]}"""));
        Assert.That((long)tender["lots"][1]!["demand"]!["quantity"]!, Is.EqualTo(20));
    }

    [Test]
    public async Task merges_sizes_and_districts_of_fewer_than_three_organisations()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        (string Size, string District)[] members =
        [
            ("upTo9", "LE1"), ("upTo9", "LE1"), ("upTo9", "LE2"), ("from10To49", "LE1"), ("from10To49", "LE2"), ("from250", "NG7"), ("from50To249", "LE3"),
        ];
        foreach (var (size, district) in members)
        {
            var member = await MemberAsync(world, size, district);
            (await round.NeedAsync(member, round.Helpdesk, 1)).Ok();
            (await round.NeedAsync(member, round.Helpdesk, 1)).Ok();
        }

        var gone = await MemberAsync(world, "from250", "NG7");
        var withdrawn = (await round.NeedAsync(gone, round.Helpdesk, 1)).Ok();
        (await gone.Client.DeleteAsync($"{world.Cluster}/needs/{withdrawn.Id}", withdrawn.ETag)).Ok();
        (await round.DoAsync("close-collection")).Ok();
        var supplier = await world.SupplierAsync();

        var tender = (await supplier.Client.GetAsync(round.Tender)).Ok();

        Assert.That(
            tender["lots"][0]!["demand"]!.ToJsonString(),
            Is.EqualTo(
                """{"quantity":14,"organisations":7,"sizeBands":[{"size":"upTo9","organisations":3},{"size":"other","organisations":4}],"districts":[{"district":"LE1","organisations":3},{"district":"other","organisations":4}]}"""));
        Assert.That(
            tender["lots"][1]!["demand"]!.ToJsonString(), Is.EqualTo("""{"quantity":0,"organisations":0,"sizeBands":[],"districts":[]}"""));
    }

    [Test]
    public async Task never_tells_who_the_members_are()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world, RoundPlans.ItSupport(world));
        var member = await world.MemberAsync("Highfields Food Bank");
        (await round.NeedAsync(member, round.Helpdesk, 3, ceiling: "43.2100")).Ok();
        (await round.DoAsync("close-collection")).Ok();
        var supplier = await world.SupplierAsync();

        var tender = (await supplier.Client.GetAsync(round.Tender)).Ok();

        Assert.That(tender.Text, Does.Not.Contain("Highfields").And.Not.Contain("43.21").And.Not.Contain("LE2").And.Not.Contain("upTo9"));
        Assert.That(tender.Text, Does.Not.Contain(member.OrganisationId.ToString()).And.Not.Contain(member.MemberId.ToString()));
        Assert.That((await supplier.Client.GetAsync(round.Url)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await supplier.Client.GetAsync($"{world.Cluster}/members")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task is_refused_before_the_collection_is_closed_and_if_nobody_needed_anything()
    {
        var world = await World.NewAsync();
        var supplier = await world.SupplierAsync();
        var (draft, collecting, empty, cancelled) = (await ADraftRound(world), await ACollectingRound(world), await ACollectingRound(world), await ACollectingRound(world));
        (await empty.DoAsync("close-collection")).Ok();
        (await cancelled.DoAsync("cancel", """{ "code": "other", "reason": "No grant" }""")).Ok();

        var answers = new List<HttpStatusCode>();
        foreach (var round in new[] { draft, collecting, empty, cancelled })
            answers.Add((await supplier.Client.GetAsync(round.Tender)).Status);

        Assert.That(answers, Has.All.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task is_for_approved_suppliers_and_the_coordinator()
    {
        var round = await ATenderingRound(await World.NewAsync());
        var elsewhere = await World.NewAsync();

        Assert.That(await StatusAsync(round.World.Coordinator), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(round.Members[0].Client), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync(await round.World.AuditorAsync()), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync(round.World.Operator), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync((await elsewhere.SupplierAsync()).Client), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync(elsewhere.Coordinator), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync(Party.Stranger(round.World.Service)), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await elsewhere.Coordinator.GetAsync($"{elsewhere.Cluster}/tenders/{round.Id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));

        async Task<HttpStatusCode> StatusAsync(Party party) => (await party.GetAsync(round.Tender)).Status;
    }

    [Test]
    public async Task shows_it_still_after_the_opening()
    {
        var round = await AnEvaluatingRound(await World.NewAsync());

        var tender = (await round.Suppliers[0].Client.GetAsync(round.Tender)).Ok();

        Assert.That((string?)tender["state"], Is.EqualTo("evaluating"));
        Assert.That((int)tender["lots"][0]!["demand"]!["organisations"]!, Is.EqualTo(3));
    }

    private static async Task<Member> MemberAsync(World world, string size, string district)
    {
        var organisation = (await world.Operator.PostAsync(
            "/v1/organisations",
            $$"""{ "name": "Member", "size": "{{size}}", "postcodeDistrict": "{{district}}", "identifiers": [{ "scheme": "GB-CHC", "value": "{{Guid.NewGuid():N}}" }] }"""))
            .Ok().Id;
        var member = (await world.Coordinator.PostAsync(
            $"{world.Cluster}/members", $$"""{ "organisationId": "{{organisation}}", "vatRecovery": "0", "groupIds": [] }""")).Ok().Id;
        return new Member(await world.OrganisationClientAsync(organisation), organisation, member);
    }
}
