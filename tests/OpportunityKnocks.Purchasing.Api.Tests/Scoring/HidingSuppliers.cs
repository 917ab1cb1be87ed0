using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scoring;

/// <summary>A round whose evaluators are not to know whose bid they score.</summary>
public sealed class HidingSuppliers
{
    [Test]
    public async Task lasts_until_the_consensus_on_every_bid_is_there()
    {
        var round = await AHiddenRound();
        var asha = round.World.Coordinator;
        (await round.DeclareAsync(asha)).Ok();
        var ids = new List<Guid>();
        foreach (var supplier in round.Suppliers)
            ids.Add(await round.BidIdAsync(supplier));

        foreach (var bid in ids)
        {
            Assert.That(await TracesAsync(round, ids), Is.Empty);
            (await round.ScoreAsync(asha, bid, "0.5", "0.5")).Ok();
            Assert.That(await TracesAsync(round, ids), Is.Empty);
            (await round.AgreeAsync(asha, bid, ["0.5", "0.5"])).Ok();
        }

        var bids = (await asha.GetAsync($"{round.Url}/bids")).Ok()["items"].AsArray();
        Assert.That(bids.Select(b => (Guid)b!["supplierId"]!), Is.EquivalentTo(round.Suppliers.Select(s => s.OrganisationId)));
        Assert.That(bids.Select(b => (string?)b!["label"]), Is.EqualTo(new[] { "Bid A", "Bid B", "Bid C" }));
        (await round.CloseAsync()).Ok();
    }

    [Test]
    public async Task outlasts_an_exclusion()
    {
        var round = await AHiddenRound(met: false);
        var (asha, bid) = (round.World.Coordinator, await round.BidIdAsync(round.Suppliers[0]));

        var excluded = (await asha.PostAsync($"{round.Url}/bids/{bid}/exclude", """{ "reason": "other", "note": "No answer came" }""", ifMatch: "\"1\"")).Ok();

        Assert.That(excluded.Body["supplierId"], Is.Null);
        Assert.That(excluded.Body["supplierName"], Is.Null);
        Assert.That(await TracesAsync(round, [bid]), Is.Empty, "the one that met no requirement is not named either");
    }

    [Test]
    public async Task is_not_for_rounds_that_do_not_ask_for_it()
    {
        var world = await World.NewAsync();
        var round = await AnEvaluatingRound(world, RoundPlans.ItSupport(world).With(RoundInPlay.Quality()));

        var bids = (await world.Coordinator.GetAsync($"{round.Url}/bids")).Ok()["items"].AsArray();

        Assert.That(bids.Select(b => (Guid)b!["supplierId"]!), Is.EquivalentTo(round.Suppliers.Select(s => s.OrganisationId)));
    }

    /// <param name="met">Whether all meet the requirement; else a fourth does not.</param>
    private static async Task<RoundInPlay> AHiddenRound(bool met = true)
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world, RoundPlans.ItSupport(world).With(RoundInPlay.Quality(hideSuppliers: true)));
        for (var i = 0; i < 3; i++)
        {
            var supplier = await world.SupplierAsync($"Canary supplier {i}");
            await round.BidAsync(supplier, round.BidJson($"2{i}.0000", $"6{i}.0000", note: "Certificate"));
            round.Suppliers.Add(supplier);
        }

        if (!met)
        {
            var fails = await world.SupplierAsync("Canary supplier 3");
            await round.BidAsync(fails, round.BidJson(met: false));
            round.Suppliers.Add(fails);
        }

        await round.PassBidDeadlineAsync();
        await round.OpenBidsAsync();
        return round;
    }

    /// <summary>Where the coordinator can read who bid.</summary>
    private static async Task<List<string>> TracesAsync(RoundInPlay round, IEnumerable<Guid> bids)
    {
        await TheJournal.SequencedAsync(round.World);
        var urls = new List<string>
        {
            round.Url, round.Tender, $"{round.Url}/bids", $"{round.Url}/scores", $"{round.Url}/scoring-record", $"{round.Url}/declarations",
            $"{round.World.Cluster}/to-do",
        };
        urls.AddRange(bids.SelectMany(bid => new[] { $"{round.Url}/bids/{bid}", $"{round.Url}/scores/{bid}" }));
        var traces = new List<string>();
        foreach (var url in urls)
        {
            var text = (await round.World.Coordinator.GetAsync(url)).Ok().Text;
            traces.AddRange(round.Suppliers.Where(s => text.Contains(s.OrganisationId.ToString(), StringComparison.Ordinal)).Select(_ => url));
            if (text.Contains("Canary supplier", StringComparison.Ordinal))
                traces.Add(url);
        }

        // What came before the opening names suppliers that were approved, not those that bid.
        foreach (var feed in new[] { "events?limit=200", "audit?limit=200" })
        {
            var entries = (await round.World.Coordinator.GetAsync($"{round.World.Cluster}/{feed}")).Ok()["items"].AsArray();
            traces.AddRange(entries.Where(e => ((string)e!["subjectKind"]!) is "bid" or "scoreSheet" or "consensus" or "round")
                .Where(e => round.Suppliers.Any(s => e!.ToJsonString().Contains(s.OrganisationId.ToString(), StringComparison.Ordinal)))
                .Select(e => $"{feed}: {e!.ToJsonString()}"));
        }

        return traces;
    }
}
