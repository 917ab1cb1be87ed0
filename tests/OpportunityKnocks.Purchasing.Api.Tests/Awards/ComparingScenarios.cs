using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Awards;

public sealed class ComparingScenarios
{
    [Test]
    public async Task shows_what_each_rule_costs_against_the_award_without_any()
    {
        var (_, round) = await TwoLots();

        var scenario = (await round.ScenarioAsync("One supplier", """{ "maximumWinners": 1, "budget": { "amount": "300.00", "currency": "GBP" } }""")).Ok();

        // Best: 10 x 5.00 (First) + 10 x 6.00 (Second) = 110.00. With one supplier: First 50 + 90 = 140.00; Second 80 + 60 = 140.00; All 70 + 65 = 135.00.
        Assert.That(scenario.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(scenario["outcome"]["net"].Pence(), Is.EqualTo(13500));
        Assert.That((bool)scenario["outcome"]["proved"]!, Is.True);
        Assert.That(
            scenario["rulePrices"].AsArray().Select(p => ((string?)p!["rule"], (string)p["evaluatedCost"]!, (string?)p["difference"])),
            Is.EqualTo(new[] { (null, "110.00", null), ("maximumWinners", "135.00", "25.00"), ("budget", "110.00", "0.00") }));
    }

    [Test]
    public async Task ranks_by_units_served_then_by_evaluated_cost_never_by_the_total()
    {
        var (auction, round) = await TwoLots(ceiling: "6.00");
        var whatIf = (await round.ScenarioAsync("Without All", more: $$""" "withoutSuppliers": ["{{auction.Suppliers["All"].OrganisationId}}"]""")).Ok();
        var one = (await round.ScenarioAsync("One supplier", """{ "maximumWinners": 1 }""")).Ok();
        var best = (await round.ScenarioAsync("Best")).Ok();

        var compared = (await round.World.Coordinator.GetAsync($"{round.Url}/award-scenarios")).Ok()["items"].AsArray();

        // One supplier would be All, at 7.00 in the first lot: too dear. Then only the second lot is left, for 60.00: less, for fewer.
        Assert.That(compared.Select(s => (Guid)s!["id"]!), Is.EqualTo(new[] { best.Id, one.Id, whatIf.Id }));
        Assert.That(compared.Select(s => ((long)s!["outcome"]!["unitsServed"]!, s["outcome"]!["net"].Pence())), Is.EqualTo(new[] { (20L, 11000L), (10L, 6000L), (20L, 11000L) }));
    }

    [Test]
    public async Task tells_who_leaves_at_its_ceiling_and_what_is_saved()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk", periods: 1, periodUnit: "once")
            .Member("A").Member("B")
            .Need("A", 10, baseline: "12.00 excluded 20 invoice").Need("B", 5, ceiling: "9.00", called: "too dear")
            .Bid("Only", Offer("1:10.00", vat: "0"));
        var round = await auction.OpenAsync();

        var outcome = (await round.ScenarioAsync("As it is")).Ok()["outcome"];

        // A paid 10 x 12.00 and 20 % VAT it cannot recover: 144.00; now 100.00. B would pay 10.00 a unit and takes 9.00 at most.
        Assert.That(((int)outcome["membersServed"]!, (long)outcome["unitsServed"]!, (int)outcome["passes"]!), Is.EqualTo((1, 10L, 2)));
        Assert.That(outcome["saved"].Pence(), Is.EqualTo(4400));
        var left = outcome["departures"]!.AsArray().Single()!;
        Assert.That(
            ((Guid)left["needId"]!, (string)left["standing"]!, (string)left["costPerUnit"]!["exact"]!),
            Is.EqualTo((auction.Needs["too dear"], "leftAboveCeiling", "10")));
    }

    [Test]
    public async Task says_which_rule_makes_an_award_impossible()
    {
        var (_, round) = await TwoLots();

        var scenario = (await round.ScenarioAsync("Too poor", """{ "budget": { "amount": "100.00", "currency": "GBP" } }""")).Ok();

        Assert.That((string)scenario["state"]!, Is.EqualTo("impossible"));
        Assert.That((string)scenario["message"]!, Does.Contain("Budget"));
        var closed = await round.CloseWithAsync(scenario.Id);
        Assert.That((closed.Status, closed.Code), Is.EqualTo((HttpStatusCode.Conflict, "awardScenarioUnfit")));
    }

    [Test]
    public async Task becomes_the_award_as_it_was_shown()
    {
        var (_, round) = await TwoLots();
        var scenario = (await round.ScenarioAsync("One supplier", """{ "maximumWinners": 1 }""")).Ok();

        (await round.CloseWithAsync(scenario.Id)).Ok();

        var award = await round.AwardAsync();
        Assert.That(award["totals"]["net"].Pence(), Is.EqualTo(scenario["outcome"]["net"].Pence()));
        Assert.That((int)award["rules"]["maximumWinners"]!, Is.EqualTo(1));
        Assert.That(award["lots"].AsArray().Select(lot => (string)lot!["winner"]!["supplier"]!["name"]!), Is.All.EqualTo("All"));
    }

    [Test]
    public async Task is_no_award_once_a_bid_is_excluded()
    {
        var (auction, round) = await TwoLots();
        var scenario = (await round.ScenarioAsync("Best")).Ok();
        var bid = (await round.World.Coordinator.GetAsync($"{round.Url}/bids")).Ok()["items"].AsArray()
            .Single(b => (Guid)b!["supplierId"]! == auction.Suppliers["First"].OrganisationId)!;
        (await round.World.Coordinator.PostAsync($"{round.Url}/bids/{bid["id"]}/exclude", """{ "reason": "other", "note": "Unfit." }""", ifMatch: "*")).Ok();

        var refused = await round.CloseWithAsync(scenario.Id);

        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Conflict, "awardScenarioStale")));
    }

    [Test]
    public async Task imagines_a_member_away_but_does_not_close_so()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk", periods: 1, periodUnit: "once").Member("A").Member("B").Need("A", 60).Need("B", 40)
            .Bid("Tiers", Offer("1:10.00 100:8.00", vat: "0"));
        var round = await auction.OpenAsync();

        var without = (await round.ScenarioAsync("If B leaves", more: $$""" "withoutMembers": ["{{auction.Members["B"].MemberId}}"]""")).Ok();

        Assert.That(without["outcome"]["net"].Pence(), Is.EqualTo(60000));
        var refused = await round.CloseWithAsync(without.Id);
        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Conflict, "awardScenarioUnfit")));
    }

    [Test]
    public async Task waits_for_the_opening_and_is_the_coordinators_alone()
    {
        var world = await World.NewAsync();
        var round = await ARound.ASealedRound(world);

        var early = await round.ScenarioAsync("Too early");
        await round.OpenBidsAsync();
        var (byMember, bySupplier) = (
            await round.Members[0].Client.PostAsync($"{round.Url}/award-scenarios", """{ "title": "Mine" }"""),
            await round.Suppliers[0].Client.GetAsync($"{round.Url}/award-scenarios"));

        Assert.That((early.Status, early.Code), Is.EqualTo((HttpStatusCode.Conflict, "roundStateForbids")));
        Assert.That(byMember.Status, Is.AnyOf(HttpStatusCode.Forbidden, HttpStatusCode.NotFound));
        Assert.That(bySupplier.Status, Is.AnyOf(HttpStatusCode.Forbidden, HttpStatusCode.NotFound));
    }

    [TestCase("""{ "maximumWinners": 0 }""")]
    [TestCase("""{ "minimumWinners": 3, "maximumWinners": 2 }""")]
    [TestCase("""{ "maximumSharePercent": "0" }""")]
    [TestCase("""{ "maximumSharePercent": "101" }""")]
    [TestCase("""{ "budget": { "amount": "1.00", "currency": "EUR" } }""")]
    [TestCase("""{ "budget": "1.00" }""")]
    [TestCase("""{ "cheapest": true }""")]
    public async Task refuses_rules_that_make_no_sense(string rules)
    {
        var (_, round) = await TwoLots();

        var refused = await round.ScenarioAsync("Nonsense", rules);

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private static async Task<(Auction Auction, RoundInPlay Round)> TwoLots(string? ceiling = null)
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("One", periods: 1, periodUnit: "once").Lot("Two", periods: 1, periodUnit: "once")
            .Member("A").Need("A", 10, ceiling: ceiling).Need("A", 10, lot: 2)
            .Bid("First", Offer("1:5.00", vat: "0"), Offer("1:9.00", lot: 2, vat: "0"))
            .Bid("Second", Offer("1:8.50", vat: "0"), Offer("1:6.00", lot: 2, vat: "0"))
            .Bid("All", Offer("1:7.00", vat: "0"), Offer("1:6.50", lot: 2, vat: "0"));
        return (auction, await auction.OpenAsync());
    }
}
