using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class DraftingARound
{
    [Test]
    public async Task gives_a_draft_with_its_lots_in_order()
    {
        var world = await World.NewAsync();

        var draft = (await world.Coordinator.PostAsync($"{world.Cluster}/rounds", RoundPlans.ItSupport(world))).Ok();

        Assert.That(draft.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(draft.ETag, Is.EqualTo("\"1\""));
        Assert.That((string?)draft["state"], Is.EqualTo("draft"));
        Assert.That(draft["lots"].AsArray().Select(l => (string?)l!["title"]), Is.EqualTo(new[] { "Helpdesk", "On-site hours" }));
        Assert.That(draft.Message.Headers.Location!.ToString(), Is.EqualTo($"{world.Cluster}/rounds/{draft.Id}"));

        var read = await world.Coordinator.GetAsync(draft.Message.Headers.Location.ToString());
        Assert.That(read.Text, Is.EqualTo(draft.Text), "what is read is what was answered");
    }

    [Test]
    public async Task takes_the_usual_policies_when_it_says_nothing()
    {
        var world = await World.NewAsync();

        var draft = (await world.Coordinator.PostAsync($"{world.Cluster}/rounds", Plan())).Ok();

        Assert.That((int)draft["standstillDays"], Is.EqualTo(10));
        Assert.That((string?)draft["feePolicy"], Is.EqualTo("byValue"));
        Assert.That(draft["groupIds"].AsArray(), Is.Empty);
        Assert.That(draft["requirements"].AsArray(), Is.Empty);
    }

    [Test]
    public async Task is_for_coordinators()
    {
        var world = await World.NewAsync();
        using var auditor = await world.AuditorAsync();
        var member = await world.MemberAsync();

        Assert.That((await auditor.PostAsync($"{world.Cluster}/rounds", Plan())).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await member.Client.PostAsync($"{world.Cluster}/rounds", Plan())).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task is_seen_by_nobody_else()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        using var auditor = await world.AuditorAsync();
        var round = await ADraftRound(world);

        Assert.That((await member.Client.GetAsync(round.Url)).Code, Is.EqualTo("notFound"));
        Assert.That((await auditor.GetAsync(round.Url)).Code, Is.EqualTo("notFound"));
    }

    [Test]
    public async Task refuses_a_group_of_another_cluster()
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.PostAsync($"{world.Cluster}/rounds", RoundPlans.ItSupport(world, groups: Guid.NewGuid()));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer.Code, Is.EqualTo("unknownGroup"));
    }

    private static readonly string[] HostilePlans =
    [
        "null", "[]", "{}",
        Plan(title: "\"\""),
        Plan(title: "\"   \""),
        Plan(title: $"\"{new string('x', 201)}\""),
        Plan(title: "\"a\\u0000b\""),
        Plan(title: "null"),
        Plan(title: "7"),
        Plan(needsCloseAt: "9999-12-31T23:59:59Z"),
        Plan(bidsCloseAt: "9999-12-31T23:59:59Z"),
        Plan(bidsCloseAt: "2101-01-01T12:00:00"),
        Plan(bidsCloseAt: "2101-01-01T12:00:00+01:00"),
        Plan(bidsCloseAt: "2101-01-01"),
        Plan(bidsCloseAt: "2101-02-30T12:00:00Z"),
        Plan(bidsCloseAt: "2101-01-01T24:00:00Z"),
        Plan(bidsCloseAt: "2101-01-01 12:00:00Z"),
        Plan(bidsCloseAt: "soon"),
        Plan(bidsCloseAt: "2100-01-01T12:00:00Z"),
        Plan(bidsCloseAt: "2099-01-01T12:00:00Z"),
        Plan(lots: "[]"),
        Plan(lots: "null"),
        Plan(lots: "[null]"),
        Plan(lots: $"[{string.Join(',', Enumerable.Repeat(Lot(), 51))}]"),
        Plan(lots: $"[{Lot(category: "72253001")}]"),
        Plan(lots: $"[{Lot(category: "72253000-3")}]"),
        Plan(lots: $"[{Lot(unit: "XYZ")}]"),
        Plan(lots: $"[{Lot(unit: "ie")}]"),
        Plan(lots: $"[{Lot(term: "null")}]"),
        Plan(lots: $"[{Lot(term: """{ "startsOn": "9999-12-01", "periodUnit": "year", "periods": 120 }""")}]"),
        Plan(lots: $"[{Lot(term: """{ "startsOn": "2100-04-01", "periodUnit": "month", "periods": 0 }""")}]"),
        Plan(lots: $"[{Lot(term: """{ "startsOn": "2100-04-01", "periodUnit": "month", "periods": 121 }""")}]"),
        Plan(lots: $"[{Lot(term: """{ "startsOn": "2100-04-01", "periodUnit": "once", "periods": 2 }""")}]"),
        Plan(lots: $"[{Lot(term: """{ "startsOn": "2100-04-01", "periodUnit": "week", "periods": 2 }""")}]"),
        Plan(lots: $"[{Lot(term: """{ "startsOn": "2100-04-01", "periodUnit": 1, "periods": 2 }""")}]"),
        Plan(lots: $"[{Lot(term: """{ "startsOn": "2100-04-01T00:00:00Z", "periodUnit": "month", "periods": 2 }""")}]"),
        Plan(more: """, "standstillDays": -1"""),
        Plan(more: """, "standstillDays": 61"""),
        Plan(more: """, "standstillDays": "10" """),
        Plan(more: """, "feePolicy": "byMood" """),
        Plan(more: """, "requirements": [null]"""),
        Plan(more: """, "requirements": [""]"""),
        Plan(more: $$""", "requirements": [{{string.Join(',', Enumerable.Repeat("\"x\"", 51))}}]"""),
        Plan(more: """, "groupIds": ["x"]"""),
        Plan(more: """, "groupIds": [null]"""),
        Plan(more: """, "state": "collecting" """),
        Plan(more: """, "title": "twice" """),
    ];

    [Test]
    public async Task refuses_whatever_is_no_plan()
    {
        var world = await World.NewAsync();

        foreach (var plan in HostilePlans)
        {
            var answer = await world.Coordinator.PostAsync($"{world.Cluster}/rounds", plan);

            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), plan);
            Assert.That(answer.Code, Is.EqualTo("invalidRequest"), plan);
        }
    }

    private static string Plan(
        string title = "\"IT\"", string needsCloseAt = "2100-01-01T12:00:00Z", string bidsCloseAt = "2100-02-01T12:00:00Z", string? lots = null, string more = "") =>
        $$"""{ "title": {{title}}, "needsCloseAt": "{{needsCloseAt}}", "bidsCloseAt": "{{bidsCloseAt}}", "lots": {{lots ?? $"[{Lot()}]"}}{{more}} }""";

    private static string Lot(
        string category = "72253000", string unit = "IE", string term = """{ "startsOn": "2100-04-01", "periodUnit": "month", "periods": 24 }""") =>
        $$"""{ "title": "Helpdesk", "specification": "Help.", "categoryCode": "{{category}}", "unit": "{{unit}}", "term": {{term}} }""";
}
