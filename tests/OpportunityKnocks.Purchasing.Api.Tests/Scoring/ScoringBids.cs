using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scoring;

public sealed class ScoringBids
{
    [Test]
    public async Task goes_from_each_persons_scores_to_what_all_agree_on()
    {
        var (round, bid, asha, ben) = await ADeskAsync();
        (await round.ScoreAsync(asha, bid, "0.9", "0.25")).Ok();
        (await round.ScoreAsync(ben, bid, "0.7", "0.123456")).Ok();

        var agreed = (await round.AgreeAsync(ben, bid, ["0.8", "0.2"])).Ok();

        Assert.That(agreed["individual"].AsArray().Select(i => (string?)i!["person"]), Is.EqualTo(new[] { "Asha Patel", "Ben Osei" }));
        Assert.That((string?)agreed["individual"][1]!["scores"]![1]!["score"], Is.EqualTo("0.123456"));
        Assert.That((string?)agreed["individual"][1]!["scores"]![1]!["note"], Is.EqualTo("Because of 0.123456"));
        Assert.That(agreed["consensus"].AsArray().Select(c => ((string?)c!["score"], (string?)c["by"])), Is.EqualTo(new[] { ("0.8", "Ben Osei"), ("0.2", "Ben Osei") }));
        Assert.That((string?)agreed["quality"], Is.EqualTo("0.65"), "(30 x 0.8 + 10 x 0.2) / 40");
        Assert.That((await asha.GetAsync($"{round.Url}/scores/{bid}")).Ok().Text, Is.EqualTo(agreed.Text));
        var list = (await asha.GetAsync($"{round.Url}/scores")).Ok()["items"].AsArray();
        Assert.That(list.Select(b => (string?)b!["label"]), Is.EqualTo(new[] { "Bid A", "Bid B", "Bid C" }));
        Assert.That(list.Single(b => (Guid)b!["bidId"]! == bid)!.ToJsonString(), Is.EqualTo(agreed.Body.ToJsonString()));
    }

    [Test]
    public async Task shows_nobody_anothers_scores_before_its_own_are_in()
    {
        var (round, bid, asha, ben) = await ADeskAsync();
        (await round.ScoreAsync(asha, bid, "0.91919", "0.25")).Ok();

        var before = (await ben.GetAsync($"{round.Url}/scores/{bid}")).Ok();
        var half = (await ben.PostAsync($"{round.Url}/scores", await HalfAsync(round, bid, "0.3"))).Ok();
        var after = (await round.ScoreAsync(ben, bid, "0.3", "0.4")).Ok();

        Assert.That((before["individual"].AsArray().Count, (int)before["evaluators"]), Is.EqualTo((0, 1)));
        Assert.That(before.Text + half.Text, Does.Not.Contain("0.91919"));
        Assert.That(after.Text, Does.Contain("0.91919"));
        await TheJournal.SequencedAsync(round.World);
        Assert.That((await ben.GetAsync($"{round.World.Cluster}/events?limit=200")).Ok().Text, Does.Not.Contain("0.91919"), "nor does the feed tell");
        Assert.That((await ben.GetAsync($"{round.World.Cluster}/audit?limit=200")).Ok().Text, Does.Not.Contain("0.91919"));
    }

    [Test]
    public async Task tells_the_journal_who_agreed_on_what_and_why_it_changed()
    {
        var (round, bid, asha, ben) = await ADeskAsync();
        (await round.ScoreAsync(asha, bid, "0.9", "0.25")).Ok();
        (await round.AgreeAsync(ben, bid, ["0.8", "0.2"])).Ok();

        var unsaid = await round.AgreeAsync(ben, bid, ["0.1", "0.1"]);
        var replaced = (await round.AgreeAsync(ben, bid, ["0.1", "0.1"], "The reference was checked")).Ok();

        Assert.That((unsaid.Status, unsaid.Code), Is.EqualTo((HttpStatusCode.Conflict, "consensusGiven")));
        Assert.That((string?)replaced["quality"], Is.EqualTo("0.1"));
        var told = await EntriesAsync(round, "ConsensusRecorded");
        Assert.That(told.Select(e => e.Reason), Is.EqualTo(new[] { null, "The reference was checked" }));
        Assert.That(told[1].Payload, Does.Contain("Asha Patel").And.Contain("0.9").And.Contain("Because of 0.1"));
    }

    [Test]
    public async Task agrees_on_nothing_that_nobody_scored()
    {
        var (round, bid, _, ben) = await ADeskAsync();

        var none = await round.AgreeAsync(ben, bid, ["0.8", "0.2"]);
        (await ben.PostAsync($"{round.Url}/scores", await HalfAsync(round, bid, "0.3"))).Ok();
        var half = await round.AgreeAsync(ben, bid, ["0.8", "0.2"]);
        var one = await round.AgreeAsync(ben, bid, ["0.8"]);

        Assert.That((none.Status, none.Code), Is.EqualTo((HttpStatusCode.Conflict, "individualScoreMissing")));
        Assert.That(half.Code, Is.EqualTo("individualScoreMissing"));
        Assert.That(one.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(one.Body["quality"], Is.Null);
    }

    [Test]
    public async Task agrees_on_the_scores_as_they_were_read()
    {
        var (round, bid, asha, ben) = await ADeskAsync();
        (await round.ScoreAsync(asha, bid, "0.9", "0.25")).Ok();
        var read = (await asha.GetAsync($"{round.Url}/scores/{bid}")).ETag;
        (await round.ScoreAsync(ben, bid, "0.1", "0.1")).Ok();

        var stale = await round.AgreeAsync(asha, bid, ["0.9", "0.25"], ifMatch: read);
        var unsaid = await asha.PostAsync(
            $"{round.Url}/scores/{bid}/consensus", $$"""{ "scores": [{ "criterionId": "{{(await round.CriteriaAsync())[0]}}", "score": "1", "note": "x" }] }""");

        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(unsaid.Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
    }

    [Test]
    public async Task leaves_a_persons_score_as_it_was_once_there_is_a_consensus()
    {
        var (round, bid, asha, ben) = await ADeskAsync();
        (await round.ScoreAsync(asha, bid, "0.9", "0.25")).Ok();
        (await round.ScoreAsync(asha, bid, "0.8", "0.25")).Ok();
        (await round.AgreeAsync(asha, bid, ["0.8"])).Ok();

        var late = await round.ScoreAsync(asha, bid, "0.1", "0.25");
        var other = await ben.PostAsync($"{round.Url}/scores", await HalfAsync(round, bid, "0.3"));

        Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.Conflict, "consensusGiven")));
        Assert.That(other.Code, Is.EqualTo("consensusGiven"));
    }

    [TestCase("1.000001")]
    [TestCase("-0.1")]
    [TestCase("0.1234567")]
    [TestCase(".5")]
    [TestCase("1e-1")]
    [TestCase("85")]
    [TestCase("")]
    [TestCase("٠.٥")]
    public async Task takes_no_score_out_of_range(string score)
    {
        var (round, bid, asha, _) = await ADeskAsync();

        var answer = await round.ScoreAsync(asha, bid, score, "0.5");

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invalidRequest")), answer.ToString());
    }

    [Test]
    public async Task takes_no_criterion_it_does_not_know_or_twice_and_no_score_without_a_note()
    {
        var (round, bid, asha, _) = await ADeskAsync();
        var criterion = (await round.CriteriaAsync())[0];

        var unknown = await asha.PostAsync($"{round.Url}/scores", Body(bid, $$"""{ "criterionId": "{{Guid.NewGuid()}}", "score": "1", "note": "x" }"""));
        var twice = await asha.PostAsync($"{round.Url}/scores", Body(bid, string.Join(", ", Enumerable.Repeat($$"""{ "criterionId": "{{criterion}}", "score": "1", "note": "x" }""", 2))));
        var silent = await asha.PostAsync($"{round.Url}/scores", Body(bid, $$"""{ "criterionId": "{{criterion}}", "score": "1", "note": " " }"""));
        var number = await asha.PostAsync($"{round.Url}/scores", Body(bid, $$"""{ "criterionId": "{{criterion}}", "score": 1, "note": "x" }"""));
        var nothing = await asha.PostAsync($"{round.Url}/scores", Body(bid, ""));
        var elsewhere = await asha.PostAsync($"{round.Url}/scores", Body(Guid.NewGuid(), $$"""{ "criterionId": "{{criterion}}", "score": "1", "note": "x" }"""));

        Assert.That((unknown.Status, unknown.Code), Is.EqualTo((HttpStatusCode.BadRequest, "unknownCriterion")));
        Assert.That((twice.Status, twice.Code), Is.EqualTo((HttpStatusCode.BadRequest, "criterionTwice")));
        Assert.That(new[] { silent, number, nothing }.Select(a => a.Status), Has.All.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(elsewhere.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task is_for_coordinators_while_bids_are_evaluated()
    {
        var (round, bid, asha, ben) = await ADeskAsync();
        var (scores, consensus) = ($"{round.Url}/scores", $"{round.Url}/scores/{bid}/consensus");
        var body = Body(bid, $$"""{ "criterionId": "{{(await round.CriteriaAsync())[0]}}", "score": "1", "note": "x" }""");
        var agreement = body.Replace($"\"bidId\": \"{bid}\", ", "", StringComparison.Ordinal);
        var auditor = await round.World.AuditorAsync();

        foreach (var (party, status) in new[]
        {
            (Party.Stranger(round.World.Service), HttpStatusCode.Unauthorized), (round.Members[0].Client, HttpStatusCode.Forbidden),
            (round.Suppliers[0].Client, HttpStatusCode.Forbidden), (round.World.Operator, HttpStatusCode.Forbidden), (auditor, HttpStatusCode.Forbidden),
            ((await World.NewAsync()).Coordinator, HttpStatusCode.NotFound),
        })
        {
            Assert.That((await party.PostAsync(scores, body)).Status, Is.EqualTo(status));
            Assert.That((await party.PostAsync(consensus, agreement, ifMatch: "\"0\"")).Status, Is.EqualTo(status));
        }

        Assert.That((await auditor.GetAsync(scores)).Code, Is.EqualTo("bidsSealed"));
        await round.ScoreAllAsync(asha, ["0.9", "0.9"], ["0.5", "0.5"], ["0.5", "0.5"]);
        (await round.CloseAsync()).Ok();
        Assert.That((await ben.PostAsync(scores, body)).Code, Is.EqualTo("roundNotEvaluating"));
        Assert.That((await ben.PostAsync(consensus, agreement, ifMatch: "*")).Code, Is.EqualTo("roundNotEvaluating"));
        Assert.That((await auditor.GetAsync(scores)).Ok()["items"].AsArray(), Has.Count.EqualTo(3));
        Assert.That((string?)(await auditor.GetAsync($"{scores}/{bid}")).Ok()["quality"], Is.EqualTo("0.9"));
    }

    [Test]
    public async Task waits_for_the_opening()
    {
        var world = await World.NewAsync();
        var round = await ASealedRound(world, RoundPlans.ItSupport(world).With(RoundInPlay.Quality()));
        var bid = await round.BidIdAsync(round.Suppliers[0]);
        (await round.DeclareAsync(world.Coordinator)).Ok();

        foreach (var id in new[] { bid, Guid.NewGuid() })
        {
            Assert.That((await round.ScoreAsync(world.Coordinator, id, "1", "1")).Code, Is.EqualTo("bidsSealed"));
            Assert.That((await world.Coordinator.GetAsync($"{round.Url}/scores/{id}")).Code, Is.EqualTo("bidsSealed"));
        }

        Assert.That((await world.Coordinator.GetAsync($"{round.Url}/scores")).Code, Is.EqualTo("bidsSealed"));
        Assert.That((await world.Coordinator.GetAsync($"{round.Url}/scoring-record")).Code, Is.EqualTo("bidsSealed"));
    }

    [Test]
    public async Task keeps_the_round_from_being_closed_until_every_bid_that_counts_has_its_consensus()
    {
        var (round, bid, asha, _) = await ADeskAsync();
        (await round.ScoreAsync(asha, bid, "0.9", "0.25")).Ok();
        (await round.AgreeAsync(asha, bid, ["0.9"])).Ok();

        var early = await round.CloseAsync();

        Assert.That((early.Status, early.Code), Is.EqualTo((HttpStatusCode.Conflict, "scoresMissing")));
        Assert.That((string?)early["detail"], Does.Contain("Bid A").And.Contain("Bid B").And.Contain("Bid C").And.Contain("criterion 2"));
        (await round.AgreeAsync(asha, bid, ["0.9", "0.25"], "Whole now")).Ok();
        foreach (var supplier in round.Suppliers.Skip(1))
        {
            (await asha.PostAsync(
                $"{round.Url}/bids/{await round.BidIdAsync(supplier)}/exclude", """{ "reason": "supplierUnfit", "note": "Insolvent" }""", ifMatch: "\"1\"")).Ok();
        }

        (await round.CloseAsync()).Ok();
    }

    [Test]
    public async Task scores_nothing_where_price_alone_decides()
    {
        var round = await AnEvaluatingRound(await World.NewAsync());
        (await round.DeclareAsync(round.World.Coordinator)).Ok();

        var answer = await round.World.Coordinator.PostAsync(
            $"{round.Url}/scores", Body(await round.BidIdAsync(round.Suppliers[0]), $$"""{ "criterionId": "{{Guid.NewGuid()}}", "score": "1", "note": "x" }"""));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Conflict, "roundWithoutCriteria")));
    }

    [Test]
    public async Task happens_once_by_a_key_and_loses_nothing_when_many_score_at_once()
    {
        var (round, bid, asha, _) = await ADeskAsync();
        var people = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => round.World.CoordinatorAsync($"Person {i}")));
        await Task.WhenAll(people.Select(p => round.DeclareAsync(p)));
        var (key, body) = (Guid.NewGuid().ToString(), await HalfAsync(round, bid, "0.3"));

        var first = await asha.PostAsync($"{round.Url}/scores", body, key);
        var again = await asha.PostAsync($"{round.Url}/scores", body, key);
        var race = await Task.WhenAll(people.Select(p => round.ScoreAsync(p, bid, "0.5", "0.5")));

        Assert.That(again.Text, Is.EqualTo(first.Ok().Text));
        Assert.That(race.Select(a => a.Status), Has.All.EqualTo(HttpStatusCode.OK));
        var scores = (await people[0].GetAsync($"{round.Url}/scores/{bid}")).Ok();
        Assert.That(((int)scores["evaluators"], (int)scores["version"]), Is.EqualTo((7, 7)));
    }

    private static async Task<(RoundInPlay Round, Guid Bid, Party Asha, Party Ben)> ADeskAsync()
    {
        var world = await World.NewAsync();
        var round = await AnEvaluatingRound(world, RoundPlans.ItSupport(world).With(RoundInPlay.Quality()));
        var ben = await world.CoordinatorAsync("Ben Osei");
        (await round.DeclareAsync(world.Coordinator)).Ok();
        (await round.DeclareAsync(ben)).Ok();
        return (round, await round.BidIdAsync(round.Suppliers[0]), world.Coordinator, ben);
    }

    private static async Task<string> HalfAsync(RoundInPlay round, Guid bid, string score) =>
        Body(bid, $$"""{ "criterionId": "{{(await round.CriteriaAsync())[0]}}", "score": "{{score}}", "note": "Half" }""");

    private static string Body(Guid bid, string scores) => $$"""{ "bidId": "{{bid}}", "scores": [{{scores}}] }""";

    private static async Task<List<(string? Reason, string Payload)>> EntriesAsync(RoundInPlay round, string type)
    {
        await using var command = round.World.Service.Database.CreateCommand(
            $"SELECT reason, payload FROM journal WHERE round_id = '{round.Id}' AND type = '{type}' ORDER BY subject_version");
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<(string?, string)>();
        while (await reader.ReadAsync())
            entries.Add((await reader.IsDBNullAsync(0) ? null : reader.GetString(0), reader.GetString(1)));
        return entries;
    }
}
