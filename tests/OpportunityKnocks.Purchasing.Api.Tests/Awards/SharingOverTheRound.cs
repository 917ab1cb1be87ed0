using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Awards;

public sealed class SharingOverTheRound
{
    [Test]
    public async Task is_proved_by_theorem_where_the_average_price_does_not_rise()
    {
        var world = await World.NewAsync();
        var round = await AnAwardedRound(world);

        var split = (await world.Coordinator.GetAsync($"{round.Url}/cost-split")).Ok();
        var shares = await round.SharesAsync();

        Assert.That(((string?)split["method"], (string?)split["methodUsed"], (string?)split["basis"]), Is.EqualTo(("poolRate", "poolRate", "costToMembers")));
        Assert.That(((string?)split["core"]["status"], (string?)split["core"]["proof"]), Is.EqualTo(("proved", "averagePriceDoesNotRise")));
        Assert.That((int)split["adjustedMembers"], Is.Zero);
        Assert.That(shares.Select(s => (string?)s["overTheRound"]!["core"]!["status"]), Is.All.EqualTo("proved"));
        Assert.That(shares.Select(s => s["overTheRound"]!["adjustment"]), Is.All.Null);
    }

    [Test]
    public async Task lets_nobody_pay_more_than_alone()
    {
        var auction = await CappedAsync(await World.NewAsync());
        var (a, b) = (auction.Members["A"], auction.Members["B"]);

        var split = (await auction.Round.World.Coordinator.GetAsync($"{auction.Round.Url}/cost-split")).Ok();
        var share = (await auction.Round.SharesAsync(a.Client)).Single();

        // Together 345.00 + 20.00; by the pool rate A pays 185/7, alone it would pay 5.00 + 20.00. B pays the rest.
        Assert.That(((string?)split["cap"]["status"], (int)split["cap"]["cappedMembers"]!, split["cap"]["standAlones"].Pence(), split["cap"]["total"].Pence()),
            Is.EqualTo(("applied", 1, 37000L, 36500L)));
        Assert.That((string?)split["cap"]["lambda"], Is.EqualTo("238/237"));
        Assert.That(((string?)split["core"]["status"], split["moved"].Pence()), Is.EqualTo(("proved", 143L)));
        var adjustment = share["overTheRound"]!["adjustment"]!;
        Assert.That((share["cost"].Pence(), adjustment["amount"].Pence(), (string?)adjustment["reason"]), Is.EqualTo((2643L, -143L, "standAloneCap")));
        Assert.That(((string?)adjustment["pooled"]!["exact"], (string?)adjustment["target"]!["exact"]), Is.EqualTo(("185/7", "25")));
        Assert.That((await auction.Round.SharesAsync(b.Client)).Single()["overTheRound"]!["adjustment"]!["amount"].Pence(), Is.EqualTo(143));
    }

    [Test]
    public async Task is_charged_with_the_first_settlement_as_it_was_shown()
    {
        var world = await World.NewAsync();
        var auction = await CappedAsync(world);
        (await auction.Round.DoAsync("contract")).Ok();

        (await auction.Round.SettleAsync("2030-01-01")).Ok();

        // A's share is 26.43, and it is given back 1.43 of it; B pays that.
        var (a, b) = (await StatementAsync("A"), await StatementAsync("B"));
        Assert.That((a["closingBalance"].Pence(), a["lines"].AsArray().Select(l => l!["amount"].Pence())), Is.EqualTo((2500L, new[] { 2643L, -143L })));
        Assert.That(b["lines"].AsArray().Sum(l => l!["amount"].Pence()) + 2500, Is.EqualTo(36500));
        Assert.That(b["lines"].AsArray().Count(l => l!["adjustsAwardId"] is not null), Is.EqualTo(1));
        var accounts = (await world.Coordinator.GetAsync($"{world.Cluster}/ledger/trial-balance")).Ok()["accounts"].AsArray();
        Assert.That(accounts.Where(x => (string?)x!["kind"] == "roundClearing").Select(x => x!["balance"].Pence()), Is.EqualTo(new[] { 0L }));

        async Task<Answer> StatementAsync(string name) =>
            (await auction.Members[name].Client.GetAsync($"{world.Cluster}/members/{auction.Members[name].MemberId}/statement")).Ok();
    }

    [Test]
    public async Task says_with_figures_when_all_would_pay_less_alone()
    {
        var auction = new Auction(await World.NewAsync()).Lot("Printing", periods: 1, periodUnit: "once").Member("A").Member("B")
            .Need("A", 4).Need("B", 4).Bid("S", Offer("1:10.00 8:11.00", vat: "0"));
        var round = await auction.AwardAsync();

        var split = (await round.World.Coordinator.GetAsync($"{round.Url}/cost-split")).Ok();

        Assert.That(((string?)split["cap"]["status"], split["cap"]["standAlones"].Pence(), split["cap"]["total"].Pence()), Is.EqualTo(("impossible", 8000L, 8800L)));
        Assert.That(((string?)split["core"]["status"], (bool)split["core"]["isLargest"]!), Is.EqualTo(("blocked", true)));
        Assert.That((int)split["adjustedMembers"], Is.Zero);
    }

    [Test]
    public async Task moves_as_little_as_can_be_so_that_no_group_would_do_better()
    {
        var auction = Dearer(await World.NewAsync(), """{ "repair": true }""");
        var round = await auction.AwardAsync();

        var split = (await round.World.Coordinator.GetAsync($"{round.Url}/cost-split")).Ok();

        // 11 x 9.00 + 20.00: A and B pay 51.67 each, and would pay 10 x 8.00 + 20.00 on their own.
        Assert.That(((string?)split["repair"]["status"], split["repair"]["shortfall"].Pence(), split["repair"]["before"]!["gain"].Pence()), Is.EqualTo(("repaired", 0L, 333L)));
        Assert.That(split["repair"]["before"]!["blockingGroup"]!.AsArray().Select(id => (Guid)id!), Is.EquivalentTo(new[] { auction.Members["A"].MemberId, auction.Members["B"].MemberId }));
        Assert.That((string?)split["core"]["status"], Is.EqualTo("proved"));
        var paid = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, member) in auction.Members)
        {
            var share = (await round.SharesAsync(member.Client)).Single();
            paid[name] = share["cost"].Pence() + share["overTheRound"]!["adjustment"]!["amount"].Pence();
            Assert.That((string?)share["overTheRound"]!["adjustment"]!["reason"], Is.EqualTo("repair"));
        }

        Assert.That((paid["A"] + paid["B"], paid["C"]), Is.EqualTo((10000L, 1900L)));
    }

    [Test]
    public async Task tells_a_member_of_a_blocking_group_and_who_is_in_it_only_if_it_is()
    {
        var auction = Dearer(await World.NewAsync());
        var round = await auction.AwardAsync();
        var (a, c) = (auction.Members["A"], auction.Members["C"]);

        var told = (await a.Client.GetAsync($"{round.Url}/cost-split")).Ok();
        var untold = (await c.Client.GetAsync($"{round.Url}/cost-split")).Ok();
        var audited = (await (await round.World.AuditorAsync()).GetAsync($"{round.Url}/cost-split")).Ok();

        Assert.That(told["core"]["blockingGroup"]!.AsArray().Select(id => (Guid)id!), Does.Contain(a.MemberId).And.Not.Contain(c.MemberId));
        Assert.That(told["core"]["gain"].Pence(), Is.EqualTo(333));
        Assert.That(((string?)untold["core"]["status"], untold["core"]["blockingGroup"], untold["core"]["gain"]), Is.EqualTo(("blocked", (JsonNode?)null, (JsonNode?)null)));
        Assert.That(untold.Text, Does.Not.Contain(a.MemberId.ToString()));
        Assert.That((await round.SharesAsync(c.Client)).Single().ToJsonString(), Does.Not.Contain(a.MemberId.ToString()));
        Assert.That(audited["core"]["blockingGroup"]!.AsArray(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task says_that_the_core_is_empty_and_what_has_to_be_left()
    {
        var auction = new Auction(await World.NewAsync()) { Sharing = """{ "method": "poolRate", "repair": true }""" }
            .Lot("Printing", periods: 1, periodUnit: "once").Member("A").Member("B").Member("C")
            .Need("A", 5).Need("B", 5).Need("C", 5).Bid("S", Offer("1:10.00 10:8.00 15:9.00", vat: "0"));
        var round = await auction.AwardAsync();

        var split = (await round.World.Coordinator.GetAsync($"{round.Url}/cost-split")).Ok();

        // Each pair would pay 80.00 on its own, and pays 90.00: however 135.00 is shared, some pair pays 10.00 too much.
        Assert.That(((string?)split["repair"]["status"], split["repair"]["shortfall"].Pence()), Is.EqualTo(("coreIsEmpty", 1000L)));
        Assert.That((string?)split["core"]["status"], Is.EqualTo("blocked"));
    }

    [Test]
    public async Task follows_the_method_the_round_was_published_with()
    {
        var auction = new Auction(await World.NewAsync()) { Sharing = """{ "method": "shapley" }""" }
            .Lot("Printing", periods: 1, periodUnit: "once").Member("A").Member("B").Need("A", 1).Need("B", 9)
            .Bid("S", Offer("1:10.00 10:8.00", vat: "0"));
        var round = await auction.AwardAsync();

        var share = (await round.SharesAsync(auction.Members["A"].Client)).Single();

        // 80.00 together, 10.00 and 90.00 alone: A is worth (10 + (80 - 90)) / 2 = 0.
        Assert.That((string?)(await round.ReadAsync())["sharing"]["method"], Is.EqualTo("shapley"));
        var adjustment = share["overTheRound"]!["adjustment"]!;
        Assert.That((share["cost"].Pence(), adjustment["amount"].Pence(), (string?)adjustment["reason"]), Is.EqualTo((800L, -800L, "method")));
        Assert.That((string?)(await auction.Members["A"].Client.GetAsync($"{round.Url}/cost-split")).Ok()["core"]["status"], Is.EqualTo("proved"));
    }

    [Test]
    public async Task falls_back_to_the_pool_rate_and_says_why()
    {
        var world = await World.NewAsync();
        var impossible = new Auction(world) { Sharing = """{ "method": "separableCosts" }""" }
            .Lot("Printing", periods: 1, periodUnit: "once").Member("A").Member("B").Need("A", 5).Need("B", 5).Bid("S", Offer("10:8.00", vat: "0"));
        var aboveCeiling = new Auction(world) { Sharing = """{ "method": "equal" }""" }
            .Lot("Printing", periods: 1, periodUnit: "once").Member("C").Member("D").Need("C", 1, ceiling: "9.00").Need("D", 9).Bid("T", Offer("1:8.00", vat: "0"));

        var first = (await world.Coordinator.GetAsync($"{(await impossible.AwardAsync()).Url}/cost-split")).Ok();
        var second = (await world.Coordinator.GetAsync($"{(await aboveCeiling.AwardAsync()).Url}/cost-split")).Ok();

        Assert.That(((string?)first["method"], (string?)first["methodUsed"]), Is.EqualTo(("separableCosts", "poolRate")));
        Assert.That((string?)first["whyNot"], Does.Contain("cannot be supplied"));
        Assert.That((string?)second["whyNot"], Does.Contain("above their ceilings"));
        Assert.That((int)second["adjustedMembers"], Is.Zero);
    }

    [Test]
    public async Task is_judged_before_vat_where_members_recover_different_parts_of_it()
    {
        var auction = new Auction(await World.NewAsync()).Lot("Printing", periods: 1, periodUnit: "once").Member("A", "100").Member("B")
            .Need("A", 1).Need("B", 20).Bid("S", Offer("1:5.00 6:20.00", basis: "incremental", fixedFee: "1.00"));
        var round = await auction.AwardAsync();

        var split = (await round.World.Coordinator.GetAsync($"{round.Url}/cost-split")).Ok();

        Assert.That((string?)split["basis"], Is.EqualTo("net"));
    }

    [Test]
    public async Task sums_to_zero_as_verify_knows()
    {
        await using var own = await OwnDatabase.CreateAsync();
        await CappedAsync(await World.NewAsync(own.Start()));

        var before = await ServiceProcess.RunAsync("verify", own.ConnectionString);
        await using var database = await own.OpenAsync();
        await using var meddle = database.CreateCommand("UPDATE award_adjustments SET amount = amount + 1 WHERE amount > 0");
        await meddle.ExecuteNonQueryAsync();
        var after = await ServiceProcess.RunAsync("verify", own.ConnectionString);

        Assert.That(before.ExitCode, Is.Zero, before.Output);
        Assert.That(after.Output, Does.Contain("I2  BROKEN").And.Contain("sum to 1"));
    }

    [Test]
    public async Task is_for_those_who_see_the_round_and_after_the_award()
    {
        var world = await World.NewAsync();
        var evaluating = await AnEvaluatingRound(world);
        var other = await World.NewAsync();

        Assert.That((await world.Coordinator.GetAsync($"{evaluating.Url}/cost-split")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        (await evaluating.CloseAsync()).Ok();
        Assert.That((await Party.Stranger(world.Service).GetAsync($"{evaluating.Url}/cost-split")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await other.Coordinator.GetAsync($"{evaluating.Url}/cost-split")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await evaluating.Suppliers[0].Client.GetAsync($"{evaluating.Url}/cost-split")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await (await other.MemberAsync()).Client.GetAsync($"{evaluating.Url}/cost-split")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    /// <summary>A pays more by the pool rate than alone.</summary>
    internal static async Task<Auction> CappedAsync(World world)
    {
        var auction = new Auction(world) { FeePolicy = "equal" }.Lot("Printing", periods: 1, periodUnit: "once").Member("A").Member("B")
            .Need("A", 1).Need("B", 20).Bid("S", Offer("1:5.00 6:20.00", basis: "incremental", fixedFee: "20.00", vat: "0"));
        await auction.AwardAsync();
        return auction;
    }

    /// <summary>A and B would pay less without C, which takes the quantity into a dearer tier.</summary>
    internal static Auction Dearer(World world, string? sharing = null) => new Auction(world) { FeePolicy = "equal", Sharing = sharing }
        .Lot("Printing", periods: 1, periodUnit: "once").Member("A").Member("B").Member("C")
        .Need("A", 5).Need("B", 5).Need("C", 1).Bid("S", Offer("1:10.00 10:8.00 11:9.00", fixedFee: "20.00", vat: "0"));
}
