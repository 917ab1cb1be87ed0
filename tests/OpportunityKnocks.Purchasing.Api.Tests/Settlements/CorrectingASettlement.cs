using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Settlements;

public sealed class CorrectingASettlement
{
    [Test]
    public async Task gives_back_what_a_member_did_not_receive_and_leaves_the_others_alone()
    {
        var (world, auction, round) = await ASettledMonthAsync();

        var delivery = (await DeliverAsync(round, auction, ("A", 10))).Ok();

        // 10 + 8 of 20 units at 10.00: A is charged 24.00 less, VAT included, and B nothing else.
        Assert.That(((string)delivery["kind"]!, (long)delivery["settlementNumber"]), Is.EqualTo(("delivery", 2L)));
        var correction = (await auction.Members["B"].Client.GetAsync($"{round.Url}/settlements/2")).Ok();
        Assert.That(
            ((string)correction["kind"]!, (long)correction["corrects"], (string)correction["reason"]!, correction["net"].Pence(), correction["vat"].Pence()),
            Is.EqualTo(("correction", 1L, "Two came late", -2000L, -400L)));
        var statement = await StatementAsync(world, auction.Members["A"]);
        Assert.That(
            statement["lines"].AsArray().Select(l => ((long)l!["settlementNumber"]!, l["amount"].Pence(), l["vat"].Pence(), l["balance"].Pence())),
            Is.EqualTo(new[] { (1L, 14400L, 2400L, 14400L), (2, -2400, -400, 12000) }));
        Assert.That((await StatementAsync(world, auction.Members["B"]))["closingBalance"].Pence(), Is.EqualTo(9600));
        Assert.That(await BalancesAsync(world), Is.EqualTo(new[] { ("member", 12000L), ("member", 9600), ("supplier", -21600), ("roundClearing", 0) }));
    }

    [Test]
    public async Task posts_only_the_difference_when_a_delivery_is_recorded_again()
    {
        var (world, auction, round) = await ASettledMonthAsync();
        (await DeliverAsync(round, auction, ("A", 10))).Ok();

        var more = (await DeliverAsync(round, auction, ("A", 11))).Ok();
        var same = (await DeliverAsync(round, auction, ("A", 11))).Ok();

        Assert.That((long)more["settlementNumber"], Is.EqualTo(3));
        Assert.That((string?)same.Body["settlementNumber"]?.ToJsonString(), Is.Null);
        Assert.That((await StatementAsync(world, auction.Members["A"]))["lines"].AsArray().Select(l => l!["amount"].Pence()), Is.EqualTo(new[] { 14400L, -2400, 1200 }));
        var listed = (await world.Coordinator.GetAsync($"{round.Url}/deliveries")).Ok()["items"].AsArray();
        Assert.That(listed.Select(d => (long)d!["received"]![0]!["quantity"]!), Is.EqualTo(new[] { 10L, 11, 11 }));
    }

    [Test]
    public async Task shares_a_dearer_invoice_by_what_was_received_and_posts_its_pennies_of_vat_in_view()
    {
        var (world, auction, round) = await ASettledMonthAsync();

        var invoice = (await PaperAsync(round, "invoice", "INV-9", "210.03", "42.02")).Ok();

        // 210.03 over 12 and 8 units: 126.02 and 84.01; VAT 25.20 and 16.80, together two pennies less than the supplier's.
        Assert.That((long)invoice["settlementNumber"], Is.EqualTo(2));
        Assert.That((await StatementAsync(world, auction.Members["A"]))["closingBalance"].Pence(), Is.EqualTo(15122));
        Assert.That((await StatementAsync(world, auction.Members["B"]))["closingBalance"].Pence(), Is.EqualTo(10081));
        Assert.That(
            await BalancesAsync(world),
            Is.EqualTo(new[] { ("member", 15122L), ("member", 10081), ("supplier", -25205), ("roundClearing", 0), ("vatRounding", 2) }));
    }

    [Test]
    public async Task takes_a_credit_note_off_everybody_in_proportion_once()
    {
        var (world, auction, round) = await ASettledMonthAsync();

        var credit = (await PaperAsync(round, "creditNote", "CN-1", "20.00", "4.00")).Ok();
        var again = await PaperAsync(round, "creditNote", "CN-1", "20.00", "4.00");
        var tooMuch = await PaperAsync(round, "creditNote", "CN-2", "180.01", "36.00");

        Assert.That((long)credit["settlementNumber"], Is.EqualTo(2));
        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "alreadyRecorded")));
        Assert.That((tooMuch.Status, tooMuch.Code), Is.EqualTo((HttpStatusCode.Conflict, "creditAboveDue")));
        Assert.That(await BalancesAsync(world), Is.EqualTo(new[] { ("member", 12960L), ("member", 8640), ("supplier", -21600), ("roundClearing", 0) }));
        var papers = (await (await world.AuditorAsync()).GetAsync($"{round.Url}/supplier-papers")).Ok()["items"].AsArray();
        Assert.That(papers.Select(p => ((string)p!["kind"]!, (string)p["reference"]!, p["net"].Pence())), Is.EqualTo(new[] { ("creditNote", "CN-1", 2000L) }));
    }

    [Test]
    public async Task is_numbered_without_a_gap_told_in_the_journal_and_never_changes_what_was_posted()
    {
        var (world, auction, round) = await ASettledMonthAsync();
        var posted = (await world.Coordinator.GetAsync($"{round.Url}/settlements/1")).Ok().Text;

        (await DeliverAsync(round, auction, ("A", 10), ("B", 9))).Ok();
        (await PaperAsync(round, "creditNote", "CN-1", "1.00", "0.20")).Ok();
        (await round.SettleAsync("2027-05-01")).Ok();

        await TheJournal.SequencedAsync(world);
        var told = (await auction.Members["A"].Client.GetAsync($"{world.Cluster}/events?limit=200")).Ok()["items"].AsArray().Select(e => (string)e!["type"]!).ToList();
        Assert.That((await world.Coordinator.GetAsync($"{round.Url}/settlements/1")).Text, Is.EqualTo(posted));
        var all = (await world.Coordinator.GetAsync($"{round.Url}/settlements")).Ok()["items"].AsArray();
        Assert.That(
            all.Select(s => ((long)s!["number"]!, (string)s["kind"]!)),
            Is.EqualTo(new[] { (1L, "periods"), (2, "correction"), (3, "correction"), (4, "periods") }));
        Assert.That((told.Count(t => t == "supplyRecorded"), told.Count(t => t == "settlementCorrected")), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task is_answered_once_for_a_repeated_key_and_once_for_many_at_once()
    {
        var (world, auction, round) = await ASettledMonthAsync();
        var json = DeliveryJson(round, auction, ("A", 10));

        var repeated = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Coordinator.PostAsync($"{round.Url}/deliveries", json, key: "late")));
        var papers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? world.Coordinator : world.Coordinator.At(AllTests.SecondInstance))
            .PostAsync($"{round.Url}/supplier-papers", PaperJson(round, "creditNote", "CN-1", "10.00", "2.00"))));

        Assert.That(repeated.Select(a => (a.Status, a.Text)).Distinct().Single().Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(papers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(papers.Count(a => a.Code == "alreadyRecorded"), Is.EqualTo(5));
        Assert.That(await SettlingARound.ScalarAsync(world, "SELECT count(*) FROM settlements WHERE cluster_id = $1"), Is.EqualTo(3));
    }

    [Test]
    public async Task is_refused_for_what_is_not_posted_not_supplied_or_not_settled()
    {
        var (world, auction, round) = await ASettledMonthAsync();
        var stranger = await world.MemberAsync();
        var awarded = await AnAwardedRound(world);

        var notPosted = await world.Coordinator.PostAsync($"{round.Url}/deliveries", DeliveryJson(round, auction, ("A", 1)).Replace("\"period\": 1", "\"period\": 2", StringComparison.Ordinal));
        var notSupplied = await world.Coordinator.PostAsync($"{round.Url}/deliveries",
            $$"""{ "lotId": "{{round.Lots[0]}}", "period": 1, "reason": "?", "received": [{ "memberId": "{{stranger.MemberId}}", "quantity": 1 }] }""");
        var early = await world.Coordinator.PostAsync($"{awarded.Url}/deliveries",
            $$"""{ "lotId": "{{awarded.Helpdesk}}", "period": 1, "reason": "?", "received": [{ "memberId": "{{stranger.MemberId}}", "quantity": 1 }] }""");
        var vat = await PaperAsync(round, "invoice", "INV-1", "210.00", "21.00");
        var same = await PaperAsync(round, "invoice", "INV-2", "200.00", "40.00");
        var dollars = await world.Coordinator.PostAsync($"{round.Url}/supplier-papers", PaperJson(round, "invoice", "I", "1.00", "0.20").Replace("GBP", "USD", StringComparison.Ordinal));

        Assert.That(
            new[] { notPosted, notSupplied, early, vat, same, dollars }.Select(a => ((int)a.Status, a.Code)),
            Is.EqualTo(new[] { (409, "periodNotPosted"), (409, "memberNotSupplied"), (409, "roundStateForbids"), (409, "vatOutOfLine"), (409, "nothingToCorrect"), (400, "invalidRequest") }));
        Assert.That(await SettlingARound.ScalarAsync(world, "SELECT count(*) FROM supply_records WHERE cluster_id = $1"), Is.Zero);
    }

    [Test]
    public async Task is_done_after_the_last_period_too_and_leaves_an_other_rate_of_vat_to_the_invoice()
    {
        var (world, auction, round) = await ASettledMonthAsync();
        (await round.SettleAsync("2030-01-01")).Ok();

        var invoice = await world.Coordinator.PostAsync($"{round.Url}/supplier-papers", PaperJson(round, "invoice", "INV-1", "200.00", "10.00", "\"vatRate\": \"5\","));

        Assert.That(invoice.Status, Is.EqualTo(HttpStatusCode.OK), invoice.Text);
        Assert.That((string?)(await round.ReadAsync())["state"], Is.EqualTo("settled"));
        Assert.That((await StatementAsync(world, auction.Members["A"]))["lines"].AsArray()[^1]!["amount"].Pence(), Is.EqualTo(-1800));
    }

    [Test]
    public async Task shows_a_member_its_own_receipts_only_and_is_the_coordinators_to_do()
    {
        var (world, auction, round) = await ASettledMonthAsync();
        (await DeliverAsync(round, auction, ("A", 10), ("B", 7))).Ok();
        var foreign = await World.NewAsync();
        var callers = new[]
        {
            auction.Members["A"].Client, auction.Suppliers["S"].Client, await world.AuditorAsync(), foreign.Coordinator, Party.Stranger(world.Service),
        };

        var seen = (await auction.Members["B"].Client.GetAsync($"{round.Url}/deliveries")).Ok();
        var recorded = await Task.WhenAll(callers.Select(c => c.PostAsync($"{round.Url}/deliveries", DeliveryJson(round, auction, ("A", 1)))));
        var papers = await Task.WhenAll(callers.Select(c => c.GetAsync($"{round.Url}/supplier-papers")));

        Assert.That(seen["items"][0]!["received"]!.AsArray().Select(r => ((Guid)r!["memberId"]!, (long)r["quantity"]!)), Is.EqualTo(new[] { (auction.Members["B"].MemberId, 7L) }));
        Assert.That(recorded.Select(a => (int)a.Status), Is.EqualTo(new[] { 403, 403, 403, 404, 401 }));
        Assert.That(papers.Select(a => (int)a.Status), Is.EqualTo(new[] { 403, 403, 200, 404, 401 }));
    }

    [TestCase("\"period\": 1", "\"period\": 0")]
    [TestCase("\"quantity\": 3", "\"quantity\": -1")]
    [TestCase("\"quantity\": 3", "\"quantity\": 1000000001")]
    [TestCase("\"reason\": \"Two came late\"", "\"reason\": \"\"")]
    [TestCase("\"received\": [", "\"received\": [null, ")]
    public async Task is_refused_in_any_other_shape(string part, string instead)
    {
        var world = await World.NewAsync();
        var round = new RoundInPlay(world, Guid.NewGuid(), [Guid.NewGuid()]);
        var auction = new Auction(world);
        auction.Members["A"] = await world.MemberAsync();

        var refused = await world.Coordinator.PostAsync($"{round.Url}/deliveries", DeliveryJson(round, auction, ("A", 3)).Replace(part, instead, StringComparison.Ordinal));

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.BadRequest), refused.Text);
    }

    /// <summary>A takes 12 units and B 8 of one lot at 10.00 and 20 % VAT for three months; the first is posted.</summary>
    internal static async Task<(World World, Auction Auction, RoundInPlay Round)> ASettledMonthAsync()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Licences", periods: 3).Member("A").Member("B").Need("A", 12).Need("B", 8).Bid("S", Offer("1:10.00"));
        var round = await auction.ContractAsync();
        (await round.SettleAsync("2027-04-01")).Ok();
        return (world, auction, round);
    }

    private static string DeliveryJson(RoundInPlay round, Auction auction, params (string Member, long Quantity)[] received) =>
        $$"""
        { "lotId": "{{round.Lots[0]}}", "period": 1, "reason": "Two came late", "received": [{{string.Join(", ", received.Select(r =>
            $$"""{ "memberId": "{{auction.Members[r.Member].MemberId}}", "quantity": {{r.Quantity}} }"""))}}] }
        """;

    private static Task<Answer> DeliverAsync(RoundInPlay round, Auction auction, params (string Member, long Quantity)[] received) =>
        round.World.Coordinator.PostAsync($"{round.Url}/deliveries", DeliveryJson(round, auction, received));

    private static string PaperJson(RoundInPlay round, string kind, string reference, string net, string vat, string more = "") =>
        $$"""
        {
          "kind": "{{kind}}", "lotId": "{{round.Lots[0]}}", "period": 1, "reference": "{{reference}}", "reason": "As agreed by phone", {{more}}
          "net": { "amount": "{{net}}", "currency": "GBP" }, "vat": { "amount": "{{vat}}", "currency": "GBP" }
        }
        """;

    private static Task<Answer> PaperAsync(RoundInPlay round, string kind, string reference, string net, string vat) =>
        round.World.Coordinator.PostAsync($"{round.Url}/supplier-papers", PaperJson(round, kind, reference, net, vat));

    private static async Task<Answer> StatementAsync(World world, Member member) =>
        (await member.Client.GetAsync($"{world.Cluster}/members/{member.MemberId}/statement")).Ok();

    private static async Task<List<(string Kind, long Balance)>> BalancesAsync(World world) =>
        [.. (await world.Coordinator.GetAsync($"{world.Cluster}/ledger/trial-balance")).Ok()["accounts"].AsArray().Select(a => ((string)a!["kind"]!, a["balance"].Pence()))];
}
