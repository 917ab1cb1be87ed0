using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Agreements;

/// <summary>Three members take 12, 8 and 5 units for six months at 10.00, 8.00 each from 30 on, with 2.00 for each member served and 20 % VAT.</summary>
public sealed class ChangingAnAgreement
{
    private const string Terms = """{ "variationUpPercent": 50, "variationDownPercent": 25, "joiningAllowed": true, "leavingNoticePeriods": 1 }""";

    [Test]
    public async Task charges_each_period_by_what_holds_in_it()
    {
        var (world, auction, round) = await AContractAsync();
        (await round.SettleAsync("2027-05-01")).Ok();

        var more = (await VaryAsync(round, auction, "A", "2027-06-01", 18)).Ok();
        var gone = (await VaryAsync(round, auction, "C", "2027-08-01", 0)).Ok();
        (await round.SettleAsync("2027-12-01")).Ok();

        // Months 1 and 2: 12 units at 10.00 and once 2.00. Then 31 units in all at 8.00; without C from August on 26 at 10.00 again.
        Assert.That(LinesOf(more), Is.EqualTo(new[] { ("2027-04-01", "2027-05-31", 12L), ("2027-06-01", "2027-09-30", 18) }));
        Assert.That(LinesOf(gone), Is.EqualTo(new[] { ("2027-04-01", "2027-07-31", 5L), ("2027-08-01", "2027-09-30", 0) }));
        Assert.That(await ChargesAsync(world, auction, "A"), Is.EqualTo(new[] { 14640L, 14400, 17280, 17280, 21600, 21600 }));
        Assert.That(await ChargesAsync(world, auction, "B"), Is.EqualTo(new[] { 9840L, 9600, 7680, 7680, 9600, 9600 }));
        Assert.That(await ChargesAsync(world, auction, "C"), Is.EqualTo(new[] { 6240L, 6000, 4800, 4800 }));
        Assert.That((string?)(await round.ReadAsync())["state"], Is.EqualTo("settled"));
    }

    [Test]
    public async Task lets_a_member_of_the_cluster_join_at_the_price_of_the_new_total()
    {
        var (world, auction, round) = await AContractAsync();
        var late = await world.MemberAsync("Late");

        var joined = await JoinAsync(round, late, "2027-05-01", 5);
        var again = await JoinAsync(round, late, "2027-06-01", 1);
        (await round.SettleAsync("2027-06-01")).Ok();

        Assert.That(joined.Status, Is.EqualTo(HttpStatusCode.Created), joined.Text);
        Assert.That(LinesOf(joined), Is.EqualTo(new[] { ("2027-05-01", "2027-09-30", 5L) }));
        Assert.That((await late.Client.GetAsync(joined.Message.Headers.Location!.ToString())).Ok().Text, Is.EqualTo(joined.Text));
        Assert.That(again.Code, Is.EqualTo("alreadyIn"));
        auction.Members["Late"] = late;
        Assert.That(await ChargesAsync(world, auction, "Late"), Is.EqualTo(new[] { 5040L, 4800 }), "30 units at 8.00; 2.00 once");
        Assert.That(await ChargesAsync(world, auction, "A"), Is.EqualTo(new[] { 14640L, 11520, 11520 }));
    }

    [Test]
    public async Task is_shown_in_the_tender_and_keeps_to_what_it_froze()
    {
        var (world, auction, round) = await AContractAsync();
        (await round.SettleAsync("2027-04-01")).Ok();
        var late = await world.MemberAsync();

        var tender = (await auction.Suppliers["S"].Client.GetAsync($"{world.Cluster}/tenders/{round.Id}")).Ok();
        var answers = new[]
        {
            await VaryAsync(round, auction, "A", "2027-05-01", 19),
            await VaryAsync(round, auction, "A", "2027-05-01", 8),
            await VaryAsync(round, auction, "A", "2027-05-02", 13),
            await VaryAsync(round, auction, "A", "2027-04-01", 13),
            await JoinAsync(round, late, "2027-05-01", 16),
            await JoinAsync(round, auction.Members["A"], "2027-05-01", 1),
            await JoinAsync(round, late, "2027-04-01", 1),
        };

        Assert.That((int)tender["agreement"]["variationUpPercent"]!, Is.EqualTo(50));
        Assert.That(
            answers.Select(a => a.Code),
            Is.EqualTo(new[] { "variationTooLarge", "variationTooLarge", "periodNotAhead", "periodNotAhead", "outsideOffer", "alreadyIn", "periodNotAhead" }));
    }

    [Test]
    public async Task is_refused_where_the_tender_said_nothing()
    {
        var (world, auction, round) = await AContractAsync("{}");
        var late = await world.MemberAsync();

        var answers = new[]
        {
            await VaryAsync(round, auction, "A", "2027-05-01", 13),
            await VaryAsync(round, auction, "A", "2027-05-01", 0),
            await JoinAsync(round, late, "2027-05-01", 1),
        };

        Assert.That(answers.Select(a => a.Code), Is.EqualTo(new[] { "variationTooLarge", "leavingNotAllowed", "joiningNotAllowed" }));
    }

    [Test]
    public async Task is_a_members_own_and_takes_one_change_at_a_time()
    {
        var (world, auction, round) = await AContractAsync();
        var (url, etag) = await CommitmentAsync(round, auction.Members["A"]);
        const string json = """{ "lotId": "00000000-0000-0000-0000-000000000000", "from": "2027-05-01", "quantity": 13 }""";
        var body = json.Replace("00000000-0000-0000-0000-000000000000", round.Lots[0].ToString(), StringComparison.Ordinal);
        var foreign = await World.NewAsync();
        var callers = new[]
        {
            auction.Members["B"].Client, auction.Suppliers["S"].Client, world.Coordinator, await world.AuditorAsync(), (await foreign.MemberAsync()).Client,
            Party.Stranger(world.Service),
        };

        var others = await Task.WhenAll(callers.Select(c => c.PostAsync($"{url}/variations", body, ifMatch: etag)));
        var without = await auction.Members["A"].Client.PostAsync($"{url}/variations", body);
        var many = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => auction.Members["A"].Client.PostAsync($"{url}/variations", body, ifMatch: etag)));
        var bidder = await world.MemberAsync();

        Assert.That(others.Select(a => (int)a.Status), Is.EqualTo(new[] { 404, 403, 403, 403, 404, 401 }));
        Assert.That((int)without.Status, Is.EqualTo(428));
        Assert.That(many.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(many.Count(a => (int)a.Status == 412), Is.EqualTo(4));
        Assert.That((await JoinAsync(round, bidder, "2027-05-01", 0)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task answers_a_repeated_key_with_the_first_answer_and_waits_for_the_contracts()
    {
        var (_, auction, round) = await AContractAsync();
        var (url, etag) = await CommitmentAsync(round, auction.Members["B"]);
        var json = $$"""{ "lotId": "{{round.Lots[0]}}", "from": "2027-05-01", "quantity": 9 }""";
        var world = await World.NewAsync();
        var awarded = await ARound.AnAwardedRound(world);
        var (early, tag) = await CommitmentAsync(awarded, awarded.Members[0]);

        var first = (await auction.Members["B"].Client.PostAsync($"{url}/variations", json, key: "nine", ifMatch: etag)).Ok();
        var second = (await auction.Members["B"].Client.PostAsync($"{url}/variations", json, key: "nine", ifMatch: etag)).Ok();
        var tooEarly = await awarded.Members[0].Client.PostAsync(
            $"{early}/variations", $$"""{ "lotId": "{{awarded.Helpdesk}}", "from": "2027-05-01", "quantity": 9 }""", ifMatch: tag);

        Assert.That(second.Text, Is.EqualTo(first.Text));
        Assert.That(LinesOf(first), Has.Length.EqualTo(2));
        Assert.That(tooEarly.Code, Is.EqualTo("roundStateForbids"));
    }

    private static async Task<(World World, Auction Auction, RoundInPlay Round)> AContractAsync(string terms = Terms)
    {
        var world = await World.NewAsync();
        var auction = new Auction(world) { Options = $"\"agreement\": {terms}" }.Lot("Licences", periods: 6)
            .Member("A").Member("B").Member("C").Need("A", 12).Need("B", 8).Need("C", 5)
            .Bid("S", Offer("1:10.00 30:8.00", feePerMember: "2.00", capacity: 40));
        return (world, auction, await auction.ContractAsync());
    }

    private static async Task<(string Url, string ETag)> CommitmentAsync(RoundInPlay round, Member member)
    {
        var id = (Guid)(await member.Client.GetAsync($"{round.Url}/commitments")).Ok()["items"][0]!["id"]!;
        var url = $"{round.Url}/commitments/{id}";
        return (url, (await member.Client.GetAsync(url)).Ok().ETag);
    }

    private static async Task<Answer> VaryAsync(RoundInPlay round, Auction auction, string member, string from, long quantity)
    {
        var (url, etag) = await CommitmentAsync(round, auction.Members[member]);
        return await auction.Members[member].Client.PostAsync(
            $"{url}/variations", $$"""{ "lotId": "{{round.Lots[0]}}", "from": "{{from}}", "quantity": {{quantity}} }""", ifMatch: etag);
    }

    private static Task<Answer> JoinAsync(RoundInPlay round, Member member, string from, long quantity) => member.Client.PostAsync(
        $"{round.Url}/commitments", $$"""{ "lotId": "{{round.Lots[0]}}", "from": "{{from}}", "quantity": {{quantity}} }""");

    private static (string From, string Until, long Quantity)[] LinesOf(Answer commitment) =>
        [.. commitment["lines"].AsArray().Select(l => ((string)l!["from"]!, (string)l["until"]!, (long)l["quantity"]!))];

    private static async Task<long[]> ChargesAsync(World world, Auction auction, string member)
    {
        var statement = (await auction.Members[member].Client.GetAsync($"{world.Cluster}/members/{auction.Members[member].MemberId}/statement")).Ok();
        return [.. statement["lines"].AsArray().OrderBy(l => (int)l!["period"]!).Select(l => l!["amount"].Pence())];
    }
}
