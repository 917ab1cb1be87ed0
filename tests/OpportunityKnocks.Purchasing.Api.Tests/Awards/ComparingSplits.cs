using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Awards;

public sealed class ComparingSplits
{
    [Test]
    public async Task shows_each_way_side_by_side_and_the_rounds_own_is_what_closing_gives()
    {
        var auction = new Auction(await World.NewAsync()).Lot("Printing", periods: 1, periodUnit: "once").Member("A").Member("B").Member("C")
            .Need("A", 1, baseline: "12.00 excluded 0 invoice").Need("B", 9, baseline: "9.50 excluded 0 quote").Need("C", 2)
            .Bid("S", Offer("1:10.00 10:8.00", fixedFee: "6.00", vat: "0"));
        var round = await auction.OpenAsync();

        var compared = (await round.World.Coordinator.GetAsync($"{round.Url}/cost-split-comparison")).Ok();
        (await round.CloseAsync()).Ok();
        var shares = await round.SharesAsync();

        // 12 x 8.00 + 6.00.
        Assert.That(compared["total"].Pence(), Is.EqualTo(10200));
        Assert.That(compared["methods"].AsArray().Select(m => $"{m!["method"]} {m["repair"]}").Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(14));
        Assert.That(compared["methods"].AsArray().Single(m => (bool)m!["isTheRounds"]!)!["method"]!.ToString(), Is.EqualTo("poolRate"));
        Assert.That(compared["methods"].AsArray().Select(m => m!["notPossible"]), Is.All.Null);
        foreach (var member in compared["members"].AsArray())
        {
            var byPoolRate = member!["costs"]!.AsArray().First(c => (string?)c!["method"] == "poolRate");
            Assert.That(byPoolRate!["cost"].Pence(), Is.EqualTo(shares.Single(s => (string?)s["memberId"] == (string?)member["memberId"])["cost"].Pence()));
        }

        for (var way = 0; way < 14; way++)
            Assert.That(compared["members"].AsArray().Sum(m => m!["costs"]![way]!["cost"].Pence()), Is.EqualTo(10200), "nothing is lost");
        var (a, c) = (compared["members"].AsArray().Single(m => (string?)m!["memberName"] == "A")!, compared["members"].AsArray().Single(m => (string?)m!["memberName"] == "C")!);
        Assert.That((a["baseline"].Pence(), a["costs"]![0]!["saves"].Pence()), Is.EqualTo((1200L, 1200L - 850)));
        Assert.That((c["baseline"], c["costs"]![0]!["saves"]), Is.EqualTo((default(object), default(object))), "it said nothing of what it pays");
        var equal = compared["methods"].AsArray().First(m => (string?)m!["method"] == "equal")!;
        Assert.That(((string?)equal["core"]!["status"], equal["core"]!["blockingGroup"]!.AsArray().Count > 0), Is.EqualTo(("blocked", true)));
    }

    [Test]
    public async Task says_of_a_method_why_it_cannot_be_used()
    {
        var auction = new Auction(await World.NewAsync()).Lot("Printing", periods: 1, periodUnit: "once").Member("A").Member("B")
            .Need("A", 5).Need("B", 5).Bid("S", Offer("10:8.00", vat: "0"));
        var round = await auction.OpenAsync();

        var compared = (await round.World.Coordinator.GetAsync($"{round.Url}/cost-split-comparison")).Ok();

        var shapley = compared["methods"].AsArray().First(m => (string?)m!["method"] == "shapley")!;
        Assert.That((string?)shapley["notPossible"], Is.Not.Empty);
        Assert.That(shapley["core"], Is.Null);
        Assert.That(compared["members"][0]!["costs"]!.AsArray().Select(c => (string?)c!["method"]), Does.Not.Contain("shapley"));
    }

    [Test]
    public async Task is_the_coordinators_and_between_opening_and_award()
    {
        var world = await World.NewAsync();
        var round = await ASealedRound(world);
        var url = $"{round.Url}/cost-split-comparison";

        Assert.That((await world.Coordinator.GetAsync(url)).Code, Is.EqualTo("roundStateForbids"));
        await round.OpenBidsAsync();
        (await world.Coordinator.GetAsync(url)).Ok();
        Assert.That((await Party.Stranger(world.Service).GetAsync(url)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await round.Members[0].Client.GetAsync(url)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await round.Suppliers[0].Client.GetAsync(url)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await (await world.AuditorAsync()).GetAsync(url)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await (await World.NewAsync()).Coordinator.GetAsync(url)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        (await round.CloseAsync()).Ok();
        Assert.That((await world.Coordinator.GetAsync(url)).Code, Is.EqualTo("roundStateForbids"));
    }

    [Test]
    public async Task shows_what_changes_for_each_of_the_others_when_a_member_leaves()
    {
        var auction = new Auction(await World.NewAsync()).Lot("Printing", periods: 1, periodUnit: "once").Lot("Paper", periods: 1, periodUnit: "once")
            .Member("A").Member("B").Member("C").Member("D")
            .Need("A", 6).Need("B", 4).Need("C", 2, ceiling: "9.00").Need("A", 5, lot: 2).Need("D", 3, lot: 2)
            .Bid("S", Offer("1:10.00 10:8.00", vat: "0"), Offer("1:2.00", lot: 2, vat: "0"));
        var round = await auction.OpenAsync();

        var effect = await LeavesAsync(round, auction.Members["A"].MemberId);

        // 12 x 8.00 + 8 x 2.00; without A 6 are left at 10.00, which is too dear for C: then 4.
        Assert.That((effect["before"].Pence(), effect["after"].Pence()), Is.EqualTo((11200L, 4600L)));
        Assert.That(effect["lots"].AsArray().Select(l => ((int)l!["before"]!, (int)l["after"]!)), Is.EqualTo(new[] { (12, 4), (8, 3) }));
        var members = effect["members"].AsArray().ToDictionary(m => (string)m!["memberName"]!, m => m!, StringComparer.Ordinal);
        Assert.That(members.Keys, Is.EquivalentTo(new[] { "B", "C", "D" }));
        Assert.That((members["B"]["before"].Pence(), members["B"]["after"].Pence(), members["B"]["change"].Pence()), Is.EqualTo((3200L, 4000L, 800L)));
        Assert.That((members["C"]["before"].Pence(), members["C"]["after"], members["C"]["change"]), Is.EqualTo((1600L, (object?)null, (object?)null)));
        Assert.That(members["D"]["change"].Pence(), Is.Zero);
    }

    [Test]
    public async Task stores_nothing_when_it_is_asked_who_leaves()
    {
        var world = await World.NewAsync();
        var round = await AnEvaluatingRound(world);
        var etag = await round.ETagAsync();

        var effect = await LeavesAsync(round, round.Members[0].MemberId);

        Assert.That(effect["members"].AsArray(), Has.Count.EqualTo(2));
        Assert.That(await round.ETagAsync(), Is.EqualTo(etag));
        var unknown = await LeavesRawAsync(world.Coordinator, round, Guid.NewGuid());
        Assert.That(unknown.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await LeavesRawAsync(round.Members[1].Client, round, round.Members[0].MemberId)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await LeavesRawAsync(Party.Stranger(world.Service), round, round.Members[0].MemberId)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await world.Coordinator.PostAsync($"{round.Url}/what-if-member-leaves", """{ "memberId": 7 }""")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        (await round.CloseAsync()).Ok();
        Assert.That((await LeavesRawAsync(world.Coordinator, round, round.Members[0].MemberId)).Code, Is.EqualTo("roundStateForbids"));
    }

    private static async Task<Answer> LeavesAsync(RoundInPlay round, Guid member) => (await LeavesRawAsync(round.World.Coordinator, round, member)).Ok();

    private static Task<Answer> LeavesRawAsync(Party by, RoundInPlay round, Guid member) =>
        by.SendAsync(HttpMethod.Post, $"{round.Url}/what-if-member-leaves", $$"""{ "memberId": "{{member}}" }""", key: null);
}
