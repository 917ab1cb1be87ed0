using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Invoicing;

/// <summary>A buys for A, B and C: 12, 8 and 5 people at 28.50 a month, a set-up fee of 500.00 and 25.00 for each member.</summary>
public sealed class IssuingInvoices
{
    /// <summary>A round of which the first settlement is invoiced.</summary>
    public static async Task<Auction> AnInvoicedRound(World world)
    {
        var auction = await Settled(world, ATrade.Registered);
        (await IssueAsync(auction.Round)).Ok();
        return auction;
    }

    [Test]
    public async Task recharges_every_other_member_what_was_posted_to_its_account()
    {
        var world = await World.NewAsync();
        var auction = await Settled(world, ATrade.Registered);

        var issued = (await IssueAsync(auction.Round)).Ok();
        var b = (await InvoicesAsync(world, auction.Members["B"])).Single();
        var c = (await InvoicesAsync(world, auction.Members["C"])).Single();

        Assert.That(((int)issued["invoices"]["count"]!, (string?)issued["invoices"]["first"], (string?)issued["invoices"]["last"], (int)issued["creditNotes"]["count"]!),
            Is.EqualTo((2, "INV-000001", "INV-000002", 0)));
        Assert.That(new[] { (string?)b["number"], (string?)c["number"] }, Is.EquivalentTo(new[] { "INV-000001", "INV-000002" }));
        Assert.That(await InvoicesAsync(world, auction.Members["A"]), Is.Empty, "the lead buyer does not invoice itself");

        // 8 x 28.50 + 160.00 + 25.00; VAT 20 %.
        Assert.That((b["net"].Pence(), b["vat"].Pence(), b["rounding"].Pence(), b["payable"].Pence()), Is.EqualTo((41300L, 8260L, 0L, 49560L)));
        Assert.That(b["payable"].Pence(), Is.EqualTo(await OwedAsync(world, auction.Members["B"])));
        Assert.That(c["payable"].Pence(), Is.EqualTo(await OwedAsync(world, auction.Members["C"])));
        var line = b["lines"]!.AsArray().Single()!;
        Assert.That(((string?)line["from"], (string?)line["until"], (long)line["quantity"]!, (string?)line["vatCategory"], (string?)line["vatRate"]),
            Is.EqualTo(("2027-04-01", "2027-04-30", 8L, "standard", "20")));
        Assert.That(((string?)b["seller"]!["name"], (string?)b["buyer"]!["name"], (string?)b["seller"]!["endpoint"]!["scheme"]), Is.EqualTo(("Leicester Together", "B", "9932")));
        Assert.That((string?)b["buyer"]!["legalId"], Does.StartWith("GB-CHC-"));
    }

    [Test]
    public async Task computes_vat_on_the_invoice_and_shows_the_pennies_to_the_ledger()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world) { LeadBuyer = ("A", ATrade.Registered) }.Lot("Cups", periods: 3).Lot("Plates", periods: 3)
            .Member("A").Member("B").Need("A", 1).Need("B", 1).Need("A", 1, lot: 2).Need("B", 1, lot: 2)
            .Bid("S", Offer("1:0.13"), Offer("1:0.13", lot: 2));
        (await (await auction.ContractAsync()).SettleAsync("2027-06-30")).Ok();

        (await IssueAsync(auction.Round)).Ok();
        var invoice = (await InvoicesAsync(world, auction.Members["B"])).Single();

        // Six charges of 0.13 with 0.03 of VAT each are 0.96; on the sum of 0.78 it is 0.16.
        Assert.That((invoice["net"].Pence(), invoice["vat"].Pence(), invoice["rounding"].Pence(), invoice["payable"].Pence()), Is.EqualTo((78L, 16L, 2L, 96L)));
        Assert.That(await OwedAsync(world, auction.Members["B"]), Is.EqualTo(96));
    }

    [TestCase("notRegistered", "outside", "not registered")]
    [TestCase("costSharingGroup", "exempt", "at cost")]
    public async Task shows_no_vat_where_the_lead_buyer_charges_none(string kind, string category, string reason)
    {
        var world = await World.NewAsync();
        var auction = await Settled(world, kind == "notRegistered" ? ATrade.NotRegistered : ATrade.CostSharingGroup);

        (await IssueAsync(auction.Round)).Ok();
        var invoice = (await InvoicesAsync(world, auction.Members["B"])).Single();

        var sum = invoice["vatByRate"]!.AsArray().Single()!;
        Assert.That((invoice["net"].Pence(), invoice["vat"].Pence(), invoice["payable"].Pence()), Is.EqualTo((49560L, 0L, 49560L)), "all that was paid");
        Assert.That(((string?)sum["vatCategory"], (string?)sum["vatRate"]), Is.EqualTo((category, "0")));
        Assert.That((string?)sum["reason"], Does.Contain(reason));
    }

    [Test]
    public async Task makes_all_vat_a_cost_where_no_invoice_shows_it()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world) { LeadBuyer = ("A", ATrade.NotRegistered) }.Lot("Helpdesk").Member("A").Member("B", "100")
            .Need("A", 1).Need("B", 1, ceiling: "11.99").Bid("S", Offer("1:10.00"));

        var round = await auction.AwardAsync();

        Assert.That((await round.SharesAsync()).Select(s => (string?)s["memberName"]), Is.EqualTo(new[] { "A" }), "at 12.00 with VAT it is above B's ceiling");
    }

    [Test]
    [Explicit("a campaign")]
    [Category("Campaign")]
    public async Task takes_seconds_for_ten_thousand_members()
    {
        var world = await World.NewAsync();
        var auction = await Settled(world, ATrade.Registered);
        await using (var crowd = world.Service.Database.CreateCommand(Crowd))
        {
            crowd.Parameters.AddWithValue(world.ClusterId);
            await crowd.ExecuteNonQueryAsync();
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        var issued = (await IssueAsync(auction.Round)).Ok();

        TestContext.Out.WriteLine($"{issued["invoices"]["count"]} invoices in {clock.Elapsed.TotalSeconds:F1} s");
        Assert.That(((int)issued["invoices"]["count"]!, (string?)issued["invoices"]["last"]), Is.EqualTo((10_002, "INV-010002")));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public async Task happens_once_for_each_settlement()
    {
        var world = await World.NewAsync();
        var auction = await Settled(world, ATrade.Registered);

        var first = await IssueAsync(auction.Round, key: "issue-1");
        var retry = await IssueAsync(auction.Round, key: "issue-1");
        var again = await IssueAsync(auction.Round);
        (await auction.Round.SettleAsync("2027-05-01")).Ok();
        var next = (await IssueAsync(auction.Round, 2)).Ok();

        Assert.That((retry.Status, retry.Text), Is.EqualTo((HttpStatusCode.OK, first.Ok().Text)));
        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "invoicesIssued")));
        Assert.That(((string?)next["invoices"]["first"], (string?)next["invoices"]["last"]), Is.EqualTo(("INV-000003", "INV-000004")));
        Assert.That(await InvoicesAsync(world, auction.Members["B"]), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task gives_no_number_twice_and_leaves_no_gap_though_many_issue_at_once()
    {
        var world = await World.NewAsync();
        var auction = await Settled(world, ATrade.Registered);
        foreach (var day in new[] { "2027-05-01", "2027-06-01", "2027-07-01" })
            (await auction.Round.SettleAsync(day)).Ok();
        var elsewhere = world.Coordinator.At(AllTests.SecondInstance);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => IssueAsync(auction.Round, (i % 4) + 1, by: i % 2 == 0 ? world.Coordinator : elsewhere)));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(4), string.Join('\n', answers.Select(a => a.ToString())));
        Assert.That(answers.Count(a => a.Code == "invoicesIssued"), Is.EqualTo(8));
        var invoices = (await InvoicesAsync(world, auction.Members["B"])).Concat(await InvoicesAsync(world, auction.Members["C"])).ToList();
        Assert.That(invoices.Select(i => (string)i["number"]!).Order(StringComparer.Ordinal), Is.EqualTo(Enumerable.Range(1, 8).Select(n => $"INV-{n:D6}")));
        Assert.That(invoices.Select(i => ((string?)i["buyer"]!["name"], (long)i["settlementNumber"]!)).Distinct().Count(), Is.EqualTo(8));
    }

    [Test]
    public async Task is_refused_where_each_member_has_its_own_contract()
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);
        (await round.SettleAsync("2027-04-01")).Ok();

        var issued = await IssueAsync(round);

        Assert.That((issued.Status, issued.Code), Is.EqualTo((HttpStatusCode.Conflict, "noLeadBuyer")));
    }

    [Test]
    public async Task needs_a_settlement_its_version_and_a_coordinator()
    {
        var world = await World.NewAsync();
        var auction = await Settled(world, ATrade.Registered);
        var url = $"{auction.Round.Url}/settlements/1/issue-invoices";

        var unknown = await IssueAsync(auction.Round, 2);
        var blind = await world.Coordinator.PostAsync(url);
        var stale = await world.Coordinator.PostAsync(url, ifMatch: "\"7\"");
        var member = await auction.Members["A"].Client.PostAsync(url, ifMatch: "\"1\"");
        var stranger = await (await World.NewAsync()).Coordinator.PostAsync(url, ifMatch: "\"1\"");

        Assert.That(unknown.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(((int)blind.Status, stale.Status), Is.EqualTo((428, HttpStatusCode.PreconditionFailed)));
        Assert.That((member.Status, stranger.Status), Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.NotFound)));
        Assert.That(await InvoicesAsync(world, auction.Members["B"]), Is.Empty);
    }

    [Test]
    public async Task tells_each_member_of_its_own_and_nobody_of_another()
    {
        var world = await World.NewAsync();
        var auction = await AnInvoicedRound(world);
        await TheJournal.SequencedAsync(world);
        var invoice = (await InvoicesAsync(world, auction.Members["B"])).Single();

        var own = (await auction.Members["B"].Client.GetAsync($"{world.Cluster}/events?limit=200")).Ok();
        var other = (await auction.Members["C"].Client.GetAsync($"{world.Cluster}/events?limit=200")).Ok();

        Assert.That(own.Text, Does.Contain((string)invoice["id"]!).And.Contain("invoiceIssued"));
        Assert.That(other.Text, Does.Not.Contain((string)invoice["id"]!).And.Contain("invoiceIssued"));
    }

    /// <summary>Ten thousand more members with a share and a charge like B's.</summary>
    private const string Crowd =
        """
        WITH one AS (
            SELECT s.* FROM shares s JOIN members m ON m.cluster_id = s.cluster_id AND m.id = s.member_id
                JOIN organisations o ON o.id = m.organisation_id WHERE s.cluster_id = $1 AND o.name = 'B'),
        crowd AS MATERIALIZED (SELECT gen_random_uuid() AS id, gen_random_uuid() AS organisation_id, n FROM generate_series(1, 10000) n),
        organisations AS (
            INSERT INTO organisations SELECT (o).* FROM (
                SELECT jsonb_populate_record(o, jsonb_build_object('id', c.organisation_id)) AS o
                FROM crowd c CROSS JOIN organisations o WHERE o.id = (SELECT organisation_id FROM members WHERE cluster_id = $1 AND id = (SELECT member_id FROM one))) x
            RETURNING id),
        members AS (
            INSERT INTO members SELECT (m).* FROM (
                SELECT jsonb_populate_record(m, jsonb_build_object('id', c.id, 'organisation_id', c.organisation_id)) AS m
                FROM crowd c CROSS JOIN members m WHERE m.cluster_id = $1 AND m.id = (SELECT member_id FROM one)) x
            RETURNING id),
        shares AS (
            INSERT INTO shares SELECT (s).* FROM (
                SELECT jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'member_id', c.id)) AS s
                FROM crowd c CROSS JOIN shares s WHERE s.cluster_id = $1 AND s.id = (SELECT id FROM one)) x
            RETURNING id)
        INSERT INTO transfers SELECT (t).* FROM (
            SELECT jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'from_owner', c.id)) AS t
            FROM crowd c CROSS JOIN transfers t WHERE t.cluster_id = $1 AND t.from_owner = (SELECT member_id FROM one)) x
        """;

    private static async Task<Auction> Settled(World world, Func<Guid, string> trade)
    {
        var auction = new Auction(world) { LeadBuyer = ("A", trade) }.Lot("Helpdesk", periods: 24).Member("A").Member("B").Member("C")
            .Need("A", 12).Need("B", 8).Need("C", 5)
            .Bid("S", Offer("1:28.50", fixedFee: "500.00", feePerMember: "25.00"));
        (await (await auction.ContractAsync()).SettleAsync("2027-04-01")).Ok();
        return auction;
    }

    internal static Task<Answer> IssueAsync(RoundInPlay round, long settlement = 1, string? key = null, Party? by = null) =>
        (by ?? round.World.Coordinator).PostAsync($"{round.Url}/settlements/{settlement}/issue-invoices", key: key, ifMatch: "\"1\"");

    internal static async Task<List<JsonNode>> InvoicesAsync(World world, Member member) =>
        [.. (await member.Client.GetAsync($"{world.Cluster}/members/{member.MemberId}/invoices")).Ok()["items"].AsArray().Select(i => i!)];

    private static async Task<long> OwedAsync(World world, Member member) =>
        (await member.Client.GetAsync($"{world.Cluster}/members/{member.MemberId}/statement")).Ok()["closingBalance"].Pence();
}
