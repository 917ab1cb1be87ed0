using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scoring;

public sealed class LookingIntoLowPrices
{
    private const string Accept = """{ "decision": "accept", "reason": "Accounts seen" }""";
    private const string Exclude = """{ "decision": "exclude", "reason": "It names no staff" }""";

    [Test]
    public async Task flags_the_bid_and_keeps_the_round_open_until_it_is_decided_on()
    {
        var (round, low) = await ALowBid();

        var flagged = (await round.World.Coordinator.GetAsync($"{round.Url}/abnormally-low")).Ok()["items"].AsArray();
        var early = await round.DoAsync("close", """{ "reason": "Best" }""");
        (await DecideAsync(round, low, Accept, "\"0\"")).Ok();
        var closed = await round.DoAsync("close", """{ "reason": "Best" }""");

        Assert.That(flagged.Select(f => (Guid)f!["bidId"]!), Is.EqualTo(new[] { low }));
        Assert.That(flagged[0]!["lots"]!.ToJsonString(), Is.EqualTo(
            $$"""[{"lotId":"{{round.Helpdesk}}","net":"6575.0000","underMeanPercent":"61.83","underNextPercent":"56.96"}]"""));
        Assert.That((early.Status, early.Code), Is.EqualTo((HttpStatusCode.Conflict, "abnormallyLowUndecided")));
        Assert.That((string?)early["detail"], Does.Contain((string)flagged[0]!["label"]!));
        Assert.That(closed.Status, Is.EqualTo(HttpStatusCode.OK), closed.ToString());
    }

    [Test]
    public async Task asks_the_supplier_and_decides_on_its_answer()
    {
        var (round, low) = await ALowBid();
        var supplier = round.Suppliers[0].Client;

        var asked = (await AskAsync(round, low)).Ok();
        var question = (await supplier.GetAsync($"{round.Bid}/price-question")).Ok();
        var toDo = (await supplier.GetAsync($"{round.World.Cluster}/to-do")).Ok()["items"].AsArray();
        (await supplier.PostAsync($"{round.Bid}/price-question/answer", """{ "answer": "Our staff are volunteers" }""", ifMatch: question.ETag)).Ok();
        var mine = (await round.World.Coordinator.GetAsync($"{round.World.Cluster}/to-do")).Ok()["items"].AsArray();
        var decided = (await DecideAsync(round, low, Exclude, "\"2\"")).Ok();

        Assert.That((string?)asked["askedBy"], Is.EqualTo("Asha Patel"));
        Assert.That((string?)question["question"], Is.EqualTo("How?"));
        Assert.That(toDo.Select(t => (string?)t!["kind"]), Does.Contain("explainPrice"));
        Assert.That(mine.Select(t => (string?)t!["kind"]), Does.Contain("decideOnLowPrice"));
        Assert.That(((string?)decided["answer"], (string?)decided["decision"], (bool)decided["settled"]), Is.EqualTo(("Our staff are volunteers", "exclude", true)));
        var own = (await supplier.GetAsync(round.Bid)).Ok();
        Assert.That(((string?)own["state"], (string?)own["exclusionReason"], (string?)own["exclusionNote"]), Is.EqualTo(("excluded", "abnormallyLow", "It names no staff")));
        Assert.That((string?)(await supplier.GetAsync($"{round.Bid}/price-question")).Ok()["decision"], Is.EqualTo("exclude"));
        (await round.DoAsync("close", """{ "reason": "Best" }""")).Ok();
        var entries = await EntriesAsync(round);
        Assert.That(entries.Select(e => e.Type), Is.EqualTo(new[] { "PriceQuestioned", "PriceExplained", "LowPriceDecided" }));
        Assert.That(entries[1].Actor, Is.EqualTo("the bid's supplier"));
    }

    [Test]
    public async Task excludes_nobody_unheard()
    {
        var (round, low) = await ALowBid();

        var unasked = await DecideAsync(round, low, Exclude, "\"0\"");
        (await AskAsync(round, low)).Ok();
        var unheard = await DecideAsync(round, low, Exclude, "\"1\"");

        Assert.That((unasked.Status, unasked.Code), Is.EqualTo((HttpStatusCode.Conflict, "supplierNotHeard")));
        Assert.That(unheard.Code, Is.EqualTo("supplierNotHeard"));
        Assert.That((string?)(await round.Suppliers[0].Client.GetAsync(round.Bid)).Ok()["state"], Is.EqualTo("submitted"));
    }

    [Test]
    public async Task takes_the_version_that_was_read_and_one_answer_to_a_key()
    {
        var (round, low) = await ALowBid();
        var coordinator = round.World.Coordinator;
        var key = Guid.NewGuid().ToString();
        var ask = Question(round);

        Assert.That((await DecideAsync(round, low, Accept, null)).Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        var first = await coordinator.PostAsync($"{round.Url}/abnormally-low/{low}/ask", ask, key, "\"0\"");
        var again = await coordinator.PostAsync($"{round.Url}/abnormally-low/{low}/ask", ask, key, "\"0\"");
        Assert.That(again.Text, Is.EqualTo(first.Ok().Text));
        Assert.That((await DecideAsync(round, low, Accept, "\"0\"")).Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        var race = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => DecideAsync(round, low, Accept, "\"1\"")));
        Assert.That(race.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That((await round.Suppliers[0].Client.PostAsync($"{round.Bid}/price-question/answer", """{ "answer": "x" }""", ifMatch: "\"2\"")).Code, Is.EqualTo("priceAnswerTooLate"));
    }

    [Test]
    public async Task is_between_the_coordinators_and_that_supplier()
    {
        var (round, low) = await ALowBid();
        (await AskAsync(round, low)).Ok();
        var list = $"{round.Url}/abnormally-low";

        foreach (var party in new[] { round.Members[0].Client, round.Suppliers[0].Client, round.World.Operator })
        {
            Assert.That((await party.GetAsync(list)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That((await party.PostAsync($"{list}/{low}/decide", Accept, ifMatch: "\"1\"")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That((await party.PostAsync($"{list}/{low}/ask", Question(round), ifMatch: "\"1\"")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        }

        Assert.That((await (await World.NewAsync()).Coordinator.GetAsync(list)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var auditor = await round.World.AuditorAsync();
        Assert.That((await auditor.GetAsync(list)).Code, Is.EqualTo("bidsSealed"));
        Assert.That((await auditor.PostAsync($"{list}/{low}/decide", Accept, ifMatch: "\"1\"")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        var rival = round.Suppliers[1].Client;
        Assert.That((await rival.GetAsync($"{round.Bid}/price-question")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await rival.PostAsync($"{round.Bid}/price-question/answer", """{ "answer": "x" }""", ifMatch: "\"1\"")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task looks_into_nothing_that_is_not_low_or_not_being_evaluated()
    {
        var (round, low) = await ALowBid();
        var dear = await round.BidIdAsync(round.Suppliers[2]);

        Assert.That((await DecideAsync(round, dear, Accept, "\"0\"")).Code, Is.EqualTo("notAbnormallyLow"));
        Assert.That((await DecideAsync(round, Guid.NewGuid(), Accept, "\"0\"")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await round.World.Coordinator.PostAsync(
            $"{round.Url}/abnormally-low/{low}/ask", """{ "question": "How?", "answerBy": "2020-01-01T00:00:00Z" }""", ifMatch: "\"0\"")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        (await AskAsync(round, low)).Ok();
        (await round.CloseAsync()).Ok();
        Assert.That((await DecideAsync(round, low, Accept, "*")).Code, Is.EqualTo("roundNotEvaluating"));
        Assert.That((await round.Suppliers[0].Client.PostAsync($"{round.Bid}/price-question/answer", """{ "answer": "x" }""", ifMatch: "*")).Code, Is.EqualTo("roundNotEvaluating"));
        var sealedRound = await ASealedRound(round.World);
        Assert.That((await round.World.Coordinator.GetAsync($"{sealedRound.Url}/abnormally-low")).Code, Is.EqualTo("bidsSealed"));
    }

    private static async Task<(RoundInPlay Round, Guid Low)> ALowBid()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        foreach (var helpdesk in new[] { "10.0000", "24.5000", "31.0000" })
        {
            var supplier = await world.SupplierAsync();
            await round.BidAsync(supplier, round.BidJson(helpdesk));
            round.Suppliers.Add(supplier);
        }

        await round.PassBidDeadlineAsync();
        await round.OpenBidsAsync();
        return (round, await round.BidIdAsync(round.Suppliers[0]));
    }

    private static string Question(RoundInPlay round) => $$"""{ "question": "How?", "answerBy": "{{RoundPlans.From(round.World, TimeSpan.FromDays(60))}}" }""";

    private static Task<Answer> AskAsync(RoundInPlay round, Guid bid) =>
        round.World.Coordinator.PostAsync($"{round.Url}/abnormally-low/{bid}/ask", Question(round), ifMatch: "\"0\"");

    private static Task<Answer> DecideAsync(RoundInPlay round, Guid bid, string json, string? ifMatch) =>
        round.World.Coordinator.PostAsync($"{round.Url}/abnormally-low/{bid}/decide", json, ifMatch: ifMatch);

    private static async Task<List<(string Type, string Actor)>> EntriesAsync(RoundInPlay round)
    {
        await using var command = round.World.Service.Database.CreateCommand(
            $"SELECT type, actor FROM journal WHERE round_id = '{round.Id}' AND subject_kind = 'PriceInquiry' ORDER BY subject_version");
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<(string, string)>();
        while (await reader.ReadAsync())
            entries.Add((reader.GetString(0), reader.GetString(1)));
        return entries;
    }
}
