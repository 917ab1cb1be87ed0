using System.Diagnostics;
using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Awards;

public sealed class SearchingALargeAward
{
    private const int Lots = 12;
    private const int Suppliers = 24;

    [Test]
    public async Task is_watched_stopped_with_its_best_and_closed_with()
    {
        var round = await ALargeRound();

        var asked = (await round.ScenarioAsync("At most eight", """{ "maximumWinners": 8 }""")).Ok();
        Assert.That((asked.Status, (string)asked["state"]!), Is.EqualTo((HttpStatusCode.Accepted, "computing")));
        Assert.That(asked.Message.Headers.RetryAfter, Is.Not.Null);
        var url = asked.Message.Headers.Location!.ToString();
        var tooLarge = await round.CloseWithAsync(asked.Id);
        Assert.That((tooLarge.Status, tooLarge.Code), Is.EqualTo((HttpStatusCode.Conflict, "awardScenarioUnfit")));

        var seen = await UntilAsync(round, url, s => s["state"].ToString() != "computing" || s.Body["progress"]?["best"] is not null);
        (await round.World.Coordinator.PostAsync($"{url}/stop")).Ok();
        var ended = await UntilAsync(round, url, s => s["state"].ToString() != "computing");

        var outcome = ended["outcome"];
        Assert.That((string)ended["state"]!, Is.EqualTo("computed"), ended.Text);
        Assert.That(outcome["bound"]!.AsDecimal(), Is.LessThanOrEqualTo(outcome["evaluatedCost"]!.AsDecimal()));
        Assert.That(outcome["winners"]!.AsArray(), Has.Count.LessThanOrEqualTo(8));
        if (seen.Body["progress"]?["best"] is { } best)
            Assert.That(outcome["evaluatedCost"]!.AsDecimal(), Is.LessThanOrEqualTo(best.AsDecimal()));
        (await round.CloseWithAsync(asked.Id)).Ok();
        var award = await round.AwardAsync();
        Assert.That(award["totals"]["net"].Pence(), Is.EqualTo(outcome["net"].Pence()));
        Assert.That((await round.SharesAsync(limit: 200)).Sum(share => share["net"].Pence()), Is.EqualTo(outcome["net"].Pence()));
    }

    [Test]
    public async Task is_not_left_to_the_closing_itself()
    {
        var round = await ALargeRound();

        var refused = await round.CloseAsync();

        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Conflict, "awardScenarioNeeded")));
        Assert.That((string)(await round.ReadAsync())["state"]!, Is.EqualTo("evaluating"));
    }

    private static async Task<Answer> UntilAsync(RoundInPlay round, string url, Func<Answer, bool> isSo)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromMinutes(2))
        {
            var scenario = (await round.World.Coordinator.GetAsync(url)).Ok();
            if (isSo(scenario))
                return scenario;
            await Task.Delay(200);
        }

        throw new AssertionException($"Nothing came of {url} in two minutes.");
    }

    /// <summary>Goods that several may supply, tiers, fees and capacities that tie the lots together.</summary>
    private static async Task<RoundInPlay> ALargeRound()
    {
        var world = await World.NewAsync();
        var random = new Random(7);
        var auction = new Auction(world).Member("A").Member("B");
        for (var lot = 1; lot <= Lots; lot++)
        {
            auction.Lot($"Goods {lot}", periods: 1, periodUnit: "once", divisible: true);
            auction.Need("A", 200 + random.Next(800), lot).Need("B", 100 + random.Next(400), lot);
        }

        for (var supplier = 1; supplier <= Suppliers; supplier++)
        {
            var capacity = 2_000 + random.Next(3_000);
            var fee = 50 + random.Next(400);
            var offers = Enumerable.Range(1, Lots).Select(lot =>
            {
                var price = 900 + random.Next(400);
                return Offer(
                    $"1:{price / 100m:F2} 150:{(price - 60 - random.Next(40)) / 100m:F2} 600:{(price - 130 - random.Next(60)) / 100m:F2}",
                    lot, fixedFee: $"{20 + random.Next(200)}.00", capacity: 300 + random.Next(1_200));
            });
            auction.BidWith($"S{supplier}", _ => $$""" "capacity": {{capacity}}, "fixedFee": { "amount": "{{fee}}.00", "currency": "GBP" }, "volumeDiscounts": [{ "fromQuantity": 1500, "percent": "3" }, { "fromQuantity": 3000, "percent": "6" }]""", [.. offers]);
        }

        return await auction.OpenAsync();
    }
}
