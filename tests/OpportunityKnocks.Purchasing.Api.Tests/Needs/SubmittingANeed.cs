using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Needs;

public sealed class SubmittingANeed
{
    [Test]
    public async Task into_a_lot_pools_it()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();

        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.WithNumbers(round.Helpdesk))).Ok();

        Assert.That(need.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(need.Message.Headers.Location!.ToString(), Is.EqualTo($"{world.Cluster}/needs/{need.Id}"));
        Assert.That(need.ETag, Is.EqualTo("\"1\""));
        Assert.That((string?)need["state"], Is.EqualTo("pooled"));
        Assert.That((Guid)need["roundId"], Is.EqualTo(round.Id));
        Assert.That((Guid)need["memberId"], Is.EqualTo(member.MemberId));
        Assert.That((string?)need["ceiling"], Is.EqualTo("30.0000"));

        var read = await member.Client.GetAsync(need.Message.Headers.Location.ToString());
        Assert.That(read.Text, Is.EqualTo(need.Text));
        Assert.That(read.ETag, Is.EqualTo(need.ETag));
    }

    [Test]
    public async Task without_a_lot_leaves_it_standing()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();

        var need = (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk())).Ok();

        Assert.That((string?)need["state"], Is.EqualTo("standing"));
        Assert.That(need.Body["lotId"], Is.Null);
    }

    [Test]
    public async Task is_refused_when_the_collection_is_over()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var round = await ACollectingRound(world);
        (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk))).Ok();
        (await round.DoAsync("close-collection")).Ok();

        var late = await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk));

        Assert.That(late.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(late.Code, Is.EqualTo("roundNotCollecting"));
    }

    [Test]
    public async Task is_refused_after_the_deadline_whoever_has_noticed_it()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var round = await ACollectingRound(world, RoundPlans.ItSupport(world, needsCloseIn: TimeSpan.FromSeconds(4)));
        await Task.Delay(TimeSpan.FromSeconds(4));

        var late = await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk));

        Assert.That(late.Code, Is.EqualTo("roundNotCollecting"));
    }

    [Test]
    public async Task is_refused_in_another_unit_than_the_lots()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var round = await ACollectingRound(world);

        var answer = await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.OnSite));

        Assert.That(answer.Code, Is.EqualTo("needUnitDiffers"));
    }

    [Test]
    public async Task finds_no_lot_that_the_member_may_not_see()
    {
        var world = await World.NewAsync();
        var other = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Inner city" }""")).Ok().Id;
        var member = await world.MemberAsync();
        var draft = await ADraftRound(world);
        var forOthers = await ACollectingRound(world, RoundPlans.ItSupport(world, groups: group));
        var elsewhere = await ACollectingRound(other);

        foreach (var lot in new[] { draft.Helpdesk, forOthers.Helpdesk, elsewhere.Helpdesk, Guid.NewGuid() })
        {
            var answer = await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(lot));
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.NotFound, "notFound")));
        }

        Assert.That((await member.Client.PostAsync($"{other.Cluster}/needs", NeedBodies.Helpdesk())).Code, Is.EqualTo("notFound"));
    }

    [Test]
    public async Task is_open_to_a_member_of_an_invited_group()
    {
        var world = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Inner city" }""")).Ok().Id;
        var member = await world.MemberAsync(groups: group);
        var round = await ACollectingRound(world, RoundPlans.ItSupport(world, groups: group));

        var answer = await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task is_for_active_members_only()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var supplier = await world.SupplierAsync();
        using var auditor = await world.AuditorAsync();
        using var stranger = Party.Stranger(world.Service);
        (await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(), key: "once")).Ok();
        await Deactivate(world, member);

        var answers = new List<Answer>();
        foreach (var party in new[] { member.Client, supplier.Client, world.Coordinator, world.Operator, auditor, stranger })
            answers.Add(await party.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk()));

        Assert.That(
            answers.Select(a => a.Code),
            Is.EqualTo(new[] { "notFound", "notFound", "missingScope", "missingScope", "missingScope", "notSignedIn" }));
        Assert.That((await member.Client.PostAsync($"{world.Cluster}/needs", NeedBodies.Helpdesk(), key: "once")).Code, Is.EqualTo("notFound"));
        Assert.That((await member.Client.GetAsync($"{world.Cluster}/needs")).Code, Is.EqualTo("notFound"));
    }

    [TestCase("""{ "categoryCode": "12345678" }""", "categoryCode")]
    [TestCase("""{ "categoryCode": "72253000-3" }""", "categoryCode")]
    [TestCase("""{ "unit": "potatoes" }""", "unit")]
    [TestCase("""{ "description": "" }""", "description")]
    [TestCase("""{ "description": null }""", "description")]
    [TestCase("""{ "bundle": "" }""", "bundle")]
    [TestCase("""{ "anyPrice": true }""", "ceiling")]
    [TestCase("""{ "neededBy": "30.06.2027" }""", "neededBy")]
    [TestCase("""{ "baseline": { "unitPrice": "1.00", "vat": "excluded", "vatRate": "20", "source": "guess" } }""", "baseline.source")]
    [TestCase("""{ "baseline": { "unitPrice": "1.00", "vat": 0, "vatRate": "20", "source": "invoice" } }""", "baseline.vat")]
    [TestCase("""{ "lotId": "L1" }""", "lotId")]
    [TestCase("""{ "colour": "red" }""", "colour")]
    public async Task names_the_field_that_is_wrong(string change, string field)
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var body = System.Text.Json.Nodes.JsonNode.Parse(NeedBodies.Helpdesk())!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject())
            body[name] = value?.DeepClone();

        var answer = await member.Client.PostAsync($"{world.Cluster}/needs", body.ToJsonString());

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.ToString());
        Assert.That(answer["errors"].AsObject().ContainsKey(field), Is.True, answer.ToString());
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("\"need\"")]
    [TestCase("{}")]
    [TestCase("{ \"quantity\": 1, \"quantity\": 2 }")]
    [TestCase("{ \"quantity\": 1 ")]
    public async Task refuses_what_is_no_need(string body)
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();

        var answer = await member.Client.PostAsync($"{world.Cluster}/needs", body);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.ToString());
    }

    internal static async Task Deactivate(World world, Member member)
    {
        var url = $"{world.Cluster}/members/{member.MemberId}";
        var etag = (await world.Coordinator.GetAsync(url)).Ok().ETag;
        (await world.Coordinator.PutAsync(url, """{ "vatRecovery": "0", "groupIds": [], "active": false }""", ifMatch: etag)).Ok();
    }
}
