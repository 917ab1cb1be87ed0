using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Tenders;

public sealed class ReadingTheResult
{
    private static readonly string[] Scores = ["0.911", "0.711", "0.511"];

    [Test]
    public async Task tells_a_supplier_where_it_stands_and_why()
    {
        var round = await AScoredAward();

        var lost = (await round.Suppliers[2].Client.GetAsync($"{round.Tender}/result")).Ok();

        var lot = lost["lots"][0]!;
        Assert.That(((string?)lot["result"], (int)lot["rank"]!, (int)lot["compared"]!), Is.EqualTo(("notWon", 3, 3)));
        Assert.That((string?)lot["reason"], Does.Contain("number 3 of 3"));
        Assert.That(lot["winners"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(lot["winners"]![0]!["scores"]!.AsArray().Select(s => (string?)s!["title"]), Is.EqualTo(new[] { "Service", "Social value" }));
        Assert.That(lot["winners"]![0]!["evaluatedCost"], Is.Not.Null);
        Assert.That((string?)lost["quality"], Is.EqualTo("0.5"));
        Assert.That((string?)lost["scores"][0]!["note"], Is.EqualTo("Because of 0.511"));
    }

    [Test]
    public async Task tells_the_winner_that_it_won_and_nothing_of_the_others()
    {
        var round = await AScoredAward();
        var winner = await WinnerAsync(round);

        var won = (await winner.Client.GetAsync($"{round.Tender}/result")).Ok();

        Assert.That((string?)won["lots"][0]!["result"], Is.EqualTo("won"));
        Assert.That(won["lots"][0]!["winners"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task holds_nothing_confidential_of_another_bidder()
    {
        var round = await AScoredAward();

        for (var reader = 0; reader < 3; reader++)
        {
            var text = (await round.Suppliers[reader].Client.GetAsync($"{round.Tender}/result")).Ok().Text;
            var winner = await WinnerAsync(round);

            for (var other = 0; other < 3; other++)
            {
                if (other == reader)
                    continue;
                foreach (var canary in Canaries(round, other))
                    Assert.That(text, Does.Not.Contain(canary), $"supplier {reader} reads of supplier {other}");
                if (winner != round.Suppliers[other])
                    Assert.That(text, Does.Not.Contain($"Bidder number {other}").And.Not.Contain(Scores[other]));
            }
        }
    }

    [Test]
    public async Task tells_an_excluded_supplier_why()
    {
        var round = await AnEvaluatingRound(await World.NewAsync());
        (await round.World.Coordinator.PostAsync(
            $"{round.Url}/bids/{await round.BidIdAsync(round.Suppliers[2])}/exclude", """{ "reason": "supplierUnfit", "note": "Insolvent" }""", ifMatch: "\"1\"")).Ok();
        (await round.CloseAsync()).Ok();

        var result = (await round.Suppliers[2].Client.GetAsync($"{round.Tender}/result")).Ok();

        Assert.That(((string?)result["state"], (string?)result["exclusionReason"], (string?)result["exclusionNote"]), Is.EqualTo(("excluded", "supplierUnfit", "Insolvent")));
        Assert.That(result["lots"].AsArray().Select(l => (string?)l!["result"]), Has.All.EqualTo("notConsidered"));
        Assert.That(result["lots"].AsArray().Select(l => l!["rank"]), Has.All.Null);
        Assert.That(result["scores"].AsArray(), Is.Empty, "price alone decided");
    }

    [Test]
    public async Task waits_for_the_award_and_goes_with_it()
    {
        var round = await AnEvaluatingRound(await World.NewAsync());
        var (supplier, url) = (round.Suppliers[0].Client, $"{round.Tender}/result");

        Assert.That((await supplier.GetAsync(url)).Code, Is.EqualTo("roundNotAwarded"));
        (await round.CloseAsync()).Ok();
        Assert.That((string?)(await supplier.GetAsync(url)).Ok()["lots"][0]!["result"], Is.EqualTo("won"));
        (await round.DoAsync("withdraw-award", $$"""{ "reason": "Failed", "supplierId": "{{round.Suppliers[0].OrganisationId}}" }""")).Ok();
        Assert.That((await supplier.GetAsync(url)).Code, Is.EqualTo("roundNotAwarded"));
        (await round.CloseAsync()).Ok();
        Assert.That((string?)(await supplier.GetAsync(url)).Ok()["exclusionReason"], Is.EqualTo("awardWithdrawn"));
        Assert.That((string?)(await round.Suppliers[1].Client.GetAsync(url)).Ok()["lots"][0]!["result"], Is.EqualTo("won"));
    }

    [Test]
    public async Task is_for_those_who_bid()
    {
        var round = await AnAwardedRound(await World.NewAsync());
        var url = $"{round.Tender}/result";

        Assert.That((await Party.Stranger(round.World.Service).GetAsync(url)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await round.Members[0].Client.GetAsync(url)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await round.World.Coordinator.GetAsync(url)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await (await round.World.SupplierAsync()).Client.GetAsync(url)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await (await (await World.NewAsync()).SupplierAsync()).Client.GetAsync(url)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    /// <summary>Three suppliers whose prices, tiers, fees, notes and scores are theirs alone, to be looked for.</summary>
    private static async Task<RoundInPlay> AScoredAward()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world, RoundPlans.ItSupport(world).With(RoundInPlay.Quality()));
        for (var i = 0; i < 3; i++)
        {
            var supplier = await world.SupplierAsync($"Bidder number {i}");
            await round.BidAsync(supplier, round.BidJson($"2{2 * i}.171{i}", $"5{i}.373{i}", note: $"Canary note {i}"));
            round.Suppliers.Add(supplier);
        }

        await round.PassBidDeadlineAsync();
        await round.OpenBidsAsync();
        await round.ScoreAllAsync(world.Coordinator, [Scores[0], "0.922"], [Scores[1], "0.722"], [Scores[2], "0.467"]);
        (await round.CloseAsync()).Ok();
        return round;
    }

    private static IEnumerable<string> Canaries(RoundInPlay round, int supplier) =>
    [
        $"2{2 * supplier}.171{supplier}", $"5{supplier}.373{supplier}", $"Canary note {supplier}", $"Because of {Scores[supplier]}",
        round.Suppliers[supplier].OrganisationId.ToString(),
    ];

    private static async Task<Supplier> WinnerAsync(RoundInPlay round)
    {
        var id = (Guid)(await round.AwardAsync())["lots"][0]!["winner"]!["supplier"]!["id"]!;
        return round.Suppliers.Single(s => s.OrganisationId == id);
    }
}
