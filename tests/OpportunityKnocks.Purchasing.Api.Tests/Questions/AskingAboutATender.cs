using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Questions;

public sealed class AskingAboutATender
{
    private const string Canary = "We at Byte & Sons wonder about Saturdays.";

    [Test]
    public async Task gives_the_coordinator_the_question_and_not_the_asker()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var asker = await tender.World.SupplierAsync("Byte and Sons");

        var asked = await AskAsync(tender, asker);

        Assert.That(asked.Status, Is.EqualTo(HttpStatusCode.Created), asked.ToString());
        Assert.That(((string?)asked["question"], (bool)asked["own"]!), Is.EqualTo((Canary, true)));
        var seen = (await tender.World.Coordinator.GetAsync(Questions(tender))).Ok();
        Assert.That((string?)seen["items"].AsArray().Single()!["question"], Is.EqualTo(Canary));
        Assert.That(seen["items"][0]!["askedAt"], Is.Null);
        Assert.That(seen.Text, Does.Not.Contain(asker.OrganisationId.ToString()).And.Not.Contain("Byte and Sons"));
        Assert.That(asked.Id.ToString()[14], Is.EqualTo('4'), "a random id, not one of time");
    }

    [Test]
    public async Task names_the_asker_neither_in_the_journal_nor_in_the_audit_trail()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var asker = await tender.World.SupplierAsync();
        var client = (string)(await asker.Client.GetAsync("/v1/me")).Ok()["clientId"]!;

        var asked = (await AskAsync(tender, asker)).Ok();

        var entry = (await TheJournal.OfAsync(tender.World, asked.Id)).Single();
        Assert.That((entry.Type, entry.Actor, entry.Payload.ToJsonString()), Is.EqualTo(("QuestionAsked", "a supplier", "{}")));
        await using var command = tender.World.Service.Database.CreateCommand("SELECT count(*) FROM journal WHERE cluster_id = $1 AND actor LIKE '%' || $2 || '%'");
        command.Parameters.AddWithValue(tender.World.ClusterId);
        command.Parameters.AddWithValue(client);
        Assert.That(await command.ExecuteScalarAsync(), Is.EqualTo(0L));
    }

    [Test]
    public async Task moves_nothing_another_supplier_or_a_member_sees_until_it_is_answered()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var (asker, other) = (await tender.World.SupplierAsync(), await tender.World.SupplierAsync());
        var member = tender.Members[0].Client;
        var before = await LookAsync();

        var asked = (await AskAsync(tender, asker)).Ok();
        var after = await LookAsync();

        Assert.That(after, Is.EqualTo(before));
        Assert.That((await other.Client.GetAsync($"{Questions(tender)}/{asked.Id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await asker.Client.GetAsync($"{Questions(tender)}/{asked.Id}")).Ok()["askedAt"], Is.Not.Null);
        Assert.That((await member.GetAsync(Questions(tender))).Status, Is.EqualTo(HttpStatusCode.Forbidden));

        async Task<string> LookAsync() => string.Join('\n', new[]
        {
            await other.Client.GetAsync(Questions(tender)), await other.Client.GetAsync(tender.Tender), await member.GetAsync(tender.Url),
            await member.GetAsync($"{tender.World.Cluster}/events?limit=200"),
        }.Select(a => $"{a} {a.Message.Headers.ETag}"));
    }

    [Test]
    public async Task shows_the_answer_to_all_in_words_that_do_not_tell_who_asked()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var (asker, other) = (await tender.World.SupplierAsync(), await tender.World.SupplierAsync());
        var asked = (await AskAsync(tender, asker)).Ok();

        var answered = (await AnswerAsync(tender, asked, """{ "answer": "No.", "question": "What about Saturdays?" }""")).Ok();

        Assert.That(((string?)answered["question"], (string?)answered["published"]), Is.EqualTo((Canary, "What about Saturdays?")));
        var seen = (await other.Client.GetAsync(Questions(tender))).Ok();
        var item = seen["items"].AsArray().Single()!;
        Assert.That(((string?)item["question"], (string?)item["answer"], (bool)item["own"]!), Is.EqualTo(("What about Saturdays?", "No.", false)));
        Assert.That(seen.Text, Does.Not.Contain("Byte").And.Not.Contain("askedAt").And.Not.Contain(asker.OrganisationId.ToString()));
        var own = (await asker.Client.GetAsync($"{Questions(tender)}/{asked.Id}")).Ok();
        Assert.That(((string?)own["question"], (string?)own["published"]), Is.EqualTo((Canary, "What about Saturdays?")));
        var entry = (await TheJournal.OfAsync(tender.World, asked.Id))[^1];
        Assert.That((entry.Type, entry.Version), Is.EqualTo(("QuestionAnswered", 2)));
    }

    [Test]
    public async Task lets_an_answer_be_corrected_but_not_by_accident()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var asked = (await AskAsync(tender, await tender.World.SupplierAsync())).Ok();
        var first = (await AnswerAsync(tender, asked, """{ "answer": "No." }""")).Ok();

        var stale = await AnswerAsync(tender, asked, """{ "answer": "Yes." }""");
        var corrected = (await AnswerAsync(tender, first, """{ "answer": "Yes, from May." }""")).Ok();

        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((string?)corrected["answer"], Is.EqualTo("Yes, from May."));
    }

    [Test]
    public async Task is_over_at_its_cut_off_and_answers_are_at_the_deadline()
    {
        var world = await World.NewAsync();
        var tender = await ATenderingRound(world, Plan(world, $"\"questionsCloseAt\": \"{RoundPlans.From(world, TimeSpan.FromDays(14))}\""));
        var supplier = await world.SupplierAsync();
        var asked = (await AskAsync(tender, supplier)).Ok();
        await SetAsync(tender, "questions_close_at = clock_timestamp()");

        var late = await AskAsync(tender, supplier);
        (await AnswerAsync(tender, asked, """{ "answer": "In time." }""")).Ok();
        await tender.PassBidDeadlineAsync();
        var tooLate = await AnswerAsync(tender, (await world.Coordinator.GetAsync($"{Questions(tender)}/{asked.Id}")).Ok(), """{ "answer": "Late." }""");

        Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.Conflict, "questionsClosed")));
        Assert.That((tooLate.Status, tooLate.Code), Is.EqualTo((HttpStatusCode.Conflict, "answersClosed")));
    }

    [Test]
    public async Task keeps_the_cut_offs_distance_when_the_deadline_moves()
    {
        var world = await World.NewAsync();
        var tender = await ATenderingRound(world, Plan(world, $"\"questionsCloseAt\": \"{RoundPlans.From(world, TimeSpan.FromDays(14))}\""));
        var before = await tender.ReadAsync();

        var moved = (await tender.DoAsync("extend", $$"""{ "bidsCloseAt": "{{RoundPlans.From(world, TimeSpan.FromDays(30))}}" }""")).Ok();

        Assert.That(
            (DateTimeOffset)moved["questionsCloseAt"]! - (DateTimeOffset)before["questionsCloseAt"]!,
            Is.EqualTo((DateTimeOffset)moved["bidsCloseAt"]! - (DateTimeOffset)before["bidsCloseAt"]!));
    }

    [Test]
    public async Task and_getting_no_answer_moves_the_deadline_as_often_as_the_policy_says()
    {
        var world = await World.NewAsync();
        var tender = await ATenderingRound(world, Plan(world, "\"unansweredQuestions\": { \"action\": \"extend\", \"extendDays\": 3, \"extendTimes\": 2 }"));
        var supplier = await world.SupplierAsync();
        (await AskAsync(tender, supplier)).Ok();

        for (var times = 1; times <= 2; times++)
        {
            await tender.PassBidDeadlineAsync();
            await UntilAsync(tender, round => (DateTimeOffset)round["bidsCloseAt"]! > world.Service.Clock.GetUtcNow());
            Assert.That((await tender.ReadAsync())["state"].ToString(), Is.EqualTo("tendering"));
        }

        Assert.That((await AskAsync(tender, supplier)).Code, Is.EqualTo("questionsClosed"), "the time is for the answer");
        (await supplier.Client.PutAsync(tender.Bid, tender.BidJson(), ifNoneMatch: "*")).Ok();
        await tender.PassBidDeadlineAsync();
        await UntilAsync(tender, round => (string?)round["state"] == "sealed");
        var told = (await TheJournal.OfAsync(world, tender.Id)).Where(e => e.Type == "RoundExtended").ToList();
        Assert.That(told.Select(e => e.Reason), Is.EqualTo(Enumerable.Repeat("A question on the tender was not answered yet.", 2)));
    }

    [Test]
    public async Task and_getting_no_answer_does_not_let_bids_be_opened_where_the_deadline_is_to_move()
    {
        var world = await World.NewAsync();
        var tender = await ATenderingRound(world, Plan(world, "\"unansweredQuestions\": { \"action\": \"extend\", \"extendDays\": 3, \"extendTimes\": 1 }"));
        await tender.BidAsync(await world.SupplierAsync());
        (await AskAsync(tender, await world.SupplierAsync())).Ok();
        await tender.PassBidDeadlineAsync();

        var opened = await tender.DoAsync("open-bids");
        while (opened.Status == HttpStatusCode.PreconditionFailed)
            opened = await tender.DoAsync("open-bids");

        Assert.That((opened.Status, opened.Code), Is.EqualTo((HttpStatusCode.Conflict, "bidsNotClosed")));
    }

    [Test]
    public async Task is_limited_to_twenty_open_questions()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        for (var i = 0; i < 20; i++)
            (await AskAsync(tender, supplier)).Ok();

        Assert.That((await AskAsync(tender, supplier)).Code, Is.EqualTo("tooManyQuestions"));
    }

    [Test]
    public async Task is_for_those_who_could_bid()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var member = tender.Members[0];
        var elsewhere = await (await World.NewAsync()).SupplierAsync();
        var asked = (await AskAsync(tender, await tender.World.SupplierAsync())).Ok();

        Assert.That((await member.Client.PostAsync(Questions(tender), """{ "question": "?" }""")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await tender.World.Coordinator.PostAsync(Questions(tender), """{ "question": "?" }""")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await elsewhere.Client.PostAsync(Questions(tender), """{ "question": "?" }""")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await AnswerAsync(tender, asked, """{ "answer": "?" }""", by: member.Client)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        (await tender.World.Coordinator.PutAsync(
            $"{tender.World.Cluster}/suppliers/{member.OrganisationId}", """{ "approved": true, "note": "" }""", ifNoneMatch: "*")).Ok();
        Assert.That((await member.Client.PostAsync(Questions(tender), """{ "question": "?" }""")).Code, Is.EqualTo("memberInRound"));
    }

    [TestCase("{}")]
    [TestCase("""{ "question": "" }""")]
    [TestCase("""{ "question": " " }""")]
    [TestCase("""{ "question": "a\u0000b" }""")]
    [TestCase("""{ "question": "Who?", "askedBy": "me" }""")]
    public async Task refuses_what_is_no_question(string json)
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();

        Assert.That((await supplier.Client.PostAsync(Questions(tender), json)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private static string Questions(RoundInPlay tender) => $"{tender.Tender}/questions";

    private static Task<Answer> AskAsync(RoundInPlay tender, Supplier supplier) =>
        supplier.Client.PostAsync(Questions(tender), $$"""{ "question": "{{Canary}}" }""");

    private static Task<Answer> AnswerAsync(RoundInPlay tender, Answer question, string json, Party? by = null) =>
        (by ?? tender.World.Coordinator).PostAsync($"{Questions(tender)}/{question.Id}/answer", json, ifMatch: question.ETag);

    private static string Plan(World world, string more) =>
        RoundPlans.ItSupport(world).Replace("\"feePolicy\"", $"{more}, \"feePolicy\"", StringComparison.Ordinal);

    private static async Task UntilAsync(RoundInPlay tender, Func<Answer, bool> holds)
    {
        for (var i = 0; i < 200 && !holds(await tender.ReadAsync()); i++)
            await Task.Delay(50);
        Assert.That(holds(await tender.ReadAsync()));
    }

    private static async Task SetAsync(RoundInPlay tender, string what)
    {
        await using var command = tender.World.Service.Database.CreateCommand($"UPDATE rounds SET {what} WHERE cluster_id = $1 AND id = $2");
        command.Parameters.AddWithValue(tender.World.ClusterId);
        command.Parameters.AddWithValue(tender.Id);
        await command.ExecuteNonQueryAsync();
    }
}
