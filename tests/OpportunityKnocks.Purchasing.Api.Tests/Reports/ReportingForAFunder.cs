using System.Xml;
using System.Xml.Linq;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Reports.Tables;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Reports;

public sealed class ReportingForAFunder
{
    private const string Script = "<script>alert(1)</script>";
    private const string Image = "\\\"><img src=x onerror=alert(1)>";

    [Test]
    public async Task tells_what_was_saved_for_each_pound_granted()
    {
        var world = await World.NewAsync();
        var round = await Played(world).ContractAsync();
        (await round.SettleAsync("2027-06-30")).Ok();
        await GrantAsync(world, "365.00");

        var all = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/grants")).Ok();
        var spring = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/grants?dates=charged&from=2027-03-01&to=2027-05-31")).Ok();
        var without = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/grants?from=2030-01-01")).Ok();

        // A month saves 54.00, changing over cost 100.00 in April. All: 548.00 for 365.00, of which three months, 62.00, are posted. Spring: of the
        // grant, a pound a day until March, 31 are in it; of the savings April and May: 8.00.
        Assert.That((all["granted"].Pence(), (string?)all["contractedPerUnit"], (string?)all["toDatePerUnit"]), Is.EqualTo((36500L, "1.50", "0.17")));
        Assert.That((spring["granted"].Pence(), spring["savedContracted"].Pence(), (string?)spring["contractedPerUnit"]), Is.EqualTo((3100L, 800L, "0.26")));
        Assert.That((without["granted"].Pence(), (string?)without.Body["contractedPerUnit"], without["grants"].AsArray().Count), Is.EqualTo((0L, (string?)null, 0)));
    }

    [Test]
    public async Task gives_savings_as_a_table_with_plain_numbers()
    {
        var world = await World.NewAsync();
        await Played(world).ContractAsync();

        var csv = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings?format=csv")).Ok();
        var lines = csv.Text.Split("\r\n");

        Assert.That(csv.Message.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/csv; charset=utf-8"));
        Assert.That(csv.Message.Content.Headers.ContentDisposition!.FileName, Is.EqualTo("savings.csv"));
        Assert.That(lines[0].TrimStart('\uFEFF'), Does.StartWith("key,name,source,needs,baseline,cost,switchingCost,saved,savedPercent,"));
        Assert.That(lines[1], Is.EqualTo(",Total,all,3,2928.00,2280.00,100.00,548.00,18.72,0.00,0.00,0.00,0.00,,1,432.00,0.00,GBP"));
        Assert.That(lines, Has.Some.Match("^[0-9a-f-]{36},B,all,1,684.00,720.00,0.00,-36.00,-5.26,0.00,0.00,0.00,0.00,,0,0.00,0.00,GBP$"));
        Assert.That(lines, Has.Some.Match("^[0-9a-f-]{36},B,quote,1,684.00,720.00,0.00,-36.00,-5.26,0.00,0.00,0.00,0.00,,,,,GBP$"));
    }

    [Test]
    public async Task gives_every_report_as_a_table_that_runs_nothing()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("One", periods: 1, periodUnit: "once").Member("=1+1").Member("@SUM(A1:A9)").Member("a \\\"b\\\", c")
            .Need("=1+1", 1, baseline: "9.00 excluded 0 invoice").Need("@SUM(A1:A9)", 1, baseline: "12.00 excluded 0 quote")
            .Need("a \\\"b\\\", c", 1, baseline: "10.00 excluded 0 estimate", called: "third")
            .Bid("-2+3", Offer("1:10.00", vat: "0"));
        await auction.ContractAsync();
        await GrantAsync(world, "100.00", "+44 116 000");

        var savings = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings?format=csv")).Ok();
        var spend = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/spend?format=csv")).Ok();
        var grants = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/grants?format=csv")).Ok();
        var participation = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/participation?format=csv")).Ok();

        Assert.That(savings.Text, Does.Contain(",'=1+1,all,1,9.00,10.00,0.00,-1.00,-11.11,").And.Contain(",'@SUM(A1:A9),all,").And.Contain(",\"a \"\"b\"\", c\",all,"));
        Assert.That(spend.Text, Does.Contain(",'-2+3,false,true,1,30.00,0.00,100.00,GBP"));
        Assert.That(grants.Text, Does.Contain(",'+44 116 000,2026-04-01,2027-03-31,,100.00,100.00,GBP"));
        Assert.That(participation.Text, Does.Contain(",Made to measure,contracted,").And.Contain(",3,3,3,0,0,0,0,3,1,1\r\n"));
    }

    [TestCase("=1", "'=1")]
    [TestCase("+1", "'+1")]
    [TestCase("-1", "'-1")]
    [TestCase("@a", "'@a")]
    [TestCase("\tx", "'\tx")]
    [TestCase("\rx", "'\rx")]
    [TestCase("\nx", "'\nx")]
    [TestCase("  =1", "'  =1")]
    [TestCase("\uFF1D1", "'\uFF1D1")]
    [TestCase("a=1", "a=1")]
    [TestCase("'=1", "'=1")]
    [TestCase("", "")]
    [TestCase("  ", "  ")]
    public void puts_an_apostrophe_before_what_a_spreadsheet_would_compute(string text, string cell) => Assert.That(Cell.Text(text).Value, Is.EqualTo(cell));

    [Test]
    public void leaves_numbers_numbers()
    {
        var cells = new object?[] { -5, -5L, null, true, new DateOnly(2026, 4, 1), new Domain.Money(-1, Domain.Currency.Of("GBP")) }.Select(Cell.Own);

        Assert.That(cells.Select(cell => cell.Value), Is.EqualTo(new[] { "-5", "-5", "", "true", "2026-04-01", "-0.01" }));
    }

    [Test]
    public async Task prints_one_page_with_charts_that_loads_nothing()
    {
        var world = await World.NewAsync();
        var round = await Played(world).ContractAsync();
        (await round.SettleAsync("2027-06-30")).Ok();
        await GrantAsync(world, "365.00");

        var html = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/evaluation?format=html")).Ok();
        var page = Parse(html.Text);

        Assert.That(html.Message.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/html; charset=utf-8"));
        Assert.That(page.Descendants("h2").Select(h => h.Value), Is.EqualTo(new[] { "Participation", "Savings", "Spend", "Grants and what they brought" }));
        Assert.That(page.Descendants("svg").Count(), Is.EqualTo(7));
        Assert.That(page.Descendants("dd").Select(d => d.Value), Is.EqualTo(new[] { "4", "4", "GBP 548.00", "GBP 62.00", "1.00", "GBP 2,400.00", "GBP 365.00", "1.50" }));

        // B alone lost, and its bar points the other way.
        var bars = page.Descendants("rect").Where(r => r.Parent!.Element("title")!.Value.StartsWith("B: ", StringComparison.Ordinal)).ToList();
        Assert.That(bars.Select(bar => (string?)bar.Attribute("class")), Is.EqualTo(new[] { "loss" }));
        foreach (var outside in new[] { "http:", "https:", "src=", "href=", "url(", "@import", "<script", "<link", "<iframe" })
            Assert.That(html.Text, Does.Not.Contain(outside));
    }

    [Test]
    public async Task never_takes_a_name_for_markup()
    {
        var world = await World.NewAsync();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", $$"""{ "name": "{{Script}}" }""")).Ok().Id;
        var auction = new Auction(world).Lot("One").Member(Script, "0", group).Need(Script, 1, baseline: "9.00 excluded 0 invoice", called: "one").Bid(Image, Offer("1:10.00"));
        await auction.ContractAsync();
        await GrantAsync(world, "100.00", "{0} &lt; '" + Script);

        var html = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/evaluation?format=html")).Ok();

        Assert.That(html.Text, Does.Not.Contain("<script").And.Not.Contain("<img").And.Contain("&lt;script&gt;alert(1)&lt;/script&gt;"));
        Assert.That(Parse(html.Text).Descendants("td").Select(td => td.Value), Does.Contain(Script).And.Contain("\"><img src=x onerror=alert(1)>").And.Contain("{0} &lt; '" + Script));
    }

    [Test]
    public async Task tells_the_same_as_the_reports_alone()
    {
        var world = await World.NewAsync();
        await Played(world).ContractAsync();
        await GrantAsync(world, "365.00");

        var evaluation = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/evaluation")).Ok();

        foreach (var (member, report) in new[] { ("participation", "participation"), ("spend", "spend"), ("grants", "grants") })
            Assert.That(evaluation[member].ToJsonString(), Is.EqualTo((await world.Coordinator.GetAsync($"{world.Cluster}/reports/{report}")).Ok().Body.ToJsonString()));
        foreach (var way in new[] { "member", "group", "round", "category", "quarter" })
        {
            var savings = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings?by={way}")).Ok();
            Assert.That(evaluation["savings"][$"by{char.ToUpperInvariant(way[0])}{way[1..]}"]!.ToJsonString(), Is.EqualTo(savings["rows"].ToJsonString()), way);
            Assert.That(evaluation["savings"]["total"]!.ToJsonString(), Is.EqualTo(savings["total"].ToJsonString()), way);
        }
    }

    [TestCase("grants")]
    [TestCase("evaluation")]
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
        Assert.That((int)(await world.Coordinator.GetAsync($"{world.Cluster}/reports/{report}?format=pdf")).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task gives_a_member_a_table_of_its_own_savings_only()
    {
        var world = await World.NewAsync();
        var auction = Played(world);
        await auction.ContractAsync();

        var csv = (await auction.Members["B"].Client.GetAsync($"{world.Cluster}/reports/savings?format=csv")).Ok();

        Assert.That(csv.Text.Split("\r\n").Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')[1]), Is.EqualTo(new[] { "Total", "Total", "B", "B" }));
        Assert.That(csv.Text, Does.Contain("Total,all,1,684.00,720.00,").And.Not.Contain(auction.Members["A"].MemberId.ToString()));
    }

    /// <summary>What <see cref="ReportingSavings"/> works out, with 100.00 for A to change over.</summary>
    private static Auction Played(World world) => new Auction(world).Lot("Helpdesk", periods: 12)
        .Member("A", "50").Member("B").Member("C").Member("D", "100")
        .Need("A", 10, baseline: "15.00 excluded 20 invoice 100.00").Need("B", 5, baseline: "11.40 included 20 quote").Need("C", 3)
        .Need("D", 2, baseline: "11.00 excluded 0 estimate")
        .Bid("S", Offer("1:10.00"));

    private static async Task GrantAsync(World world, string amount, string funder = "A trust") => (await world.Coordinator.PostAsync(
        $"{world.Cluster}/grants",
        $$"""{ "funder": "{{funder}}", "amount": { "amount": "{{amount}}", "currency": "GBP" }, "from": "2026-04-01", "until": "2027-03-31" }""")).Ok();

    /// <summary>The page is well-formed XML too, so that a parser which forgives nothing can read it.</summary>
    private static XDocument Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
