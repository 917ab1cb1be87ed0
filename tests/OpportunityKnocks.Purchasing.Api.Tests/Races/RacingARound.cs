using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Races;

/// <summary>Whole rounds raced on two instances over one database: 4 members change their needs, 12 suppliers bid, revise and withdraw, and
/// 2 closers push the round on as early as it lets them, while the deadlines do the same.</summary>
public sealed class RacingARound
{
    private const int Members = 4;
    private const int Bidders = 12;
    private const int AtOnce = 6;

    // Its people sign in once; their tokens live ten minutes.
    private const int RoundsOfAnArena = 40;

    [Test]
    public Task loses_no_accepted_need_or_bid_and_closes_once() => RaceAsync(rounds: 12);

    [Test]
    [Explicit("Takes several minutes.")]
    [Category("Campaign")]
    public Task loses_nothing_in_a_thousand_rounds() => RaceAsync(rounds: 1000);

    private static async Task RaceAsync(int rounds)
    {
        var arenas = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Arena.BuildAsync()));
        await new Race(arenas[0]).RunAsync(); // until everything has run once, requests are too slow for the deadlines
        var left = rounds;
        var totals = new ConcurrentBag<RaceCount>();

        await Task.WhenAll(arenas.Select(async arena =>
        {
            for (var run = 1; Interlocked.Decrement(ref left) >= 0; run++)
            {
                totals.Add(await new Race(arena).RunAsync());
                if (run % RoundsOfAnArena == 0)
                    arena = await Arena.BuildAsync();
            }
        }));

        TestContext.Out.WriteLine(
            $"{totals.Count} rounds: {totals.Sum(t => t.Needs)} accepted changes of needs, {totals.Sum(t => t.Bids)} accepted changes of bids, "
            + $"{totals.Sum(t => t.Refused)} refusals, {totals.Count(t => t.Awarded)} awards.");
        Assert.That(totals, Has.Count.EqualTo(rounds));
        Assert.That(totals.Count(t => t.Awarded), Is.GreaterThan(rounds / 4), "enough rounds end in an award, or the race proves little");
    }

    private sealed record RaceCount(int Needs, int Bids, int Refused, bool Awarded);

    /// <summary>A cluster and its people, signed in on either instance.</summary>
    private sealed record Arena(World World, Party[] Coordinators, Party[] Members, Supplier[] Suppliers, Party[] Bidders)
    {
        public static async Task<Arena> BuildAsync()
        {
            var world = await World.NewAsync();
            var members = await Task.WhenAll(Enumerable.Range(0, RacingARound.Members).Select(_ => world.MemberAsync()));
            var suppliers = await Task.WhenAll(Enumerable.Range(0, RacingARound.Bidders).Select(_ => world.SupplierAsync()));
            return new Arena(
                world,
                [world.Coordinator, world.Coordinator.At(AllTests.SecondInstance)],
                [.. members.Select((m, i) => At(m.Client, i))],
                suppliers,
                [.. suppliers.Select((s, i) => At(s.Client, i))]);
        }

        private static Party At(Party party, int i) => i % 2 == 0 ? party : party.At(AllTests.SecondInstance);
    }

    /// <summary>One round from draft to close, with everything its people were promised.</summary>
    private sealed class Race(Arena arena)
    {
        private readonly ConcurrentDictionary<Guid, long> _needs = new();
        private readonly ConcurrentDictionary<Guid, int> _bids = new();
        private int _needChanges;
        private int _bidChanges;
        private int _refused;
        private string _round = "";
        private string _tender = "";
        private Guid _lot;

        public async Task<RaceCount> RunAsync()
        {
            await PublishAsync();

            var members = arena.Members.Select((m, i) => ChangeNeedsAsync(m, new Random(i)));
            var bidders = arena.Bidders.Select((b, i) => BidAsync(b, arena.Suppliers[i].OrganisationId, new Random(i)));
            var closers = arena.Coordinators.Select(CloseAsync).ToList();
            await Task.WhenAll([.. members, .. bidders, .. closers]);

            var closes = closers.Sum(c => c.Result);
            await CheckAsync(closes);
            return new RaceCount(_needChanges, _bidChanges, _refused, closes == 1);
        }

        private async Task PublishAsync()
        {
            // On a machine so busy that the deadline has passed before the round is published, it is drafted anew.
            while (!await TryPublishAsync())
            {
            }
        }

        private async Task<bool> TryPublishAsync()
        {
            var now = DateTimeOffset.UtcNow;
            var draft = (await arena.World.Coordinator.PostAsync(
                $"{arena.World.Cluster}/rounds",
                $$"""
                {
                  "title": "A raced round", "needsCloseAt": "{{now.AddSeconds(1.5):O}}", "bidsCloseAt": "{{now.AddSeconds(3.5):O}}",
                  "lots": [{
                    "title": "Helpdesk", "specification": "By telephone", "categoryCode": "72253000", "unit": "IE",
                    "term": { "startsOn": "2027-01-01", "periodUnit": "month", "periods": 12 }
                  }]
                }
                """)).Ok();
            _round = $"{arena.World.Cluster}/rounds/{draft.Id}";
            _tender = $"{arena.World.Cluster}/tenders/{draft.Id}";
            _lot = (Guid)draft["lots"][0]!["id"]!;
            var published = await arena.World.Coordinator.PostAsync($"{_round}/publish", ifMatch: draft.ETag);
            return published.Code != "roundDatesOutOfOrder" && published.Ok().Status == HttpStatusCode.OK;
        }

        private async Task ChangeNeedsAsync(Party member, Random random)
        {
            var mine = new List<(string Url, string ETag, Guid Id)>();
            while (true)
            {
                var quantity = random.Next(1, 50);
                var answer = mine.Count == 0 || random.Next(3) == 0
                    ? await member.PostAsync($"{arena.World.Cluster}/needs", NeedJson(quantity))
                    : random.Next(4) == 0
                        ? await member.DeleteAsync(mine[^1].Url, mine[^1].ETag)
                        : await member.PutAsync(mine[^1].Url, NeedJson(quantity), mine[^1].ETag);
                if (Refused(answer))
                    return;

                Interlocked.Increment(ref _needChanges);
                if (answer.Status == HttpStatusCode.NoContent)
                {
                    _needs.TryRemove(mine[^1].Id, out _);
                    mine.RemoveAt(mine.Count - 1);
                    continue;
                }

                _needs[answer.Id] = quantity;
                mine.RemoveAll(n => n.Id == answer.Id);
                mine.Add(($"{arena.World.Cluster}/needs/{answer.Id}", answer.ETag, answer.Id));
                await Task.Delay(random.Next(300));
            }
        }

        private async Task BidAsync(Party bidder, Guid supplier, Random random)
        {
            while ((await bidder.GetAsync(_tender)).Status == HttpStatusCode.NotFound)
            {
                if (await HasEndedAsync())
                    return;
                await Task.Delay(30);
            }

            string? etag = null;
            var isIn = false;
            while (true)
            {
                var withdraws = isIn && random.Next(5) == 0;
                var answer = withdraws
                    ? await bidder.DeleteAsync($"{_tender}/bid", etag)
                    : await bidder.PutAsync($"{_tender}/bid", BidJson(random.Next(1000, 9999)), etag, etag is null ? "*" : null);
                if (Refused(answer))
                    return;

                Interlocked.Increment(ref _bidChanges);
                isIn = !withdraws;
                if (withdraws)
                    _bids.TryRemove(supplier, out _);
                else
                    _bids[supplier] = (int)answer["version"]!;
                etag = (await bidder.GetAsync($"{_tender}/bid")).Ok().ETag;
                await Task.Delay(random.Next(600));
            }
        }

        /// <returns>1 if this closer's close was accepted.</returns>
        private async Task<int> CloseAsync(Party coordinator)
        {
            await Task.Delay(Random.Shared.Next(500, 1500));
            while (true)
            {
                var round = (await coordinator.GetAsync(_round)).Ok();
                var step = (string?)round["state"] switch
                {
                    "collecting" => "close-collection",
                    "tendering" or "sealed" => "open-bids",
                    "evaluating" => "close",
                    _ => null,
                };
                if (step is null)
                    return 0;

                var answer = await coordinator.PostAsync($"{_round}/{step}", step == "close" ? """{ "reason": "Best offer" }""" : null, ifMatch: round.ETag);
                if (answer.Code == "abnormallyLowUndecided")
                {
                    await new RoundInPlay(arena.World, round.Id, []).AcceptLowPricesAsync();
                    continue;
                }

                if (!Refused(answer) && step == "close")
                    return 1;
                await Task.Delay(20);
            }
        }

        private async Task CheckAsync(int closes)
        {
            var round = (await arena.World.Coordinator.GetAsync(_round)).Ok();
            var state = (string?)round["state"];
            Assert.That(round["lots"][0]!["pooledQuantity"]!.GetValue<long>(), Is.EqualTo(_needs.Values.Sum()), "every accepted need is in the demand");
            if (state == "notReached")
            {
                Assert.That(closes == 0 && (_needs.IsEmpty || _bids.IsEmpty), Is.True, "a round is only not reached for want of needs or bids");
                return;
            }

            Assert.That(state, Is.EqualTo("awarded"));
            Assert.That(closes, Is.EqualTo(1));
            var bids = (await arena.World.Coordinator.GetAsync($"{_round}/bids")).Ok()["items"].AsArray();
            var considered = bids.Where(b => (string?)b!["state"] == "submitted").ToDictionary(b => (Guid)b!["supplierId"]!, b => (int)b!["offerVersion"]!);
            Assert.That(considered, Is.EquivalentTo(_bids), "every accepted bid is considered, in its last version");
            await CheckAwardAsync();
        }

        private async Task CheckAwardAsync()
        {
            var award = (await arena.World.Coordinator.GetAsync($"{_round}/award")).Ok();
            var candidates = award["lots"][0]!["candidates"]!.AsArray().Select(c => (Guid)c!["supplier"]!["id"]!);
            Assert.That(candidates, Is.EquivalentTo(_bids.Keys), "the award compared every accepted bid");
        }

        private async Task<bool> HasEndedAsync() =>
            (string?)(await arena.World.Coordinator.GetAsync(_round)).Ok()["state"] is "notReached";

        private bool Refused(Answer answer)
        {
            Assert.That((int)answer.Status, Is.LessThan(500), answer.ToString());
            if ((int)answer.Status < 400)
                return false;

            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Conflict).Or.EqualTo(HttpStatusCode.PreconditionFailed), answer.ToString());
            Interlocked.Increment(ref _refused);
            return true;
        }

        private string NeedJson(int quantity) =>
            $$"""{ "lotId": "{{_lot}}", "categoryCode": "72253000", "description": "Helpdesk", "quantity": {{quantity}}, "unit": "IE", "anyPrice": true }""";

        private string BidJson(int price) =>
            $$"""
            {
              "vatRegistered": true, "requirements": [],
              "lots": [{
                "lotId": "{{_lot}}", "basis": "allUnits",
                "tiers": [{ "fromQuantity": 1, "unitPrice": "{{(price / 100m).ToString("0.00", CultureInfo.InvariantCulture)}}" }],
                "vatCategory": "standard", "vatRate": "20"
              }]
            }
            """;
    }
}
