using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scoring;

/// <summary>The scoring record, computed again from its inputs by code that shares nothing with the service.</summary>
public sealed class RecomputingTheRanking
{
    [Test]
    public async Task gives_the_ranking_that_the_record_says()
    {
        var round = await AScoredRound();

        var record = (await round.World.Coordinator.GetAsync($"{round.Url}/scoring-record")).Ok();

        Assert.That((string?)record["formulaVersion"], Is.EqualTo("price-by-quality-1"));
        Assert.That(Differences(record.Body), Is.Empty);
        var helpdesk = record["lots"][0]!;
        Assert.That(((long)helpdesk["quantity"]!, (int)helpdesk["members"]!, (int)helpdesk["periods"]!), Is.EqualTo((25L, 3, 24)));
        Assert.That(helpdesk["offers"]!.AsArray().Select(o => (string?)o!["net"]), Is.EqualTo(new[] { "15275.0000", "12575.0000", "19175.0000" }),
            "what is dearer by a fifth and much better comes first: line x 24 months, 500.00 and 3 x 25.00");
        var best = record["bids"].AsArray().Single(b => (Guid)b!["bidId"]! == (Guid)helpdesk["offers"]![0]!["bidId"]!)!;
        Assert.That((Guid)best["supplierId"]!, Is.EqualTo(round.Suppliers[1].OrganisationId));
    }

    [Test]
    public async Task gives_the_same_after_the_round_was_closed_and_for_the_auditor()
    {
        var round = await AScoredRound();
        var before = (await round.World.Coordinator.GetAsync($"{round.Url}/scoring-record")).Ok();
        var auditor = await round.World.AuditorAsync();
        Assert.That((await auditor.GetAsync($"{round.Url}/scoring-record")).Code, Is.EqualTo("bidsSealed"));

        (await round.CloseAsync()).Ok();

        var kept = (await auditor.GetAsync($"{round.Url}/scoring-record")).Ok();
        Assert.That(kept.Body["keptAt"], Is.Not.Null);
        var body = kept.Body.AsObject();
        body.Remove("keptAt");
        Assert.That(body.ToJsonString(), Is.EqualTo(before.Body.ToJsonString()));
        Assert.That((await round.World.Coordinator.GetAsync($"{round.Url}/scoring-record")).Text, Is.EqualTo(kept.Text));
        Assert.That(Differences(kept.Body), Is.Empty);
    }

    [Test]
    public async Task finds_a_record_that_was_tampered_with()
    {
        var round = await AScoredRound();
        var record = (await round.World.Coordinator.GetAsync($"{round.Url}/scoring-record")).Ok();

        foreach (var tamper in new Action<JsonNode>[]
        {
            r => r["bids"]![0]!["consensus"]![0]!["score"] = "0.01",
            r => r["criteria"]![0]!["weight"] = 29,
            r => r["priceWeight"] = 61,
            r => r["lots"]![0]!["offers"]![0]!["net"] = "1.0000",
            r => r["lots"]![1]!["unrecovered"] = "1/7",
            r => r["lots"]![0]!["offers"]![0]!["rank"] = 2,
        })
        {
            var body = JsonNode.Parse(record.Text)!;
            tamper(body);
            Assert.That(Differences(body), Is.Not.Empty);
        }
    }

    [Test]
    public async Task is_for_coordinators_and_auditors()
    {
        var round = await AScoredRound();

        Assert.That((await round.Members[0].Client.GetAsync($"{round.Url}/scoring-record")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await round.Suppliers[0].Client.GetAsync($"{round.Url}/scoring-record")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await (await World.NewAsync()).Coordinator.GetAsync($"{round.Url}/scoring-record")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static async Task<RoundInPlay> AScoredRound()
    {
        var world = await World.NewAsync();
        var round = await AnEvaluatingRound(world, RoundPlans.ItSupport(world).With(RoundInPlay.Quality()));
        await round.ScoreAllAsync(world.Coordinator, ["0.2", "0.333333"], ["0.95", "0.9"], ["0.5", "0.123457"]);
        return round;
    }

    /// <returns>What in the record does not follow from its inputs.</returns>
    private static List<string> Differences(JsonNode record)
    {
        var differences = new List<string>();
        var priceWeight = (int)record["priceWeight"]!;
        var weights = record["criteria"]!.AsArray().ToDictionary(c => (Guid)c!["id"]!, c => (int)c!["weight"]!);
        if (weights.Values.Sum() + priceWeight != 100)
            differences.Add("weights");
        var qualities = new Dictionary<Guid, BigInteger>();
        foreach (var bid in record["bids"]!.AsArray())
        {
            var sum = bid!["consensus"]!.AsArray().Aggregate(BigInteger.Zero, (s, c) => s + (weights[(Guid)c!["criterionId"]!] * Scaled((string)c["score"]!, 6)));
            var q = HalfUp(sum, weights.Values.Sum());
            if (Scaled((string)bid["quality"]!, 6) != q)
                differences.Add("quality");
            qualities[(Guid)bid["bidId"]!] = q;
        }

        foreach (var lot in record["lots"]!.AsArray())
            differences.AddRange(DifferencesOf(lot!, priceWeight, qualities));
        return differences;
    }

    private static IEnumerable<string> DifferencesOf(JsonNode lot, int priceWeight, Dictionary<Guid, BigInteger> qualities)
    {
        var share = ((string)lot["unrecovered"]!).Split('/').Select(p => BigInteger.Parse(p, CultureInfo.InvariantCulture)).Append(BigInteger.One).ToArray();
        var evaluated = new List<BigInteger>();
        foreach (var offer in lot["offers"]!.AsArray())
        {
            // (1 + rate x share) / (1 + (100 - w) / w x q), as one quotient of whole numbers.
            var rate = Scaled((string)offer!["vatRate"]!, 2);
            var quality = qualities[(Guid)offer["bidId"]!];
            var top = ((10_000 * share[1]) + (rate * share[0])) * priceWeight * 1_000_000;
            var bottom = 10_000 * share[1] * ((priceWeight * (BigInteger)1_000_000) + ((100 - priceWeight) * quality));
            var factor = HalfUp(top * 1_000_000, bottom);
            var cost = Scaled((string)offer["net"]!, 4) * factor;
            if (Scaled((string)offer["factor"]!, 6) != factor)
                yield return "factor";
            if (Scaled((string)offer["evaluatedCost"]!, 10) != cost)
                yield return "evaluated cost";
            evaluated.Add(cost);
        }

        var ranks = evaluated.Select(cost => evaluated.Count(other => other < cost) + 1);
        if (!lot["offers"]!.AsArray().Select(o => (int)o!["rank"]!).SequenceEqual(ranks))
            yield return "ranks";
    }

    private static BigInteger Scaled(string text, int decimals)
    {
        var parts = text.Split('.');
        return BigInteger.Parse(parts[0] + (parts.Length > 1 ? parts[1] : "").PadRight(decimals, '0'), CultureInfo.InvariantCulture);
    }

    private static BigInteger HalfUp(BigInteger top, BigInteger bottom) => ((2 * top) + bottom) / (2 * bottom);
}
