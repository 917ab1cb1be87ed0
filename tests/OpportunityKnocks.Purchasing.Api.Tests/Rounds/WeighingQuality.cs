using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class WeighingQuality
{
    private const string TwoCriteria =
        """
        "evaluation": {
          "hideSuppliers": true,
          "criteria": [
            { "title": "Service", "description": "How help is given.", "weight": 25 },
            { "title": "Social value", "weight": 5 }
          ]
        }
        """;

    [Test]
    public async Task is_shown_in_the_round_and_in_the_tender()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world, RoundPlans.ItSupport(world).With(TwoCriteria));
        var supplier = await world.SupplierAsync();

        var evaluation = (await round.ReadAsync())["evaluation"];

        Assert.That((int)evaluation["priceWeight"]!, Is.EqualTo(70));
        Assert.That((string?)evaluation["qualityPremiumPercent"], Is.EqualTo("42.86"));
        Assert.That((bool)evaluation["hideSuppliers"]!, Is.True);
        Assert.That(evaluation["criteria"]!.AsArray().Select(c => ((int)c!["number"]!, (string?)c["title"], (int)c["weight"]!)),
            Is.EqualTo(new[] { (1, "Service", 25), (2, "Social value", 5) }));
        Assert.That((string?)evaluation["criteria"]![0]!["description"], Is.EqualTo("How help is given."));
        var tender = (await supplier.Client.GetAsync(round.Tender)).Ok()["evaluation"];
        Assert.That(tender.ToJsonString(), Is.EqualTo(evaluation.ToJsonString()));
        Assert.That((await round.Members[0].Client.GetAsync(round.Url)).Ok()["evaluation"].ToJsonString(), Is.EqualTo(evaluation.ToJsonString()));
    }

    [Test]
    public async Task is_left_to_the_price_when_nothing_is_said()
    {
        var round = await ADraftRound(await World.NewAsync());

        var evaluation = (await round.ReadAsync())["evaluation"];

        Assert.That(evaluation.ToJsonString(), Is.EqualTo("""{"priceWeight":100,"qualityPremiumPercent":"0","criteria":[],"hideSuppliers":false}"""));
    }

    [Test]
    public async Task is_frozen_by_the_publication_and_not_before()
    {
        var world = await World.NewAsync();
        var round = await ADraftRound(world, RoundPlans.ItSupport(world).With(TwoCriteria));

        var rewritten = await world.Coordinator.PutAsync(round.Url, RoundPlans.ItSupport(world), ifMatch: await round.ETagAsync());
        (await round.DoAsync("publish")).Ok();
        var late = await world.Coordinator.PutAsync(round.Url, RoundPlans.ItSupport(world).With(TwoCriteria), ifMatch: await round.ETagAsync());

        Assert.That((int)rewritten.Ok()["evaluation"]["priceWeight"]!, Is.EqualTo(100));
        Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.Conflict, "roundStateForbids")));
        Assert.That((int)(await round.ReadAsync())["evaluation"]["priceWeight"]!, Is.EqualTo(100));
    }

    [Test]
    public async Task is_cloned_with_criteria_of_its_own()
    {
        var world = await World.NewAsync();
        var round = await ADraftRound(world, RoundPlans.ItSupport(world).With(TwoCriteria));

        var clone = (await world.Coordinator.PostAsync($"{round.Url}/clone", """{ "shiftDays": 28 }""")).Ok();

        var (one, other) = ((await round.ReadAsync())["evaluation"], clone["evaluation"]);
        var ids = new[] { one, other }.SelectMany(e => e["criteria"]!.AsArray().Select(c => (Guid)c!["id"]!)).ToList();
        Assert.That(ids, Has.Count.EqualTo(4).And.Unique);
        foreach (var criterion in new[] { one, other }.SelectMany(e => e["criteria"]!.AsArray()))
            criterion!.AsObject().Remove("id");
        Assert.That(other.ToJsonString(), Is.EqualTo(one.ToJsonString()));
    }

    [TestCase("""{ "criteria": [{ "title": "All", "weight": 100 }] }""", Description = "nothing left for the price")]
    [TestCase("""{ "criteria": [{ "title": "A", "weight": 60 }, { "title": "B", "weight": 40 }] }""")]
    [TestCase("""{ "criteria": [{ "title": "A", "weight": 0 }] }""")]
    [TestCase("""{ "criteria": [{ "title": "A", "weight": -5 }] }""")]
    [TestCase("""{ "criteria": [{ "title": "A", "weight": 12.5 }] }""")]
    [TestCase("""{ "criteria": [{ "title": "A", "weight": "12" }] }""")]
    [TestCase("""{ "criteria": [{ "title": "A", "weight": 2147483647 }, { "title": "B", "weight": 2147483647 }] }""")]
    [TestCase("""{ "criteria": [{ "title": " ", "weight": 10 }] }""")]
    [TestCase("""{ "criteria": [null] }""")]
    [TestCase("""{ "criteria": [{ "weight": 10 }] }""")]
    [TestCase("""{ "hideSuppliers": true }""", Description = "nothing to score")]
    [TestCase("""{ "priceWeight": 70 }""")]
    public async Task is_refused_when_it_makes_no_sense(string evaluation)
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.PostAsync($"{world.Cluster}/rounds", RoundPlans.ItSupport(world).With($"\"evaluation\": {evaluation}"));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invalidRequest")), answer.ToString());
        Assert.That(answer.Text, Does.Contain("evaluation"));
    }

    [Test]
    public async Task takes_no_more_than_twenty_criteria()
    {
        var world = await World.NewAsync();

        var answers = new List<HttpStatusCode>();
        foreach (var count in new[] { 20, 21 })
        {
            var criteria = string.Join(", ", Enumerable.Range(1, count).Select(i => $$"""{ "title": "Criterion {{i}}", "weight": 4 }"""));
            answers.Add((await world.Coordinator.PostAsync(
                $"{world.Cluster}/rounds", RoundPlans.ItSupport(world).With($$"""  "evaluation": { "criteria": [{{criteria}}] } """))).Status);
        }

        Assert.That(answers, Is.EqualTo(new[] { HttpStatusCode.Created, HttpStatusCode.BadRequest }));
    }
}
