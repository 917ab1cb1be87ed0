using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

/// <summary>What a round says of its next steps is what its commands do. All states and instants are in the domain's tests; here the
/// commands are really sent.</summary>
public sealed class ShowingTheNextSteps
{
    private static readonly Dictionary<string, (string Command, string? Json)> Commands = new(StringComparer.Ordinal)
    {
        ["publish"] = ("publish", null),
        ["closeCollection"] = ("close-collection", null),
        ["extend"] = ("extend", """{ "bidsCloseAt": "2150-01-01T00:00:00Z" }"""),
        ["openBids"] = ("open-bids", null),
        ["contract"] = ("contract", null),
        ["amend"] = ("amend", """{ "reason": "Asked for.", "description": "Other words." }"""),
        ["cancel"] = ("cancel", """{ "code": "other", "reason": "Not needed." }"""),
    };

    private static readonly Dictionary<string, Func<World, Task<RoundInPlay>>> States = new(StringComparer.Ordinal)
    {
        ["draft"] = world => ADraftRound(world),
        ["collecting"] = world => ACollectingRound(world),
        ["tendering"] = world => ATenderingRound(world),
        ["sealed"] = async world => await SealedAsync(await ASealedRound(world)),
        ["evaluating"] = world => AnEvaluatingRound(world),
        ["notReached"] = async world => await DoneAsync(await ACollectingRound(world), "close-collection"),
        ["cancelled"] = async world => await DoneAsync(await ADraftRound(world), "cancel", """{ "code": "other", "reason": "Not needed." }"""),
    };

    [Test]
    public async Task agrees_with_every_command([ValueSource(nameof(StateNames))] string state)
    {
        var world = await World.NewAsync();

        foreach (var (name, (command, json)) in Commands)
        {
            var round = await States[state](world);
            var shown = Step(await round.ReadAsync(), name);

            var answer = await round.DoAsync(command, json);

            Assert.That((string?)(await round.ReadAsync())["state"], (bool)shown["allowed"]! && name is not ("extend" or "amend") ? Is.Not.EqualTo(state) : Is.EqualTo(state), name);
            Assert.That(answer.Status, Is.EqualTo((bool)shown["allowed"]! ? HttpStatusCode.OK : HttpStatusCode.Conflict), name);
            if (answer.Status == HttpStatusCode.Conflict)
                Assert.That((string?)answer["detail"], Is.EqualTo((string?)shown["reason"]), name);
        }
    }

    [Test]
    public async Task lists_every_step_in_the_order_of_a_rounds_life()
    {
        var world = await World.NewAsync();

        var steps = (await (await ADraftRound(world)).ReadAsync())["allowedTransitions"].AsArray().Select(s => (string?)s!["name"]);

        Assert.That(steps, Is.EqualTo(new[] { "publish", "closeCollection", "closeReview", "extend", "openBids", "close", "contract", "settle", "cancel", "amend", "withdrawAward" }));
    }

    [Test]
    public async Task says_when_bids_can_be_opened()
    {
        var world = await World.NewAsync();

        var read = await (await ATenderingRound(world)).ReadAsync();

        Assert.That((string?)Step(read, "openBids")["availableFrom"], Is.EqualTo((string?)read["bidsCloseAt"]));
    }

    private static IEnumerable<string> StateNames => States.Keys;

    private static JsonNode Step(Answer round, string name) => round["allowedTransitions"].AsArray().Single(s => (string?)s!["name"] == name)!;

    private static async Task<RoundInPlay> SealedAsync(RoundInPlay round)
    {
        while ((string?)(await round.ReadAsync())["state"] != "sealed")
            await Task.Delay(100);
        return round;
    }

    private static async Task<RoundInPlay> DoneAsync(RoundInPlay round, string command, string? json = null)
    {
        (await round.DoAsync(command, json)).Ok();
        return round;
    }
}
