using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Settlements;

/// <summary>Settling, delivering, correcting, crediting, joining, varying, leaving and paying in random order, over HTTP.</summary>
public sealed class RunningARoundAtRandom
{
    [Test]
    public Task always_adds_up() => RunAsync(steps: 60, seed: 11);

    [Test]
    [Explicit("Some minutes.")]
    [Category("Campaign")]
    public Task always_adds_up_over_hundreds_of_steps() => RunAsync(steps: 500, seed: Environment.TickCount);

    private static async Task RunAsync(int steps, int seed)
    {
        TestContext.Out.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var world = await World.NewAsync();
        var auction = new Auction(world)
        {
            Options = """ "agreement": { "variationUpPercent": 100, "variationDownPercent": 60, "joiningAllowed": true, "leavingNoticePeriods": 1 }""",
        };
        auction.Lot("Licences", periods: 24).Member("0").Member("1").Member("2").Need("0", 12).Need("1", 8).Need("2", 5)
            .Bid("S", Offer("1:9.99 30:8.1234", fixedFee: "10.01", feePerMember: "1.07", capacity: 90));
        var round = await auction.ContractAsync();
        for (var i = 3; i < 6; i++)
            auction.Members[$"{i}"] = await world.MemberAsync();

        var (posted, taken) = (0, new Dictionary<int, int>());
        for (var step = 0; step < steps; step++)
        {
            var kind = step == 0 ? 0 : random.Next(8);
            var (who, period) = (auction.Members[$"{random.Next(6)}"], random.Next(1, posted + 2));
            var answer = kind switch
            {
                0 => posted < 23 ? await round.SettleAsync($"{new DateOnly(2027, 4, 1).AddMonths(posted):yyyy-MM-dd}") : null,
                1 => await PostAsync("deliveries", $$"""{ {{What(period)}}, "received": [{ "memberId": "{{who.MemberId}}", "quantity": {{random.Next(25)}} }] }"""),
                2 => await PostAsync("supplier-papers", Paper("invoice", period, random.Next(1, 40_000))),
                3 => await PostAsync("supplier-papers", Paper("creditNote", period, random.Next(1, 900))),
                4 => await who.Client.PostAsync($"{round.Url}/commitments", Change(random.Next(1, 20))),
                5 => await VaryAsync(who, random.Next(1, 30)),
                6 => await VaryAsync(who, 0),
                _ => await world.Coordinator.PostAsync(
                    $"{world.Cluster}/payments",
                    $$"""{ "memberId": "{{who.MemberId}}", {{Amount("amount", random.Next(1, 9000))}}, "paidOn": "2027-05-01", "reference": "Step {{step}}" }"""),
            };
            Assert.That(answer is null || (int)answer.Status is >= 200 and < 300 or 409, Is.True, $"Step {step}, kind {kind}: {answer}");
            if (answer is { Status: System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.Created })
                taken[kind] = taken.GetValueOrDefault(kind) + 1;
            if (kind == 0 && answer is { Status: System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.Created })
                posted++;
        }

        TestContext.Out.WriteLine(string.Join(", ", taken.OrderBy(t => t.Key).Select(t => $"kind {t.Key}: {t.Value}")));
        await AddsUpAsync();

        async Task<Answer?> PostAsync(string where, string json) => await world.Coordinator.PostAsync($"{round.Url}/{where}", json);

        string What(int period) => $"\"lotId\": \"{round.Lots[0]}\", \"period\": {period}, \"reason\": \"At random\"";

        string Paper(string kind, int period, long net) =>
            $$"""{ "kind": "{{kind}}", {{What(period)}}, "reference": "{{Guid.NewGuid():N}}", {{Amount("net", net)}}, {{Amount("vat", (net + 2) / 5)}} }""";

        string Change(long quantity) =>
            $$"""{ "lotId": "{{round.Lots[0]}}", "from": "{{new DateOnly(2027, 4, 1).AddMonths(posted + random.Next(3)):yyyy-MM-dd}}", "quantity": {{quantity}} }""";

        async Task<Answer?> VaryAsync(Member who, long quantity)
        {
            var own = (await who.Client.GetAsync($"{round.Url}/commitments")).Ok()["items"].AsArray();
            if (own.Count == 0)
                return null;
            var url = $"{round.Url}/commitments/{(Guid)own[0]!["id"]!}";
            return await who.Client.PostAsync($"{url}/variations", Change(quantity), ifMatch: (await who.Client.GetAsync(url)).Ok().ETag);
        }

        async Task AddsUpAsync()
        {
            var trial = (await world.Coordinator.GetAsync($"{world.Cluster}/ledger/trial-balance")).Ok();
            var accounts = trial["accounts"].AsArray();
            Assert.That(accounts.Single(a => (string)a!["kind"]! == "roundClearing")!["balance"].Pence(), Is.Zero);
            Assert.That(accounts.Sum(a => a!["balance"].Pence()), Is.Zero);
            foreach (var member in auction.Members.Values)
            {
                var statement = (await member.Client.GetAsync($"{world.Cluster}/members/{member.MemberId}/statement")).Ok();
                var account = accounts.SingleOrDefault(a => (Guid)a!["ownerId"]! == member.MemberId);
                Assert.That(statement["closingBalance"].Pence(), Is.EqualTo(account is null ? 0 : account["balance"].Pence()));
                Assert.That(statement["lines"].AsArray().Sum(l => l!["amount"].Pence()), Is.EqualTo(statement["closingBalance"].Pence()));
            }

            await TheJournal.SequencedAsync(world);
            Assert.That(await Verification.VerifyingTheData.BreachesAsync(world, "I1", "I7", "I10", "I12", "I13", "I14"), Is.Empty);
        }
    }

    private static string Amount(string name, long pence) => $$"""
        "{{name}}": { "amount": "{{pence / 100}}.{{pence % 100:00}}", "currency": "GBP" }
        """;
}
