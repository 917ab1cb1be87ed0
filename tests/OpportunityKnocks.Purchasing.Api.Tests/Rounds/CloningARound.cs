using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class CloningARound
{
    private const string Plan =
        """
        {
          "title": "Printing", "description": "Leaflets.", "opensAt": "2031-01-31T09:00:00Z", "needsCloseAt": "2031-02-14T17:00:00Z",
          "confirmBy": "2031-02-21T17:00:00Z", "bidsCloseAt": "2031-03-14T12:00:00Z", "standstillDays": 8, "feePolicy": "equal",
          "silence": "confirms", "fairness": "lottery", "minimumMembers": 3, "minimumBids": 2,
          "notReached": { "action": "extend", "extendDays": 7, "extendTimes": 2 },
          "lots": [
            {
              "title": "Leaflets", "specification": "A5, two sides.", "categoryCode": "79810000", "unit": "C62", "packSize": 500, "minimumQuantity": 1000,
              "term": { "startsOn": "2031-04-01", "periodUnit": "quarter", "periods": 4 }
            }
          ],
          "requirements": ["Recycled paper", "Delivery in a week"]
        }
        """;

    private static readonly string[] Ownership =
        ["id", "createdAt", "version", "allowedTransitions", "opensAt", "needsCloseAt", "confirmBy", "bidsCloseAt", "lots", "requirements"];

    [Test]
    public async Task drafts_the_same_at_another_time()
    {
        var world = await World.NewAsync();
        var original = await ADraftRound(world, Plan);

        var clone = (await CloneAsync(original, """{ "shiftDays": 28 }""")).Ok();

        Assert.That(clone.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(clone.Message.Headers.Location?.ToString(), Is.EqualTo($"{world.Cluster}/rounds/{clone.Id}"));
        Assert.That(Rest(clone.Body), Is.EqualTo(Rest((await original.ReadAsync()).Body)));
        Assert.That(Days(clone), Is.EqualTo(new[] { "2031-02-28T09:00:00Z", "2031-03-14T17:00:00Z", "2031-03-21T17:00:00Z", "2031-04-11T11:00:00Z", "2031-04-29" }), "noon stays noon when the clocks change");
        Assert.That((long)clone["lots"][0]!["packSize"]!, Is.EqualTo(500));
        Assert.That(clone["requirements"].AsArray().Select(q => (string?)q!["text"]), Is.EqualTo(new[] { "Recycled paper", "Delivery in a week" }));
        Assert.That((Guid)clone["lots"][0]!["id"]!, Is.Not.EqualTo(original.Lots[0]));
        var entry = (await TheJournal.OfAsync(world, clone.Id)).Single();
        Assert.That((entry.Type, (Guid)entry.Payload["clonedFrom"]!), Is.EqualTo(("RoundDrafted", original.Id)));
        Assert.That((await original.ReadAsync()).ETag, Is.EqualTo("\"1\""), "the original is not touched");
    }

    [TestCase("FREQ=YEARLY", "2032-01-31T09:00:00Z", "2032-04-01")]
    [TestCase("FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU", "2031-04-08T08:00:00Z", "2031-07-01")]
    [TestCase("FREQ=MONTHLY;BYMONTHDAY=-1", "2031-02-28T09:00:00Z", "2031-05-01")]
    [TestCase("FREQ=WEEKLY;INTERVAL=2;UNTIL=20311231", "2031-02-14T09:00:00Z", "2031-04-15")]
    [TestCase("FREQ=DAILY;COUNT=2", "2031-02-01T09:00:00Z", "2031-04-02")]
    public async Task moves_to_the_next_day_of_a_rule(string rule, string opensAt, string startsOn)
    {
        var original = await ADraftRound(await World.NewAsync(), Plan);

        var clone = (await CloneAsync(original, $$"""{ "title": "Again", "recurrenceRule": "{{rule}}" }""")).Ok();

        Assert.That((string?)clone["title"], Is.EqualTo("Again"));
        Assert.That((Days(clone)[0], Days(clone)[^1]), Is.EqualTo((opensAt, startsOn)));
    }

    [TestCase("FREQ=SECONDLY")]
    [TestCase("FREQ=HOURLY")]
    [TestCase("FREQ=DAILY;BYHOUR=1")]
    [TestCase("FREQ=DAILY;INTERVAL=0")]
    [TestCase("FREQ=DAILY;INTERVAL=999999999")]
    [TestCase("FREQ=DAILY;COUNT=1")]
    [TestCase("FREQ=DAILY;COUNT=99999")]
    [TestCase("FREQ=DAILY;COUNT=2;UNTIL=20320101")]
    [TestCase("FREQ=DAILY;FREQ=YEARLY")]
    [TestCase("FREQ=DAILY;UNTIL=20300101")]
    [TestCase("FREQ=DAILY;UNTIL=20310231")]
    [TestCase("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]
    [TestCase("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31")]
    [TestCase("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=")]
    [TestCase("RRULE:FREQ=DAILY")]
    [TestCase("freq=daily")]
    [TestCase("FREQ=DAILY;")]
    [TestCase("")]
    public async Task refuses_a_rule_it_does_not_take_or_that_never_comes(string rule)
    {
        var original = await ADraftRound(await World.NewAsync(), Plan);

        var answer = await CloneAsync(original, $$"""{ "recurrenceRule": "{{rule}}" }""");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.ToString());
        Assert.That(answer.Text, Does.Contain("recurrenceRule"));
    }

    [TestCase("""{ "shiftDays": -1 }""")]
    [TestCase("""{ "shiftDays": 3661 }""")]
    [TestCase("""{ "shiftDays": 1, "recurrenceRule": "FREQ=DAILY" }""")]
    [TestCase("""{ "shiftDays": "7" }""")]
    [TestCase("""{ "title": " " }""")]
    [TestCase("null")]
    public async Task refuses_what_it_cannot_mean(string json)
    {
        var original = await ADraftRound(await World.NewAsync(), Plan);

        Assert.That((await CloneAsync(original, json)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task works_from_any_state_and_never_opens_by_itself_at_once()
    {
        var world = await World.NewAsync();
        var original = await ACollectingRound(world, Plan.Replace("\"2031-01-31T09:00:00Z\"", $"\"{RoundPlans.From(world, TimeSpan.FromDays(-1))}\"", StringComparison.Ordinal));
        (await original.DoAsync("cancel", """{ "code": "needChanged", "reason": "Nobody prints." }""")).Ok();

        var clone = (await CloneAsync(original, "{}")).Ok();

        Assert.That((string?)clone["state"], Is.EqualTo("draft"));
        Assert.That(clone.Body["opensAt"], Is.Null);
    }

    [Test]
    public async Task is_for_coordinators_of_the_cluster()
    {
        var round = await ACollectingRound(await World.NewAsync());
        var member = await round.World.MemberAsync();
        var other = await World.NewAsync();

        Assert.That((await member.Client.PostAsync($"{round.Url}/clone", "{}")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await other.Coordinator.PostAsync($"{round.Url}/clone", "{}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await other.Coordinator.PostAsync($"{other.Cluster}/rounds/{round.Id}/clone", "{}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static Task<Answer> CloneAsync(RoundInPlay round, string json) => round.World.Coordinator.PostAsync($"{round.Url}/clone", json);

    private static string[] Days(Answer round) =>
    [
        (string)round["opensAt"]!, (string)round["needsCloseAt"]!, (string)round["confirmBy"]!, (string)round["bidsCloseAt"]!,
        (string)round["lots"][0]!["term"]!["startsOn"]!,
    ];

    private static string Rest(JsonNode round) =>
        string.Join('\n', round.AsObject().Where(m => !Ownership.Contains(m.Key, StringComparer.Ordinal)).Select(m => $"{m.Key}: {m.Value?.ToJsonString()}"));
}
