using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.AReview;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Reports;

public sealed class ReportingParticipation
{
    [Test]
    public async Task counts_who_came_who_left_and_who_is_served()
    {
        var world = await World.NewAsync();
        await world.MemberAsync("Silent");
        var round = await ACollectingRound(world);
        var members = new List<Member>();
        foreach (var name in new[] { "Stays", "Stays too", "Priced out", "Withdraws" })
            members.Add(await world.MemberAsync(name));
        (await round.NeedAsync(members[0], round.Helpdesk, 10)).Ok();
        (await round.NeedAsync(members[0], round.OnSite, 2)).Ok();
        (await round.NeedAsync(members[1], round.Helpdesk, 5)).Ok();
        (await round.NeedAsync(members[2], round.Helpdesk, 5, "1.0000")).Ok();
        var back = (await round.NeedAsync(members[3], round.Helpdesk, 3)).Ok();
        (await members[3].Client.DeleteAsync($"{world.Cluster}/needs/{back.Id}", back.ETag)).Ok();
        var collecting = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/participation")).Ok();

        (await round.DoAsync("close-collection")).Ok();
        await round.BidAsync(await world.SupplierAsync(), round.BidJson("20.0000", "62.0000"));
        await round.BidAsync(await world.SupplierAsync(), round.BidJson("21.0000", "60.0000"));
        var sealedBids = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/participation")).Ok();
        await round.PassBidDeadlineAsync();
        await round.OpenBidsAsync();
        (await round.CloseAsync()).Ok();
        (await round.DoAsync("contract")).Ok();
        var contracted = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/participation")).Ok();

        Assert.That(Members(collecting), Is.EqualTo("invited 5, submitted 4, confirmed 4, left 0+1+0+0, contracted 0"));
        Assert.That(Bids(collecting), Is.EqualTo(new int?[] { null, null }));
        Assert.That(Bids(sealedBids), Is.EqualTo(new int?[] { null, null }));
        Assert.That(sealedBids.Text, Does.Not.Contain("\"bids\":2"));
        Assert.That(Members(contracted), Is.EqualTo("invited 5, submitted 4, confirmed 4, left 1+1+0+0, contracted 2"));
        Assert.That(Bids(contracted), Is.EqualTo(new int?[] { 2, 2 }));
        var total = contracted["total"];
        Assert.That(((int)total["bids"]!, (string?)total["bidsPerLot"], (int)total["differentMembers"]!, (int)total["differentMembersContracted"]!),
            Is.EqualTo((4, "2.00", 4, 2)));
    }

    [Test]
    public async Task tells_silence_in_review_from_the_end_of_a_round()
    {
        var world = await World.NewAsync();
        var (round, member, need) = await ANeedInReview(world);
        var inReview = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/participation")).Ok();
        (await member.ConfirmAsync(world, need)).Ok();
        var confirmed = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/participation")).Ok();
        (await round.DoAsync("cancel", """{ "code": "fundsInsufficient", "reason": "No money" }""")).Ok();
        var cancelled = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/participation")).Ok();

        Assert.That(Members(inReview), Is.EqualTo("invited 1, submitted 1, confirmed 0, left 0+0+0+0, contracted 0"));
        Assert.That(Members(confirmed), Is.EqualTo("invited 1, submitted 1, confirmed 1, left 0+0+0+0, contracted 0"));
        Assert.That(Members(cancelled), Is.EqualTo("invited 1, submitted 1, confirmed 1, left 0+0+0+1, contracted 0"));
    }

    [Test]
    public async Task drops_who_did_not_confirm()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world, WithReview(world));
        var (speaks, silent) = (await world.MemberAsync("Speaks"), await world.MemberAsync("Silent"));
        var need = (await round.NeedAsync(speaks, round.Helpdesk, 12, "30.0000")).Ok();
        (await round.NeedAsync(silent, round.Helpdesk, 8, "30.0000")).Ok();
        (await round.DoAsync("close-collection")).Ok();
        (await speaks.ConfirmAsync(world, need)).Ok();

        await PassReviewAsync(round);

        Assert.That(
            Members((await world.Coordinator.GetAsync($"{world.Cluster}/reports/participation")).Ok()),
            Is.EqualTo("invited 2, submitted 2, confirmed 1, left 0+0+1+0, contracted 0"));
    }

    [Test]
    public async Task invites_the_groups_of_a_round_and_whoever_came()
    {
        var world = await World.NewAsync();
        var city = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "City" }""")).Ok().Id;
        await world.MemberAsync("In the city", "0", city);
        var left = await world.MemberAsync("Left the city", "0", city);
        await world.MemberAsync("Elsewhere");
        var round = await ACollectingRound(world, RoundPlans.ItSupport(world, groups: city));
        (await round.NeedAsync(left, round.Helpdesk, 1)).Ok();
        (await world.Coordinator.PutAsync($"{world.Cluster}/members/{left.MemberId}", """{ "vatRecovery": "0", "groupIds": [], "active": true }""", "\"1\"")).Ok();

        var report = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/participation")).Ok();

        Assert.That(Members(report), Is.EqualTo("invited 2, submitted 1, confirmed 1, left 0+0+0+0, contracted 0"));
    }

    [Test]
    public async Task adds_rounds_up_and_counts_each_member_once_among_the_different_ones()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk").Member("A").Member("B").Need("A", 2).Need("B", 1).Bid("S", Offer("1:10.00"));
        await auction.ContractAsync();
        var draft = await ADraftRound(world);
        var second = await ACollectingRound(world);
        (await second.NeedAsync(auction.Members["A"], second.Helpdesk, 1)).Ok();

        var report = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/participation")).Ok();
        var yesterday = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var before = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/participation?to={yesterday}")).Ok();

        Assert.That(report.Text, Does.Not.Contain(draft.Id.ToString()));
        Assert.That(((int)report["total"]["rounds"]!, (int)report["total"]["roundsContracted"]!, (int)report["total"]["members"]!["submitted"]!), Is.EqualTo((2, 1, 3)));
        Assert.That(((int)report["total"]["differentMembers"]!, (int)report["total"]["differentMembersContracted"]!), Is.EqualTo((2, 2)));
        Assert.That(((int)before["total"]["rounds"]!, before["rounds"].AsArray().Count), Is.EqualTo((0, 0)));
    }

    [TestCase("participation")]
    [TestCase("spend")]
    public async Task is_for_coordinators_and_auditors(string report)
    {
        var world = await World.NewAsync();
        var elsewhere = await World.NewAsync();
        Party[] callers =
        [
            world.Coordinator, await world.AuditorAsync(), (await world.MemberAsync()).Client, (await world.SupplierAsync()).Client, world.Operator,
            elsewhere.Coordinator, Party.Stranger(world.Service),
        ];

        var answers = await Task.WhenAll(callers.Select(c => c.GetAsync($"{world.Cluster}/reports/{report}")));

        Assert.That(answers.Select(a => (int)a.Status), Is.EqualTo(new[] { 200, 200, 403, 403, 403, 404, 401 }));
        Assert.That((int)(await world.Coordinator.GetAsync($"{world.Cluster}/reports/{report}?from=2027-02-01&to=2027-01-31")).Status, Is.EqualTo(400));
    }

    private static string Members(Answer report)
    {
        var members = report["rounds"].AsArray().Single()!["members"]!;
        var left = members["left"]!;
        return $"invited {members["invited"]}, submitted {members["submitted"]}, confirmed {members["confirmed"]}, "
            + $"left {left["pricedOut"]}+{left["withdrew"]}+{left["dropped"]}+{left["roundEnded"]}, contracted {members["contracted"]}";
    }

    private static IEnumerable<int?> Bids(Answer report) =>
        report["rounds"].AsArray().Single()!["lots"]!.AsArray().Select(lot => (int?)lot!["bids"]);
}
