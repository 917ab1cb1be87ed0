using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Invoicing;

public sealed class ChoosingTheLegalShape
{
    [Test]
    public async Task is_a_contract_with_each_member_unless_said_otherwise()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        var supplier = await world.SupplierAsync();

        var tender = (await supplier.Client.GetAsync(round.Tender)).Ok();

        Assert.That((await round.ReadAsync())["trade"].ToJsonString(), Is.EqualTo("""{"shape":"contractPerMember"}"""));
        Assert.That(tender["trade"].ToJsonString(), Is.EqualTo("""{"shape":"contractPerMember"}"""));
    }

    [Test]
    public async Task names_the_lead_buyer_to_members_and_suppliers_and_in_the_copy()
    {
        var world = await World.NewAsync();
        var lead = await world.MemberAsync("Leicester Together");
        var trade = ATrade.Registered(lead.MemberId);
        var round = await ATenderingRound(world, RoundPlans.ItSupport(world).With(trade));
        var supplier = await world.SupplierAsync();

        var tender = (await supplier.Client.GetAsync(round.Tender)).Ok();
        var clone = (await world.Coordinator.PostAsync($"{round.Url}/clone", """{ "shiftDays": 28 }""")).Ok();

        var sent = JsonNode.Parse($"{{{trade}}}")!["trade"]!;
        Assert.That(JsonNode.DeepEquals((await round.Members[0].Client.GetAsync(round.Url)).Ok()["trade"], sent), Is.True);
        Assert.That(JsonNode.DeepEquals(clone["trade"], sent), Is.True);
        Assert.That(tender["trade"]["leadBuyer"]!.ToJsonString(), Is.EqualTo(
            """{"legalName":"Leicester Together","address":{"street":"1 Belvoir Street","city":"Leicester","postcode":"LE1 6SL","country":"GB"},"vat":"registered","vatNumber":"GB123456789"}"""));
    }

    [Test]
    public async Task is_frozen_by_publication()
    {
        var world = await World.NewAsync();
        var lead = await world.MemberAsync();
        var plan = RoundPlans.ItSupport(world);
        var round = await ADraftRound(world, plan);

        var redrafted = await world.Coordinator.PutAsync(round.Url, plan.With(ATrade.CostSharingGroup(lead.MemberId)), ifMatch: await round.ETagAsync());
        (await round.DoAsync("publish")).Ok();
        var late = await world.Coordinator.PutAsync(round.Url, plan, ifMatch: await round.ETagAsync());

        Assert.That((string?)redrafted.Ok()["trade"]["leadBuyer"]!["vat"], Is.EqualTo("costSharingGroup"));
        Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.Conflict, "roundStateForbids")));
        Assert.That((string?)(await round.ReadAsync())["trade"]["shape"], Is.EqualTo("leadBuyer"));
    }

    [TestCase("registered", "\"taxReference\": \"1\"", TestName = "a registered one without its VAT number")]
    [TestCase("registered", "\"vatNumber\": \"123456789\"", TestName = "a VAT number without its country")]
    [TestCase("registered", "\"vatNumber\": \"GB 123\"", TestName = "a VAT number with a space")]
    [TestCase("notRegistered", "\"vatNumber\": \"GB123456789\"", TestName = "a VAT number of one who is not registered")]
    [TestCase("costSharingGroup", "\"taxReference\": null", TestName = "an exempt one the tax authority does not know")]
    [TestCase("sole", "\"taxReference\": \"1\"", TestName = "a kind there is not")]
    [TestCase("notRegistered", "\"endpoint\": { \"scheme\": \"VAT\", \"id\": \"1\" }", TestName = "an endpoint of no scheme")]
    public async Task refuses(string vat, string rest)
    {
        var world = await World.NewAsync();
        var lead = await world.MemberAsync();

        var drafted = await world.Coordinator.PostAsync(
            $"{world.Cluster}/rounds", RoundPlans.ItSupport(world).With(ATrade.With(lead.MemberId, vat, rest)));

        Assert.That((drafted.Status, drafted.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invalidRequest")), drafted.Text);
    }

    [TestCase("""{ "shape": "leadBuyer" }""")]
    [TestCase("""{ "shape": "contractPerMember", "leadBuyer": LEAD }""")]
    public async Task refuses_a_lead_buyer_without_the_shape_and_the_shape_without_one(string trade)
    {
        var world = await World.NewAsync();
        var lead = JsonNode.Parse($"{{{ATrade.Registered((await world.MemberAsync()).MemberId)}}}")!["trade"]!["leadBuyer"]!.ToJsonString();

        var drafted = await world.Coordinator.PostAsync(
            $"{world.Cluster}/rounds", RoundPlans.ItSupport(world).With($"\"trade\": {trade.Replace("LEAD", lead, StringComparison.Ordinal)}"));

        Assert.That(drafted.Status, Is.EqualTo(HttpStatusCode.BadRequest), drafted.Text);
        Assert.That(drafted["errors"].AsObject().Select(e => e.Key), Is.EqualTo(new[] { "trade.leadBuyer" }));
    }

    [Test]
    public async Task refuses_a_lead_buyer_of_another_cluster()
    {
        var world = await World.NewAsync();
        var stranger = await (await World.NewAsync()).MemberAsync();

        var drafted = await world.Coordinator.PostAsync(
            $"{world.Cluster}/rounds", RoundPlans.ItSupport(world).With(ATrade.Registered(stranger.MemberId)));

        Assert.That((drafted.Status, drafted.Code), Is.EqualTo((HttpStatusCode.BadRequest, "unknownLeadBuyer")));
    }
}
