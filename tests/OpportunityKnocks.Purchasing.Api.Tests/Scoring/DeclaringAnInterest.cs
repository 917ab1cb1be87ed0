using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scoring;

public sealed class DeclaringAnInterest
{
    [Test]
    public async Task comes_before_any_score()
    {
        var round = await AQualityRound();
        var bid = await round.BidIdAsync(round.Suppliers[0]);

        var undeclared = await round.ScoreAsync(round.World.Coordinator, bid, "0.5", "0.5");
        (await round.DeclareAsync(round.World.Coordinator)).Ok();
        var declared = await round.ScoreAsync(round.World.Coordinator, bid, "0.5", "0.5");

        Assert.That((undeclared.Status, undeclared.Code), Is.EqualTo((HttpStatusCode.Conflict, "declarationMissing")));
        Assert.That(declared.Status, Is.EqualTo(HttpStatusCode.OK), declared.ToString());
    }

    [Test]
    public async Task keeps_a_person_from_the_bid_it_concerns_whatever_client_it_uses()
    {
        var round = await AQualityRound();
        var (mine, other) = (await round.BidIdAsync(round.Suppliers[0]), await round.BidIdAsync(round.Suppliers[1]));
        var again = await round.World.CoordinatorAsync("ASHA  patel");

        (await round.DeclareAsync(round.World.Coordinator, Interest(round.Suppliers[0]))).Ok();

        var concerned = await round.ScoreAsync(again, mine, "1", "1");
        Assert.That((concerned.Status, concerned.Code), Is.EqualTo((HttpStatusCode.Conflict, "interestDeclared")));
        Assert.That((await round.ScoreAsync(again, other, "0.4", "0.4")).Status, Is.EqualTo(HttpStatusCode.OK));
        (await round.DeclareAsync(again, """{ "hasInterest": true, "note": "In all of it" }""")).Ok();
        Assert.That((await round.ScoreAsync(round.World.Coordinator, other, "0.4", "0.4")).Code, Is.EqualTo("interestDeclared"));
    }

    [Test]
    public async Task is_never_taken_back()
    {
        var round = await AQualityRound();
        (await round.DeclareAsync(round.World.Coordinator, Interest(round.Suppliers[0]))).Ok();

        var none = await round.DeclareAsync(round.World.Coordinator);
        var another = await round.DeclareAsync(round.World.Coordinator, Interest(round.Suppliers[1]));
        var more = (await round.DeclareAsync(round.World.Coordinator, Interest(round.Suppliers[0], round.Suppliers[1]))).Ok();

        Assert.That((none.Status, none.Code), Is.EqualTo((HttpStatusCode.Conflict, "interestStays")));
        Assert.That(another.Code, Is.EqualTo("interestStays"));
        Assert.That(more["suppliers"].AsArray(), Has.Count.EqualTo(2));
        var list = (await round.World.Coordinator.GetAsync($"{round.Url}/declarations")).Ok()["items"].AsArray();
        Assert.That(list.Select(d => ((string?)d!["person"], (bool)d["hasInterest"]!, (int)d["version"]!)), Is.EqualTo(new[] { ("Asha Patel", true, 2) }));
        Assert.That((await TheJournal.OfAsync(round.World, more.Id)).Select(e => e.Type), Is.EqualTo(new[] { "InterestDeclared", "InterestDeclared" }));
    }

    [Test]
    public async Task strikes_what_was_scored_before_and_what_rested_on_it()
    {
        var round = await AQualityRound();
        var (bid, second) = (await round.BidIdAsync(round.Suppliers[0]), await round.World.CoordinatorAsync("Ben Osei"));
        await round.ScoreAllAsync(round.World.Coordinator, ["0.9", "0.9"], ["0.5", "0.5"], ["0.5", "0.5"]);
        (await round.DeclareAsync(second)).Ok();

        (await round.DeclareAsync(round.World.Coordinator, Interest(round.Suppliers[0]))).Ok();

        var scores = (await second.GetAsync($"{round.Url}/scores/{bid}")).Ok();
        Assert.That(scores["consensus"].AsArray(), Is.Empty);
        var missing = await round.CloseAsync();
        Assert.That((missing.Status, missing.Code), Is.EqualTo((HttpStatusCode.Conflict, "scoresMissing")));
        Assert.That((await round.AgreeAsync(second, bid, ["0.9", "0.9"])).Code, Is.EqualTo("individualScoreMissing"), "nobody's score counts");
        (await round.ScoreAsync(second, bid, "0.6", "0.7")).Ok();
        var anew = (await round.AgreeAsync(second, bid, ["0.6", "0.7"])).Ok();
        Assert.That(anew["individual"].AsArray().Select(i => ((string?)i!["person"], (bool)i["struck"]!)), Is.EqualTo(new[] { ("Asha Patel", true), ("Ben Osei", false) }));
        (await round.CloseAsync()).Ok();
    }

    [TestCase("""{ "hasInterest": true }""", HttpStatusCode.BadRequest, Description = "an interest has a note")]
    [TestCase("""{ "hasInterest": false, "suppliers": ["0198c0de-0000-7000-8000-000000000009"] }""", HttpStatusCode.BadRequest)]
    [TestCase("""{ "hasInterest": true, "note": "x", "suppliers": ["0198c0de-0000-7000-8000-000000000009"] }""", HttpStatusCode.BadRequest, Description = "nobody knows it")]
    [TestCase("""{ "hasInterest": "no" }""", HttpStatusCode.BadRequest)]
    [TestCase("{}", HttpStatusCode.BadRequest)]
    public async Task is_refused_when_it_says_nothing_clear(string json, HttpStatusCode status)
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world, RoundPlans.ItSupport(world).With(RoundInPlay.Quality()));

        Assert.That((await round.DeclareAsync(world.Coordinator, json)).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task is_for_coordinators_of_the_cluster_and_only_until_the_award()
    {
        var round = await AQualityRound();
        await round.ScoreAllAsync(round.World.Coordinator, ["0.9", "0.9"], ["0.5", "0.5"], ["0.5", "0.5"]);
        var draft = await ADraftRound(round.World);

        Assert.That((await round.DeclareAsync(Party.Stranger(round.World.Service))).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await round.DeclareAsync(round.Members[0].Client)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await round.DeclareAsync(round.Suppliers[0].Client)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await round.DeclareAsync(await round.World.AuditorAsync())).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await round.DeclareAsync((await World.NewAsync()).Coordinator)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await draft.DeclareAsync(round.World.Coordinator)).Code, Is.EqualTo("roundStateForbids"));
        (await round.CloseAsync()).Ok();
        Assert.That((await round.DeclareAsync(round.World.Coordinator)).Code, Is.EqualTo("roundStateForbids"));
    }

    [Test]
    public async Task is_made_once_by_a_key_and_by_two_at_once()
    {
        var round = await AQualityRound();
        var key = Guid.NewGuid().ToString();

        var first = await round.World.Coordinator.PostAsync($"{round.Url}/declarations", """{ "hasInterest": false }""", key);
        var again = await round.World.Coordinator.PostAsync($"{round.Url}/declarations", """{ "hasInterest": false }""", key);
        var second = await round.World.CoordinatorAsync("Ben Osei");
        var race = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => round.DeclareAsync(second)));

        Assert.That(again.Text, Is.EqualTo(first.Text));
        Assert.That(race.Select(a => a.Status), Has.All.EqualTo(HttpStatusCode.OK));
        var list = (await round.World.Coordinator.GetAsync($"{round.Url}/declarations")).Ok()["items"].AsArray();
        Assert.That(list.Select(d => ((string?)d!["person"], (int)d["version"]!)), Is.EquivalentTo(new[] { ("Asha Patel", 1), ("Ben Osei", 8) }));
    }

    private static async Task<RoundInPlay> AQualityRound()
    {
        var world = await World.NewAsync();
        return await AnEvaluatingRound(world, RoundPlans.ItSupport(world).With(RoundInPlay.Quality()));
    }

    private static string Interest(params Supplier[] suppliers) =>
        $$"""{ "hasInterest": true, "note": "My brother works there", "suppliers": [{{string.Join(", ", suppliers.Select(s => $"\"{s.OrganisationId}\""))}}] }""";
}
