using System.Net;
using Npgsql;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Settlements;

public sealed class SettlingARound
{
    [Test]
    public async Task posts_the_first_period_with_its_fees_and_every_member_its_own()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk", periods: 24).Member("A", "50").Member("B").Need("A", 12).Need("B", 8)
            .Bid("S", Offer("1:28.50", fixedFee: "500.00", feePerMember: "25.00"));
        var round = await auction.ContractAsync();

        var settled = (await round.SettleAsync("2027-04-30")).Ok();

        // A: 12 x 28.50 + 300.00 + 25.00 = 667.00, VAT 133.40. B: 8 x 28.50 + 200.00 + 25.00 = 453.00, VAT 90.60.
        Assert.That(settled.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(((long)settled["number"], settled["net"].Pence(), settled["vat"].Pence(), settled["gross"].Pence()), Is.EqualTo((1L, 112000L, 22400L, 134400L)));
        Assert.That(settled["periods"].AsArray().Select(p => ((int)p!["period"]!, (string)p["startsOn"]!)), Is.EqualTo(new[] { (1, "2027-04-01") }));
        var statement = await StatementAsync(world, auction.Members["A"]);
        Assert.That(statement["lines"].AsArray().Select(l => (l!["amount"].Pence(), l["vat"].Pence(), l["balance"].Pence())), Is.EqualTo(new[] { (80040L, 13340L, 80040L) }));
        var read = (await auction.Members["B"].Client.GetAsync(settled.Message.Headers.Location!.ToString())).Ok();
        Assert.That((read.Text, read.ETag), Is.EqualTo((settled.Text, "\"1\"")));
    }

    [Test]
    public async Task posts_the_whole_award_period_by_period_and_leaves_the_clearing_at_zero()
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);
        var award = await round.AwardAsync();

        var gross = 0L;
        var numbers = new List<long>();
        foreach (var through in new[] { "2027-04-01", "2027-04-30", "2027-08-31", "2029-02-28", "2029-03-01" })
        {
            var answer = await round.SettleAsync(through);
            if (answer.Code == "nothingToSettle")
                continue;
            gross += answer.Ok()["gross"].Pence();
            numbers.Add((long)answer["number"]);
        }

        Assert.That(gross, Is.EqualTo(award["totals"]["gross"].Pence()));
        Assert.That(numbers, Is.EqualTo(new[] { 1L, 2, 3, 4 }).Or.EqualTo(new[] { 1L, 2, 3 }));
        Assert.That((string?)(await round.ReadAsync())["state"], Is.EqualTo("settled"));
        Assert.That(await BalanceAsync(world, "RoundClearing", round.Id), Is.Zero);
        foreach (var supplier in award["lots"].AsArray().GroupBy(l => (Guid)l!["winner"]!["supplier"]!["id"]!))
            Assert.That(await BalanceAsync(world, "Supplier", supplier.Key), Is.EqualTo(supplier.Sum(l => l!["winner"]!["totals"]!["gross"].Pence())));
        foreach (var share in (await round.SharesAsync()).GroupBy(s => (Guid)s["memberId"]!))
            Assert.That(await BalanceAsync(world, "Member", share.Key), Is.EqualTo(-share.Sum(s => s["gross"].Pence())));
        Assert.That((await TheJournal.OfAsync(world, round.Id))[^1].Type, Is.EqualTo("RoundSettled"));
    }

    [Test]
    public async Task is_refused_when_nothing_is_due_and_says_when_something_will_be()
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);

        var early = await round.SettleAsync("2027-03-31");
        (await round.SettleAsync("2027-05-31")).Ok();
        var again = await round.SettleAsync("2027-05-31");

        Assert.That((early.Status, early.Code), Is.EqualTo((HttpStatusCode.Conflict, "nothingToSettle")));
        Assert.That((string?)early["detail"], Does.Contain("2027-04-01"));
        Assert.That((string?)again["detail"], Does.Contain("2027-06-01"));
    }

    [Test]
    public async Task posts_each_period_once_though_many_settle_at_once()
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);
        var etag = await round.ETagAsync();
        var elsewhere = world.Coordinator.At(AllTests.SecondInstance);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? world.Coordinator : elsewhere)
            .PostAsync($"{round.Url}/settle", """{ "through": "2027-06-30" }""", ifMatch: etag)));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(answers.Count(a => a.Code == "nothingToSettle"), Is.EqualTo(9));
        Assert.That(await ScalarAsync(world, "SELECT count(*) FROM settled_periods WHERE cluster_id = $1"), Is.EqualTo(6));

        // 3 months x 2 lots x (3 members and 1 supplier).
        Assert.That(await ScalarAsync(world, "SELECT count(*) FROM transfers WHERE cluster_id = $1"), Is.EqualTo(24));
    }

    [Test]
    public async Task answers_a_retry_with_the_first_answer_even_after_the_last_period()
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);
        var etag = await round.ETagAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            world.Coordinator.PostAsync($"{round.Url}/settle", """{ "through": "2035-01-01" }""", key: "settle-all", ifMatch: etag)));

        Assert.That(answers.Select(a => (a.Status, a.Text)).Distinct().Single().Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await ScalarAsync(world, "SELECT count(*) FROM settlements WHERE cluster_id = $1"), Is.EqualTo(1));
    }

    [Test]
    public async Task numbers_settlements_through_the_cluster_without_a_gap()
    {
        var world = await World.NewAsync();
        var rounds = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AContractedRound(world)));

        var first = await Task.WhenAll(rounds.Select(r => r.SettleAsync("2027-04-01")));
        var refused = await rounds[0].SettleAsync("2027-04-02");
        var last = (await rounds[0].SettleAsync("2027-05-01")).Ok();

        Assert.That(first.Select(s => (long)s.Ok()["number"]), Is.EquivalentTo(new[] { 1L, 2, 3 }));
        Assert.That(refused.Code, Is.EqualTo("nothingToSettle"));
        Assert.That((long)last["number"], Is.EqualTo(4));
        var listed = (await rounds[0].Members[0].Client.GetAsync($"{rounds[0].Url}/settlements?limit=1")).Ok();
        Assert.That(listed["items"].AsArray(), Has.Count.EqualTo(1));
        var next = (await rounds[0].Members[0].Client.GetAsync((string)listed["next"]!)).Ok();
        Assert.That(((long)next["items"][0]!["number"]!, (string?)next.Body["next"]), Is.EqualTo((4L, (string?)null)));
        Assert.That((await world.Coordinator.GetAsync($"{rounds[1].Url}/settlements/4")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task is_refused_before_the_contracts_and_once_settled()
    {
        var world = await World.NewAsync();
        var awarded = await AnAwardedRound(world);
        var settled = await ASettledRound(world);

        var early = await awarded.SettleAsync("2027-04-01");
        var late = await settled.SettleAsync("2099-01-01");

        Assert.That((early.Status, early.Code), Is.EqualTo((HttpStatusCode.Conflict, "roundStateForbids")));
        Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.Conflict, "roundStateForbids")));
    }

    [TestCase("""{ }""")]
    [TestCase("""{ "through": "31.01.2027" }""")]
    [TestCase("""{ "through": "2027-02-30" }""")]
    [TestCase("""{ "through": "9999-12-31" }""")]
    [TestCase("""{ "through": "0001-01-01" }""")]
    [TestCase("""{ "through": 20270131 }""")]
    [TestCase("""{ "through": "2027-01-31", "lotId": "0198c0de-0000-7000-8000-000000000001" }""")]
    public async Task is_refused_without_a_plain_day(string json)
    {
        var world = await World.NewAsync();
        var round = await ADraftRound(world);

        var settled = await round.DoAsync("settle", json);

        Assert.That(settled.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task is_the_coordinators_alone_and_means_a_version()
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);
        var etag = await round.ETagAsync();
        var callers = new[] { round.Members[0].Client, round.Suppliers[0].Client, await world.AuditorAsync(), world.Operator, Party.Stranger(world.Service) };

        var answers = await Task.WhenAll(callers.Select(c => c.PostAsync($"{round.Url}/settle", """{ "through": "2027-04-01" }""", ifMatch: etag)));
        var without = await world.Coordinator.PostAsync($"{round.Url}/settle", """{ "through": "2027-04-01" }""");
        var stale = await world.Coordinator.PostAsync($"{round.Url}/settle", """{ "through": "2027-04-01" }""", ifMatch: "\"1\"");

        Assert.That(answers.Select(a => (int)a.Status), Is.EqualTo(new[] { 403, 403, 403, 403, 401 }));
        Assert.That((int)without.Status, Is.EqualTo(428));
        Assert.That((int)stale.Status, Is.EqualTo(412));
        Assert.That(await ScalarAsync(world, "SELECT count(*) FROM transfers WHERE cluster_id = $1"), Is.Zero);
    }

    [Test]
    public async Task moves_nothing_for_a_free_lot_and_still_settles_it()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Free", periods: 2).Member("A").Need("A", 3).Bid("S", Offer("1:0.00"));
        var round = await auction.ContractAsync();

        var settled = (await round.SettleAsync("2027-12-31")).Ok();

        Assert.That((settled["gross"].Pence(), settled["periods"].AsArray().Count), Is.EqualTo((0L, 2)));
        Assert.That((string?)(await round.ReadAsync())["state"], Is.EqualTo("settled"));
        Assert.That(await ScalarAsync(world, "SELECT count(*) FROM transfers WHERE cluster_id = $1"), Is.Zero);
    }

    private static async Task<Answer> StatementAsync(World world, Member member) =>
        (await member.Client.GetAsync($"{world.Cluster}/members/{member.MemberId}/statement")).Ok();

    private static Task<long> BalanceAsync(World world, string kind, Guid owner) => ScalarAsync(
        world,
        """
        SELECT coalesce(sum(CASE WHEN to_kind = $2 AND to_owner = $3 THEN amount ELSE 0 END - CASE WHEN from_kind = $2 AND from_owner = $3 THEN amount ELSE 0 END), 0)::bigint
        FROM transfers WHERE cluster_id = $1
        """,
        kind,
        owner);

    internal static async Task<long> ScalarAsync(World world, string sql, params object[] more)
    {
        await using var command = world.Service.Database.CreateCommand(sql);
        command.Parameters.AddWithValue(world.ClusterId);
        foreach (var value in more)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
