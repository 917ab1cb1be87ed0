using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.House;

/// <summary>Every operation of the specification against every kind of caller. Whoever an operation is not for gets 401, 403 or 404 and a
/// problem, never data; whoever it is for is never told that it is not.</summary>
public sealed class KeepingPeopleApart
{
    private static readonly string[] RefusalCodes = ["notSignedIn", "missingScope", "wrongRole", "notFound"];

    [Test]
    public async Task answers_nobody_who_has_no_business_there()
    {
        var stage = await Stage.BuildAsync();
        var operations = KeepingTheContract.Operations(await KeepingTheContract.ServedAsync());
        var asked = 0;

        foreach (var (name, operation) in operations)
        {
            foreach (var person in stage.People.Where(p => !p.MayCall(operation, name)))
            {
                var answer = await stage.CallAsync(person.Client, name, operation);
                asked++;

                Assert.That(answer.Status, Is.AnyOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound), $"{name} by {person.Name}: {answer}");
                Assert.That(RefusalCodes, Does.Contain(answer.Code), $"{name} by {person.Name}: {answer}");
                Assert.That(stage.Secrets.Where(s => answer.Text.Contains(s, StringComparison.Ordinal)), Is.Empty, $"{name} by {person.Name}");
            }
        }

        TestContext.Out.WriteLine($"{operations.Count} operations, {asked} calls by people they are not for.");
        Assert.That(asked, Is.GreaterThan(operations.Count * 5));
    }

    [Test]
    public async Task shows_those_who_may_look_nothing_that_belongs_to_another()
    {
        var stage = await Stage.BuildAsync();
        var reads = KeepingTheContract.Operations(await KeepingTheContract.ServedAsync())
            .Where(o => o.Name.StartsWith("GET ", StringComparison.Ordinal)).ToList();

        foreach (var (name, operation) in reads)
        {
            foreach (var person in stage.People.Where(p => p.MayCall(operation, name)))
            {
                var answer = await stage.CallAsync(person.Client, name, operation);

                Assert.That((int)answer.Status, Is.LessThan(500), $"{name} by {person.Name}: {answer}");
                Assert.That(answer.Code, Is.Not.EqualTo("missingScope").And.Not.EqualTo("wrongRole"), $"{name} by {person.Name}: {answer}");
                Assert.That(
                    person.MustNotSee.Where(s => answer.Text.Contains(s, StringComparison.Ordinal)), Is.Empty, $"{name} by {person.Name}: {answer.Text}");
            }
        }
    }

    [Test]
    public async Task asks_for_the_scope_before_it_looks_anything_up()
    {
        var stage = await Stage.BuildAsync();
        var operations = KeepingTheContract.Operations(await KeepingTheContract.ServedAsync());

        foreach (var (name, operation) in operations.Where(o => ScopeOf(o.Operation) is not null))
        {
            // A token of one who may do all this, asked for something else.
            var narrow = ScopeOf(operation) == "rounds:read" ? stage.OnlyDirectory : stage.OnlyRounds;
            var answer = await stage.CallAsync(narrow, name, operation);

            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Forbidden), $"{name}: {answer}");
            Assert.That(answer.Code, Is.EqualTo("missingScope"), $"{name}: {answer}");
        }
    }

    private static string? ScopeOf(JsonNode operation) => (string?)operation["security"]?[0]?["oauth"]?.AsArray().FirstOrDefault();

    /// <param name="InCluster">What the person is in the stage's cluster, as in <c>x-roles</c>.</param>
    /// <param name="Elsewhere">What it is where the path names no cluster.</param>
    /// <param name="MustNotSee">What belongs to others.</param>
    private sealed record Person(string Name, Party Client, string[] InCluster, string[] Elsewhere, params string[] MustNotSee)
    {
        public bool MayCall(JsonNode operation, string name)
        {
            var allowed = operation["x-roles"]!.AsArray().Select(r => (string)r!).ToList();
            var roles = name.Contains("{clusterId}", StringComparison.Ordinal) ? InCluster : Elsewhere;
            return allowed.Intersect(roles, StringComparer.Ordinal).Any() || (allowed.Contains("anySignedIn") && Elsewhere.Length > 0);
        }
    }

    /// <summary>A cluster with a round under contract, and everybody who could knock at it.</summary>
    private sealed class Stage
    {
        private const string Canary = "the lunch club's own affair";
        private const string CanaryCeiling = "17.1717";
        private const string CanaryBaseline = "19.1919";

        private readonly Dictionary<string, string> _path = new(StringComparer.Ordinal) { ["code"] = "72253000", ["number"] = "1" };

        public List<Person> People { get; } = [];

        /// <summary>What nobody may ever read in a refusal.</summary>
        public List<string> Secrets { get; } = [Canary, CanaryCeiling, CanaryBaseline];

        public Party OnlyRounds { get; private set; } = null!;

        public Party OnlyDirectory { get; private set; } = null!;

        public static async Task<Stage> BuildAsync()
        {
            var stage = new Stage();
            var round = await AContractedRound(await World.NewAsync());
            await stage.NameThePathAsync(round);
            await stage.GatherAsync(round, await World.NewAsync());
            return stage;
        }

        public Task<Answer> CallAsync(Party client, string name, JsonNode operation)
        {
            var parts = name.Split(' ');
            var url = _path.Aggregate(parts[1], (u, p) => u.Replace($"{{{p.Key}}}", p.Value, StringComparison.Ordinal));
            Assert.That(url, Does.Not.Contain("{"), $"{name} has a parameter this test does not know");
            if (parts[1].EndsWith("/stream", StringComparison.Ordinal))
                return client.ListenAsync(url, TimeSpan.FromSeconds(1));

            var body = operation["requestBody"]?["content"]?["application/json"]?["example"]?.ToJsonString();
            return client.SendAsync(new HttpMethod(parts[0]), url, body, parts[0] == "GET" ? null : Guid.NewGuid().ToString(), ifMatch: "\"1\"");
        }

        private async Task NameThePathAsync(RoundInPlay round)
        {
            var (world, member) = (round.World, round.Members[0]);
            var need = (await member.Client.PostAsync(
                $"{world.Cluster}/needs",
                $$"""
                {
                  "categoryCode": "72253000", "description": "{{Canary}}", "quantity": 3, "unit": "IE", "ceiling": "{{CanaryCeiling}}",
                  "baseline": { "unitPrice": "{{CanaryBaseline}}", "vat": "excluded", "vatRate": "20", "source": "invoice" }
                }
                """)).Ok();
            (await round.SettleAsync("2027-04-01")).Ok();
            _path["clusterId"] = world.ClusterId.ToString();
            _path["roundId"] = round.Id.ToString();
            _path["lotId"] = round.Helpdesk.ToString();
            _path["needId"] = need.Id.ToString();
            _path["memberId"] = member.MemberId.ToString();
            _path["organisationId"] = round.Suppliers[0].OrganisationId.ToString();
            _path["groupId"] = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Inner city" }""")).Ok().Id.ToString();
            _path["bidId"] = await FirstAsync(world.Coordinator, $"{round.Url}/bids");
            _path["commitmentId"] = await FirstAsync(world.Coordinator, $"{round.Url}/commitments");
            _path["grantId"] = (await world.Coordinator.PostAsync(
                $"{world.Cluster}/grants",
                """{ "funder": "A trust", "amount": { "amount": "100.00", "currency": "GBP" }, "from": "2026-04-01", "until": "2027-03-31" }""")).Ok().Id.ToString();
            _path["questionId"] = Guid.NewGuid().ToString();
            _path["invoiceId"] = Guid.NewGuid().ToString();
            _path["chargeId"] = await FirstAsync(world.Coordinator, $"{world.Cluster}/members/{member.MemberId}/charges");
            var webhook = await world.Coordinator.PostAsync($"{world.Cluster}/webhooks", """{ "url": "https://example.org/hook", "active": true }""");
            _path["webhookId"] = webhook.Ok().Id.ToString();
            _path["deliveryId"] = Guid.NewGuid().ToString();
            _path["scenarioId"] = Guid.NewGuid().ToString();
            _path["sha256"] = new string('0', 64);
            _path["bankLineId"] = Guid.NewGuid().ToString();
            _path["subscriptionId"] = (await world.Coordinator.PostAsync(
                $"{world.Cluster}/mail-subscriptions", """{ "address": "asha@example.org" }""")).Ok().Id.ToString();
            Secrets.Add((string)webhook["secret"]!);
            _path["id"] = await FirstAsync(world.Operator, "/v1/api-clients");
        }

        private async Task GatherAsync(RoundInPlay round, World other)
        {
            var world = round.World;
            var (owner, neighbour, supplier, rival) = (round.Members[0], round.Members[1], round.Suppliers[0], round.Suppliers[1]);
            var (ownerId, neighbourId) = (owner.MemberId.ToString(), neighbour.MemberId.ToString());
            string[] organisation = ["member", "supplier"];
            People.AddRange(
            [
                new("a stranger", Party.Stranger(world.Service), [], []),
                new("the operator", world.Operator, ["operator"], ["operator"], Canary, CanaryCeiling, CanaryBaseline),
                new("the coordinator", world.Coordinator, ["coordinator"], ["coordinator"], CanaryCeiling),
                new("an auditor", await world.AuditorAsync(), ["auditor"], ["auditor"], Canary, CanaryCeiling, CanaryBaseline),
                new("the member", owner.Client, ["member"], organisation, neighbourId),
                new("another member", neighbour.Client, ["member"], organisation, ownerId, Canary, CanaryCeiling, CanaryBaseline),
                new("a supplier", supplier.Client, ["supplier"], organisation, ownerId, Canary, rival.OrganisationId.ToString()),
                new("an organisation", await world.OrganisationClientAsync(await world.OrganisationAsync("None")), [], organisation, ownerId, Canary),
                new("a coordinator elsewhere", other.Coordinator, [], ["coordinator"], ownerId, Canary),
                new("a member elsewhere", (await other.MemberAsync()).Client, [], organisation, ownerId, Canary),
                new("a supplier elsewhere", (await other.SupplierAsync()).Client, [], organisation, ownerId, Canary),
                new("an auditor elsewhere", await other.AuditorAsync(), [], ["auditor"], ownerId, Canary),
            ]);

            var login = (await world.Operator.PostAsync(
                "/v1/api-clients", $$"""{ "name": "Second", "party": "coordinator", "clusterId": "{{world.ClusterId}}", "person": "Ben Osei" }""")).Ok();
            var (id, secret) = ((string)login["clientId"]!, (string)login["clientSecret"]!);
            OnlyRounds = await Party.SignInAsync(world.Service, id, secret, "rounds:read");
            OnlyDirectory = await Party.SignInAsync(world.Service, id, secret, "directory:read");
        }

        private static async Task<string> FirstAsync(Party party, string url) => (string)(await party.GetAsync(url)).Ok()["items"][0]!["id"]!;
    }
}
