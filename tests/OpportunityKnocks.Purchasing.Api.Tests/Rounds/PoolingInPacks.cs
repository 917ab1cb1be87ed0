using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

/// <summary>The usual round, but people are helped by the ten: three members need 12, 8 and 5, so twenty or thirty are ordered.</summary>
public sealed class PoolingInPacks
{
    [Test]
    public async Task tenders_whole_packs_and_shares_what_was_ordered()
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world, InTens(world));

        var read = await round.ReadAsync();
        var shares = (await world.Coordinator.GetAsync($"{round.Url}/shares")).Ok()["items"].AsArray()
            .Where(s => (Guid)s!["lotId"]! == round.Helpdesk).Select(s => (long)s!["quantity"]!);
        var tender = (await round.Suppliers[0].Client.GetAsync($"{world.Cluster}/tenders/{round.Id}")).Ok();
        var savings = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings?by=round")).Ok();

        Assert.That((long)read["lots"][0]!["pooledQuantity"]!, Is.EqualTo(20));
        Assert.That((long)tender["lots"][0]!["demand"]!["quantity"]!, Is.EqualTo(20));
        Assert.That(shares, Is.EquivalentTo(new[] { 10L, 6L, 4L }), "20 x 12/25, 8/25 and 5/25: 9.6, 6.4, 4.0");
        Assert.That(savings.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task shows_what_is_missing_to_the_next_pack_and_to_the_minimum_once_three_are_in()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world, InTens(world, minimum: 40));
        var members = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.MemberAsync()));
        foreach (var (member, quantity) in members.Zip([12, 8]))
            (await round.NeedAsync(member, round.Helpdesk, quantity)).Ok();
        var before = await DemandAsync(round, members[0].Client);
        (await round.NeedAsync(members[2], round.Helpdesk, 5)).Ok();

        var after = await DemandAsync(round, members[0].Client);

        Assert.That((before["missingToNextPack"], before["missingToMinimum"]), Is.EqualTo(((object?)null, (object?)null)), "two members are too few to show");
        Assert.That(((long)after["quantity"]!, (long)after["missingToNextPack"]!, (long)after["missingToMinimum"]!), Is.EqualTo((25L, 5L, 15L)));
    }

    [Test]
    public async Task says_before_a_withdrawal_what_it_does_to_the_others()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world, InTens(world, minimum: 20));
        var members = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.MemberAsync()));
        var needs = new List<Guid>();
        foreach (var (member, quantity) in members.Zip([12, 8, 5, 6]))
            needs.Add((await round.NeedAsync(member, round.Helpdesk, quantity)).Ok().Id);

        var effect = (await members[0].Client.GetAsync($"{world.Cluster}/needs/{needs[0]}/withdrawal-effect")).Ok();
        var foreign = await members[1].Client.GetAsync($"{world.Cluster}/needs/{needs[0]}/withdrawal-effect");
        (await members[3].Client.DeleteAsync($"{world.Cluster}/needs/{needs[3]}", "\"1\"")).Ok();
        var ofThree = (await members[0].Client.GetAsync($"{world.Cluster}/needs/{needs[0]}/withdrawal-effect")).Ok();

        Assert.That(((long)effect["before"]["order"]!, (long)effect["before"]["packs"]!, (bool)effect["before"]["reachesMinimum"]!), Is.EqualTo((30L, 3L, true)));
        Assert.That(
            ((long)effect["after"]["asked"]!, (long)effect["after"]["order"]!, (long)effect["after"]["missingToMinimum"]!, (bool)effect["after"]["reachesMinimum"]!),
            Is.EqualTo((19L, 10L, 10L, false)));
        Assert.That(foreign.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(ofThree.Body["after"], Is.Null, "the two others could be told apart");
    }

    [Test]
    public async Task gives_up_a_lot_below_its_minimum_and_gives_its_needs_back()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world, InTens(world, minimum: 30));

        var read = await round.ReadAsync();
        var needs = (await round.Members[0].Client.GetAsync($"{world.Cluster}/needs")).Ok()["items"].AsArray();

        Assert.That(read["lots"].AsArray().Select(l => (long)l!["pooledQuantity"]!), Is.EqualTo(new[] { 0L, 20L }));
        Assert.That((string?)read["missing"], Is.EqualTo("Lot 1 (Helpdesk) has 20 of the 30 units it needs per period."));
        Assert.That(needs.Select(n => (string?)n!["state"]), Is.EquivalentTo(new[] { "standing", "pooled" }));
    }

    [Test]
    public async Task lets_a_bundle_leave_with_a_lot_that_is_given_up()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world, InTens(world, minimum: 30));
        var (member, other) = (await world.MemberAsync(), await world.MemberAsync());
        foreach (var (lot, quantity) in new[] { (round.Helpdesk, 12), (round.OnSite, 10) })
        {
            var need = round.NeedJson(lot, quantity).With("\"bundle\": \"office\"");
            (await member.Client.PostAsync($"{world.Cluster}/needs", need)).Ok();
        }

        (await round.NeedAsync(other, round.OnSite, 4)).Ok();
        (await round.DoAsync("close-collection")).Ok();

        Assert.That((await round.ReadAsync())["lots"].AsArray().Select(l => (long)l!["pooledQuantity"]!), Is.EqualTo(new[] { 0L, 4L }));
        Assert.That((await member.Client.GetAsync($"{world.Cluster}/needs")).Ok()["items"].AsArray().Select(n => (string?)n!["state"]), Is.All.EqualTo("standing"));
    }

    [Test]
    public async Task publishes_the_seed_of_a_lottery_with_its_result_and_not_before()
    {
        var world = await World.NewAsync();
        var collecting = await ACollectingRound(world, InTens(world).With("\"fairness\": \"lottery\""));
        var tendering = await ATenderingRound(world, InTens(world).With("\"fairness\": \"lottery\""));

        Assert.That((await collecting.ReadAsync()).Body["lotterySeed"], Is.Null);
        Assert.That((string?)(await tendering.ReadAsync())["lotterySeed"], Has.Length.EqualTo(32));
    }

    [Test]
    public async Task gives_back_a_need_no_unit_was_left_for()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world, InTens(world).With("\"fairness\": \"earliestFirst\""));
        var members = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.MemberAsync()));
        foreach (var (member, quantity) in members.Zip([14, 6, 5]))
            (await round.NeedAsync(member, round.Helpdesk, quantity)).Ok();
        (await round.DoAsync("close-collection")).Ok();
        await round.BidAsync(await world.SupplierAsync(), round.BidJson("20.0000", "62.0000"));
        await round.PassBidDeadlineAsync();
        await round.OpenBidsAsync();

        (await round.CloseAsync()).Ok();

        var states = new List<string?>();
        foreach (var member in members)
            states.Add((string?)(await member.Client.GetAsync($"{world.Cluster}/needs")).Ok()["items"][0]!["state"]);
        Assert.That(states, Is.EqualTo(new[] { "pooled", "pooled", "standing" }));
        Assert.That((await world.Coordinator.GetAsync($"{round.Url}/shares")).Ok()["items"].AsArray().Select(s => (long)s!["quantity"]!), Is.EquivalentTo(new[] { 14L, 6L }));
    }

    private static string InTens(World world, int minimum = 1) => RoundPlans.ItSupport(world)
        .Replace("\"unit\": \"IE\",", $"\"unit\": \"IE\", \"packSize\": 10, \"minimumQuantity\": {minimum},", StringComparison.Ordinal);

    private static async Task<System.Text.Json.Nodes.JsonNode> DemandAsync(RoundInPlay round, Party party) =>
        (await party.GetAsync($"{round.Url}/demand")).Ok()["lots"][0]!;
}
