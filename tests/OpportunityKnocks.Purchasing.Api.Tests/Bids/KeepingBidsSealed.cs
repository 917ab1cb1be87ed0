using System.Net;
using System.Text.RegularExpressions;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Bids;

/// <summary>Before the opening nobody can tell a round with bids from one without: not what they say, not that they exist.</summary>
public sealed partial class KeepingBidsSealed
{
    private const string Canary = "23.4567";
    private const string CanaryNote = "canary in the coal mine";

    [Test]
    public async Task gives_everybody_the_same_bytes_with_seven_bids_and_with_none()
    {
        var quiet = await Scene.BuildAsync();
        var busy = await Scene.BuildAsync();
        await busy.SendRivalBidsAsync();

        await AssertSameAsync(quiet, busy);
        await Task.WhenAll(quiet.Round.PassBidDeadlineAsync(), busy.Round.PassBidDeadlineAsync());
        await Task.WhenAll(quiet.SealedAsync(), busy.SealedAsync());
        await AssertSameAsync(quiet, busy);
    }

    [TestCase(100)]
    [TestCase(2_000, Category = "Campaign", Explicit = true)]
    public async Task answers_whatever_others_do_with_the_same_bytes(int calls)
    {
        var (quiet, busy) = (await Scene.BuildAsync(), await Scene.BuildAsync());
        await busy.SendRivalBidsAsync();
        var random = new Random(20261124);

        for (var i = 0; i < calls; i++)
        {
            if (i == calls * 3 / 4)
            {
                await Task.WhenAll(quiet.Round.PassBidDeadlineAsync(), busy.Round.PassBidDeadlineAsync());
                await Task.WhenAll(quiet.SealedAsync(), busy.SealedAsync());
            }

            var seed = random.Next();
            var (what, one) = await quiet.CallAsync(new Random(seed));
            var (_, other) = await busy.CallAsync(new Random(seed));
            Assert.That(other, Is.EqualTo(one), $"call {i}: {what}");
        }

        TestContext.Out.WriteLine($"{calls} calls in each of two worlds, the same bytes.");
    }

    [Test]
    public async Task tells_the_coordinator_the_same_whatever_it_asks_for()
    {
        var round = await ATenderingRound(await World.NewAsync());
        var bid = (Guid)(await round.BidAsync(await round.World.SupplierAsync()))["bidId"]!;
        const string Exclusion = """{ "reason": "other", "note": "A guess" }""";

        var answers = new[]
        {
            await round.World.Coordinator.GetAsync($"{round.Url}/bids"),
            await round.World.Coordinator.GetAsync($"{round.Url}/bids/{bid}"),
            await round.World.Coordinator.GetAsync($"{round.Url}/bids/{Guid.NewGuid()}"),
            await round.World.Coordinator.PostAsync($"{round.Url}/bids/{bid}/exclude", Exclusion, ifMatch: "\"1\""),
            await round.World.Coordinator.PostAsync($"{round.Url}/bids/{bid}/exclude", Exclusion, ifMatch: "\"9\""),
            await round.World.Coordinator.PostAsync($"{round.Url}/bids/{bid}/exclude", Exclusion),
            await round.World.Coordinator.PostAsync($"{round.Url}/bids/{Guid.NewGuid()}/exclude", Exclusion, ifMatch: "\"1\""),
        };

        Assert.That(answers.Select(a => (a.Status, a.Code)), Has.All.EqualTo((HttpStatusCode.Conflict, "bidsSealed")));
        Assert.That(answers.Select(Normalised).ToHashSet(StringComparer.Ordinal), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task never_lets_a_cancelled_tender_be_read()
    {
        var round = await ATenderingRound(await World.NewAsync());
        var supplier = await round.World.SupplierAsync();
        await round.BidAsync(supplier, round.BidJson(Canary));
        (await round.DoAsync("cancel", """{ "code": "other", "reason": "The grant was not given" }""")).Ok();

        var bids = await round.World.Coordinator.GetAsync($"{round.Url}/bids");
        var own = (await supplier.Client.GetAsync(round.Bid)).Ok();

        Assert.That((bids.Status, bids.Code), Is.EqualTo((HttpStatusCode.Conflict, "bidsSealed")));
        Assert.That(own.Text, Does.Not.Contain(Canary));
    }

    [Test]
    public async Task writes_them_neither_into_the_journal_nor_into_the_log()
    {
        var round = await ATenderingRound(await World.NewAsync());
        var supplier = await round.World.SupplierAsync();
        var before = await JournalAsync(round.World);
        var put = await round.BidAsync(supplier, round.BidJson(Canary, note: CanaryNote));
        await supplier.Client.PutAsync(round.Bid, round.BidJson(Canary).Replace("incremental", "each", StringComparison.Ordinal), ifMatch: put.ETag);
        await supplier.Client.PostAsync($"{round.Bid}/check", round.BidJson(Canary, note: CanaryNote));
        (await supplier.Client.DeleteAsync(round.Bid, put.ETag)).Ok();

        var after = await JournalAsync(round.World);
        var log = string.Join('\n', round.World.Service.Log.Lines);

        Assert.That(after, Is.EqualTo(before), "no entry, no position, no version of the round");
        Assert.That(log, Does.Not.Contain(Canary).And.Not.Contain(CanaryNote).And.Not.Contain(round.Bid).And.Not.Contain((string)put["bidId"]!));
    }

    [Test]
    public async Task measures_none_of_their_routes()
    {
        using var http = AllTests.Service.Client();
        var routes = AllTests.Service.Endpoints.Where(e => e.RoutePattern.RawText!.Contains("/tenders/{roundId}/bid", StringComparison.Ordinal)).ToList();

        Assert.That(routes, Has.Count.EqualTo(9));
        Assert.That(
            routes.Where(r => r.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IDisableHttpMetricsMetadata>() is null).Select(r => r.DisplayName),
            Is.Empty);
        Assert.That((await http.GetAsync("/health/live")).IsSuccessStatusCode, Is.True);
    }

    private static async Task<string> JournalAsync(World world)
    {
        await using var command = world.Service.Database.CreateCommand(
            """
            SELECT coalesce(string_agg(j.id::text || j.payload || coalesce(j.reason, ''), ',' ORDER BY j.id), '')
                || (SELECT string_agg(r.version::text, ',') FROM rounds r WHERE r.cluster_id = $1)
            FROM journal j WHERE j.cluster_id = $1
            """);
        command.Parameters.AddWithValue(world.ClusterId);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task AssertSameAsync(Scene one, Scene other)
    {
        var (first, second) = (await one.LookAroundAsync(), await other.LookAroundAsync());
        Assert.Multiple(() =>
        {
            foreach (var (what, answer) in first)
            {
                Assert.That(second[what], Is.EqualTo(answer), what);
                Assert.That(second[what], Does.Not.Contain(Canary).And.Not.Contain(CanaryNote), what);
            }
        });
    }

    /// <summary>An answer without what differs between any two: ids, instants, hashes and tokens.</summary>
    private static string Normalised(Answer answer)
    {
        var headers = answer.Message.Headers.Concat(answer.Message.Content.Headers)
            .Where(h => h.Key is not ("Date" or "RateLimit"))
            .OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        return Varying().Replace($"{(int)answer.Status}\n{string.Join('\n', headers)}\n{answer.Text}", "#");
    }

    [GeneratedRegex(
        @"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,64}|\d{4}-\d\d-\d\dT[\d:.]+Z|eyJ[\w.-]+|(?<=""(x|y|kid)"":"")[\w-]{43}(?="")|(?<=[?&]cursor=)[\w-]+|(?<=""(id|cursor|next|clientId)"":"")[\w-]{11,}(?="")|(?<=-)[a-z0-9]{8}(?=[)""])|(?<=""paymentReference"":"")[A-Z0-9]+(?="")",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Varying();

    /// <summary>A tender with a supplier that has a bid of its own and rivals that may have one too.</summary>
    private sealed record Scene(RoundInPlay Round, Supplier Own, Party Auditor, IReadOnlyList<Supplier> Rivals, Guid SomeBid)
    {
        public static async Task<Scene> BuildAsync()
        {
            var round = await ATenderingRound(await World.NewAsync());
            var own = await round.World.SupplierAsync();
            var rivals = new List<Supplier>();
            for (var i = 0; i < 7; i++)
                rivals.Add(await round.World.SupplierAsync());
            var scene = new Scene(round, own, await round.World.AuditorAsync(), rivals, Guid.NewGuid());
            await round.BidAsync(own);
            return scene;
        }

        public async Task SendRivalBidsAsync()
        {
            foreach (var rival in Rivals)
            {
                var put = await Round.BidAsync(rival, Round.BidJson(Canary, note: CanaryNote));
                (await rival.Client.PutAsync(Round.Bid, Round.BidJson(Canary, note: CanaryNote), ifMatch: put.ETag)).Ok();
            }

            (await Rivals[0].Client.DeleteAsync(Round.Bid, "\"2\"")).Ok();
        }

        /// <summary>Waits until the service has sealed the tender and told so.</summary>
        public async Task SealedAsync()
        {
            while ((string?)(await Round.ReadAsync())["state"] != "sealed")
                await Task.Delay(50);
            while (!(await World.Coordinator.GetAsync($"{World.Cluster}/events?limit=200")).Ok().Text.Contains("bidsSealed", StringComparison.OrdinalIgnoreCase))
                await Task.Delay(50);
        }

        /// <summary>Every GET that is not a bidder's own, as every kind of client.</summary>
        public async Task<Dictionary<string, string>> LookAroundAsync()
        {
            var parties = Parties();
            var addresses = Addresses().ToList();
            var seen = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, party) in parties)
            {
                // What an operator sees of the whole service changes with the other tests.
                foreach (var address in addresses.Where(a => name != "operator" || a.Contains("{clusterId}", StringComparison.Ordinal)))
                    seen[$"{name}: GET {address}"] = Normalised(await party.GetAsync(Filled(address)));
            }

            return seen;
        }

        /// <summary>Something that anybody but a rival might do: a read, or a command that is right, wrong or absurd.</summary>
        public async Task<(string What, string Answer)> CallAsync(Random random)
        {
            var gets = Addresses().ToList();
            var parties = Parties().Where(p => p.Key != "operator").ToList();
            var (name, party) = parties[random.Next(parties.Count)];
            var version = random.Next(1, 6);
            var (what, answer) = random.Next(12) switch
            {
                0 => ("put the own bid", await Own.Client.PutAsync(Round.Bid, Round.BidJson($"{random.Next(10, 90)}"), ifMatch: $"\"{version}\"")),
                1 => ("put a first bid", await Own.Client.PutAsync(Round.Bid, Round.BidJson(), ifNoneMatch: "*")),
                2 => ("withdraw", await Own.Client.DeleteAsync(Round.Bid, $"\"{version}\"")),
                3 => ("check", await Own.Client.PostAsync($"{Round.Bid}/check", Round.BidJson($"{random.Next(10, 90)}"))),
                4 => ($"open as {name}", await party.PostAsync($"{Round.Url}/open-bids", ifMatch: "\"1\"")),
                5 => ($"exclude as {name}", await party.PostAsync($"{Round.Url}/bids/{SomeBid}/exclude", """{ "reason": "other", "note": "A guess" }""", ifMatch: $"\"{version}\"")),
                6 => ($"close as {name}", await party.PostAsync($"{Round.Url}/close", """{ "reason": "The best" }""", ifMatch: $"\"{version}\"")),
                7 => ($"bid as {name}", await party.PutAsync(Round.Bid, Round.BidJson(), ifMatch: $"\"{version}\"")),
                _ => await ReadAsync(),
            };
            return (what, Normalised(answer));

            async Task<(string, Answer)> ReadAsync()
            {
                var address = gets[random.Next(gets.Count)];
                return ($"{name}: GET {address}", await party.GetAsync($"{Filled(address)}{(random.Next(4) == 0 ? $"?limit={random.Next(1, 250)}" : "")}"));
            }
        }

        private World World => Round.World;

        private Dictionary<string, Party> Parties() => new(StringComparer.Ordinal)
        {
            ["coordinator"] = World.Coordinator,
            ["member"] = Round.Members[0].Client,
            ["supplier"] = Own.Client,
            ["auditor"] = Auditor,
            ["operator"] = World.Operator,
            ["stranger"] = Scenarios.Party.Stranger(World.Service),
        };

        private IEnumerable<string> Addresses() => World.Service.Endpoints
            .Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>()?.HttpMethods.Contains("GET", StringComparer.Ordinal) == true)
            .Select(e => $"/{e.RoutePattern.RawText!.TrimStart('/')}")
            .Where(path => path.StartsWith("/v1/", StringComparison.Ordinal))
            .Where(path => !path.EndsWith("/stream", StringComparison.Ordinal))
            .Where(path => !path.StartsWith("/v1/categories", StringComparison.Ordinal) && !path.StartsWith("/v1/units", StringComparison.Ordinal));

        private string Filled(string address) => address
            .Replace("{clusterId}", World.ClusterId.ToString(), StringComparison.Ordinal)
            .Replace("{roundId}", Round.Id.ToString(), StringComparison.Ordinal)
            .Replace("{lotId}", Round.Helpdesk.ToString(), StringComparison.Ordinal)
            .Replace("{memberId}", Round.Members[0].MemberId.ToString(), StringComparison.Ordinal)
            .Replace("{organisationId}", Own.OrganisationId.ToString(), StringComparison.Ordinal)
            .Replace("{bidId}", SomeBid.ToString(), StringComparison.Ordinal)
            .Replace("{groupId}", SomeBid.ToString(), StringComparison.Ordinal)
            .Replace("{needId}", SomeBid.ToString(), StringComparison.Ordinal)
            .Replace("{questionId}", SomeBid.ToString(), StringComparison.Ordinal)
            .Replace("{number}", "1", StringComparison.Ordinal)
            .Replace("{commitmentId}", SomeBid.ToString(), StringComparison.Ordinal)
            .Replace("{clientId}", SomeBid.ToString(), StringComparison.Ordinal);
    }
}
