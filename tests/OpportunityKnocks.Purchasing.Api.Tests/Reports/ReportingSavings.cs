using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Reports;

public sealed class ReportingSavings
{
    [Test]
    public async Task compares_with_what_each_member_paid_as_it_bears_it()
    {
        var world = await World.NewAsync();
        var round = await Worked(world).ContractAsync();
        (await round.SettleAsync("2027-06-30")).Ok();

        var savings = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings")).Ok();

        // All pay 10.00 net and 20 % VAT for 12 months; before:
        //   A  10 units, recovers half:  15.00 + 20 %        bore 16.50 x 120 = 1980.00, now 11.00 x 120 = 1320.00
        //   B   5 units, recovers none:  11.40 with VAT      bore 11.40 x  60 =  684.00, now 12.00 x  60 =  720.00: a loss
        //   C   3 units, recovers none:  did not say         now 12.00 x 36 = 432.00
        //   D   2 units, recovers all:   11.00 without VAT   bore 11.00 x  24 =  264.00, now 10.00 x  24 =  240.00
        Assert.That(Row(savings, "A"), Is.EqualTo((1, 198000L, 132000L, 66000L, "33.33")));
        Assert.That(Row(savings, "B"), Is.EqualTo((1, 68400L, 72000L, -3600L, "-5.26")));
        Assert.That(Row(savings, "C"), Is.EqualTo((0, 0L, 0L, 0L, (string?)null)));
        Assert.That(Row(savings, "D"), Is.EqualTo((1, 26400L, 24000L, 2400L, "9.09")));
        var total = savings["total"];
        Assert.That(Figures(total["contracted"]!), Is.EqualTo((3, 292800L, 228000L, 64800L, "22.13")));

        // Three of the twelve months are posted.
        Assert.That(Figures(total["toDate"]!), Is.EqualTo((3, 73200L, 57000L, 16200L, "22.13")));
        Assert.That(
            ((int)total["withoutBaseline"]!["needs"]!, total["withoutBaseline"]!["contracted"].Pence(), total["withoutBaseline"]!["toDate"].Pence()),
            Is.EqualTo((1, 43200L, 10800L)));
        Assert.That(
            total["bySource"]!.AsArray().Select(s => ((string)s!["source"]!, s["contracted"]!["saved"].Pence())),
            Is.EqualTo(new[] { ("invoice", 66000L), ("quote", -3600L), ("estimate", 2400L) }));
    }

    [Test]
    public async Task splits_a_members_share_over_its_needs_to_the_penny()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk", periods: 1, periodUnit: "once").Member("A")
            .Need("A", 1, baseline: "20.00 excluded 0 invoice", called: "one").Need("A", 2, called: "two")
            .Bid("S", Offer("1:3.33", fixedFee: "0.02", vat: "0"));
        await auction.ContractAsync();

        var total = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings")).Ok()["total"];

        // 9.99 + 0.02 = 10.01: a third is 3.336..., two thirds 6.673...: the missing penny goes to the larger fraction, .67 against .33.
        Assert.That(total["contracted"]!["cost"].Pence() + total["withoutBaseline"]!["contracted"].Pence(), Is.EqualTo(1001));
        Assert.That(total["contracted"]!["cost"].Pence(), Is.EqualTo(334));
    }

    [Test]
    public async Task counts_a_member_of_several_groups_in_each_and_the_total_once()
    {
        var world = await World.NewAsync();
        var city = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "City" }""")).Ok().Id;
        var rural = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""")).Ok().Id;
        var auction = new Auction(world).Lot("Helpdesk", periods: 1, periodUnit: "once")
            .Member("A", "0", city).Member("B", "0", city, rural).Member("C")
            .Need("A", 1, baseline: "20.00 excluded 0 invoice").Need("B", 1, baseline: "30.00 excluded 0 invoice").Need("C", 1, baseline: "40.00 excluded 0 invoice")
            .Bid("S", Offer("1:10.00", vat: "0"));
        await auction.ContractAsync();

        var savings = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings?by=group")).Ok();

        Assert.That(
            savings["rows"].AsArray().Select(r => ((string)r!["name"]!, (string?)r["key"], r["savings"]!["contracted"]!["saved"].Pence())),
            Is.EqualTo(new[] { ("City", city.ToString(), 3000L), ("In no group", null, 3000L), ("Rural", rural.ToString(), 2000L) }));
        Assert.That(savings["total"]["contracted"]!["saved"].Pence(), Is.EqualTo(6000));
    }

    [Test]
    public async Task breaks_down_by_round_and_by_category_too()
    {
        var world = await World.NewAsync();
        var first = await Worked(world).ContractAsync();
        await Worked(world).ContractAsync();

        var ofFirst = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings?roundId={first.Id}")).Ok();
        var byRound = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings?by=round")).Ok();
        var byCategory = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings?by=category")).Ok();

        Assert.That(ofFirst["total"]["contracted"]!["saved"].Pence(), Is.EqualTo(64800));
        Assert.That(byRound["rows"].AsArray().Select(r => r!["savings"]!["contracted"]!["saved"].Pence()), Is.EqualTo(new[] { 64800L, 64800 }));
        Assert.That(byCategory["rows"].AsArray().Select(r => ((string)r!["key"]!, r["savings"]!["contracted"]!["saved"].Pence())), Is.EqualTo(new[] { ("72253000", 129600L) }));
        Assert.That(byCategory["total"]["contracted"]!["saved"].Pence(), Is.EqualTo(129600));
    }

    [Test]
    public async Task cuts_the_term_into_months_quarters_and_years_and_takes_switching_off_once()
    {
        var world = await World.NewAsync();
        var round = await Switching(world).ContractAsync();
        (await round.SettleAsync("2027-06-30")).Ok();

        var byQuarter = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings?by=quarter")).Ok();
        var byYear = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings?by=year")).Ok();
        var byMonth = (await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings?by=month")).Ok();

        // A month saves A 55.00 and D 2.00, and loses B 3.00: 54.00. Changing over costs A 100.00, in April.
        Assert.That(Periods(byQuarter), Is.EqualTo(new[]
        {
            ("2027-Q2", 3, 6200L, 6200L), ("2027-Q3", 3, 16200L, 0L), ("2027-Q4", 3, 16200L, 0L), ("2028-Q1", 3, 16200L, 0L),
        }));
        Assert.That(Periods(byYear), Is.EqualTo(new[] { ("2027", 3, 38600L, 6200L), ("2028", 3, 16200L, 0L) }));
        Assert.That(Periods(byMonth).Select(row => row.Saved), Is.EqualTo(new[] { -4600L, 5400, 5400, 5400, 5400, 5400, 5400, 5400, 5400, 5400, 5400, 5400 }));
        Assert.That(Periods(byMonth).Select(row => row.ToDate), Is.EqualTo(new[] { -4600L, 5400, 5400, 0, 0, 0, 0, 0, 0, 0, 0, 0 }));
        Assert.That(Periods(byMonth)[^1].Key, Is.EqualTo("2028-03"));
        var total = byQuarter["total"]["contracted"]!;
        Assert.That((total["switchingCost"].Pence(), total["saved"].Pence(), (string?)total["savedPercent"]), Is.EqualTo((10000L, 54800L, "18.72")));
    }

    [Test]
    public async Task counts_only_charge_periods_of_the_days_when_asked_so()
    {
        var world = await World.NewAsync();
        var round = await Switching(world).ContractAsync();
        (await round.SettleAsync("2027-06-30")).Ok();

        var url = $"{world.Cluster}/reports/savings?dates=charged";
        var twoMonths = (await world.Coordinator.GetAsync($"{url}&from=2027-05-15&to=2027-07-01")).Ok();
        var first = (await world.Coordinator.GetAsync($"{url}&to=2027-04-01")).Ok();
        var none = (await world.Coordinator.GetAsync($"{url}&from=2027-04-02&to=2027-04-30")).Ok();

        // June and July, of which June is posted; then April alone, with the cost of switching.
        Assert.That((twoMonths["total"]["contracted"]!["saved"].Pence(), twoMonths["total"]["toDate"]!["saved"].Pence()), Is.EqualTo((10800L, 5400L)));
        Assert.That((first["total"]["contracted"]!["saved"].Pence(), first["total"]["toDate"]!["saved"].Pence()), Is.EqualTo((-4600L, -4600L)));
        Assert.That(((int)none["total"]["contracted"]!["needs"]!, none["rows"].AsArray().Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task keeps_the_cost_of_switching_with_the_need()
    {
        var world = await World.NewAsync();
        var auction = Switching(world);
        await auction.OpenAsync();

        var need = (await auction.Members["A"].Client.GetAsync($"{world.Cluster}/needs/{auction.Needs["A 1"]}")).Ok();
        var without = await auction.Members["B"].Client.PostAsync(
            $"{world.Cluster}/needs",
            """
            { "categoryCode": "72253000", "description": "x", "quantity": 1, "unit": "IE", "anyPrice": true,
              "baseline": { "unitPrice": "1", "vat": "excluded", "vatRate": "0", "source": "quote", "switchingCost": 5 } }
            """);

        Assert.That((string?)need["baseline"]["switchingCost"], Is.EqualTo("100.0000"));
        Assert.That((int)without.Status, Is.EqualTo(400));
    }

    [Test]
    public async Task leaves_out_what_is_not_contracted_and_what_was_awarded_on_other_days()
    {
        var world = await World.NewAsync();
        await Worked(world).AwardAsync();
        var url = $"{world.Cluster}/reports/savings";
        var awarded = (await world.Coordinator.GetAsync(url)).Ok();
        await Worked(world).ContractAsync();
        var today = DateOnly.FromDateTime(DateTime.UtcNow);

        var during = (await world.Coordinator.GetAsync($"{url}?from={today.AddDays(-1):yyyy-MM-dd}&to={today.AddDays(1):yyyy-MM-dd}")).Ok();
        var before = (await world.Coordinator.GetAsync($"{url}?to={today.AddDays(-2):yyyy-MM-dd}")).Ok();
        var after = (await world.Coordinator.GetAsync($"{url}?from={today.AddDays(2):yyyy-MM-dd}")).Ok();

        Assert.That(new[] { awarded, during, before, after }.Select(s => (int)s["total"]["contracted"]!["needs"]!), Is.EqualTo(new[] { 0, 3, 0, 0 }));
        Assert.That(before["rows"].AsArray(), Is.Empty);
    }

    [Test]
    public async Task gives_a_member_its_own_savings_only()
    {
        var world = await World.NewAsync();
        var auction = Worked(world);
        await auction.ContractAsync();

        var savings = (await auction.Members["B"].Client.GetAsync($"{world.Cluster}/reports/savings")).Ok();

        Assert.That(savings["rows"].AsArray().Select(r => (string?)r!["name"]), Is.EqualTo(new[] { "B" }));
        Assert.That(Figures(savings["total"]["contracted"]!), Is.EqualTo((1, 68400L, 72000L, -3600L, "-5.26")));
    }

    [TestCase("?by=supplier")]
    [TestCase("?by=7")]
    [TestCase("?from=2027-02-01&to=2027-01-31")]
    [TestCase("?from=soon")]
    public async Task is_refused_for_a_question_without_sense(string query)
    {
        var world = await World.NewAsync();

        var savings = await world.Coordinator.GetAsync($"{world.Cluster}/reports/savings{query}");

        Assert.That((int)savings.Status, Is.EqualTo(400));
    }

    [Test]
    public async Task is_for_members_coordinators_and_auditors()
    {
        var world = await World.NewAsync();
        var foreign = await World.NewAsync();
        var callers = new[]
        {
            (await world.MemberAsync()).Client, await world.AuditorAsync(), (await world.SupplierAsync()).Client, world.Operator, foreign.Coordinator,
            Party.Stranger(world.Service),
        };

        var answers = await Task.WhenAll(callers.Select(c => c.GetAsync($"{world.Cluster}/reports/savings")));

        Assert.That(answers.Select(a => (int)a.Status), Is.EqualTo(new[] { 200, 200, 403, 403, 404, 401 }));
    }

    private static Auction Worked(World world) => new Auction(world).Lot("Helpdesk", periods: 12)
        .Member("A", "50").Member("B").Member("C").Member("D", "100")
        .Need("A", 10, baseline: "15.00 excluded 20 invoice").Need("B", 5, baseline: "11.40 included 20 quote").Need("C", 3)
        .Need("D", 2, baseline: "11.00 excluded 0 estimate")
        .Bid("S", Offer("1:10.00"));

    /// <summary>As <see cref="Worked"/>, and A pays 100.00 to change over.</summary>
    private static Auction Switching(World world) => new Auction(world).Lot("Helpdesk", periods: 12)
        .Member("A", "50").Member("B").Member("C").Member("D", "100")
        .Need("A", 10, baseline: "15.00 excluded 20 invoice 100.00").Need("B", 5, baseline: "11.40 included 20 quote").Need("C", 3)
        .Need("D", 2, baseline: "11.00 excluded 0 estimate")
        .Bid("S", Offer("1:10.00"));

    private static List<(string? Key, int Needs, long Saved, long ToDate)> Periods(Answer savings) =>
    [
        .. savings["rows"].AsArray().Select(row => (
            (string?)row!["key"],
            (int)row["savings"]!["contracted"]!["needs"]!,
            row["savings"]!["contracted"]!["saved"].Pence(),
            row["savings"]!["toDate"]!["saved"].Pence())),
    ];

    private static (int Needs, long Baseline, long Cost, long Saved, string? Percent) Row(Answer savings, string member) =>
        Figures(savings["rows"].AsArray().Single(r => (string?)r!["name"] == member)!["savings"]!["contracted"]!);

    private static (int Needs, long Baseline, long Cost, long Saved, string? Percent) Figures(JsonNode amounts) =>
        ((int)amounts["needs"]!, amounts["baseline"].Pence(), amounts["cost"].Pence(), amounts["saved"].Pence(), (string?)amounts["savedPercent"]);
}
