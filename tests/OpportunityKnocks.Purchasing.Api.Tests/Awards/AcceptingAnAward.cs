using System.Globalization;
using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.AReview;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Awards;

public sealed class AcceptingAnAward
{
    [Test]
    public async Task computes_it_anew_without_those_who_declined()
    {
        var world = await World.NewAsync();
        var round = await AskedRound(world);
        var before = (await world.Coordinator.GetAsync($"{round.Url}/award")).Ok();
        await AnswerAllAsync(round, round.Members[0], "accept");
        await AnswerAllAsync(round, round.Members[1], "accept");
        var declined = (await CommitmentsAsync(round, round.Members[2]))[0];
        (await AnswerAsync(round, round.Members[2], declined, "decline")).Ok();
        var early = await round.DoAsync("contract");

        var ended = await PassAcceptanceAsync(round);

        Assert.That((early.Code, (string?)ended["state"]), Is.EqualTo(("acceptanceRunning", "awarded")));
        var after = (await world.Coordinator.GetAsync($"{round.Url}/award")).Ok();
        Assert.That(((Guid)after["supersedes"], (int)after["members"]), Is.EqualTo((before.Id, 2)));
        Assert.That((long)after["lots"][0]!["quantity"]!, Is.EqualTo(20), "12 and 8 people; the third declined one and was silent on the other");
        var shares = (await world.Coordinator.GetAsync($"{round.Url}/shares")).Ok()["items"].AsArray();
        var sum = shares.Sum(s => decimal.Parse((string)s!["cost"]!["amount"]!, CultureInfo.InvariantCulture));
        Assert.That(sum, Is.EqualTo(decimal.Parse((string)after["totals"]["cost"]!["amount"]!, CultureInfo.InvariantCulture)));
        var kept = await CommitmentsAsync(round, round.Members[0]);
        Assert.That(kept.Select(c => (string?)c!["answer"]), Is.EqualTo(new[] { "accepted", "accepted" }));
        Assert.That(kept.Select(c => (string?)c!["answerNote"]), Is.All.Contains("Nobody is asked again"));
        Assert.That(await CommitmentsAsync(round, round.Members[2]), Is.Empty);
        Assert.That(await NeedStatesAsync(round, round.Members[2]), Is.EqualTo(new[] { "standing", "standing" }));
        Assert.That((await TheJournal.OfAsync(world, round.Id))[^1].Type, Is.EqualTo("AcceptanceEnded"));
        Assert.That((await round.DoAsync("contract")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task leaves_it_as_it_is_when_all_accept()
    {
        var world = await World.NewAsync();
        var round = await AskedRound(world);
        var before = (await world.Coordinator.GetAsync($"{round.Url}/award")).Ok();
        foreach (var member in round.Members)
            await AnswerAllAsync(round, member, "accept");

        await PassAcceptanceAsync(round);

        Assert.That((await world.Coordinator.GetAsync($"{round.Url}/award")).Ok().Text, Is.EqualTo(before.Text));
    }

    [TestCase("decline")]
    [TestCase(null)]
    public async Task ends_the_round_when_nobody_does(string? answer)
    {
        var world = await World.NewAsync();
        var round = await AskedRound(world);
        foreach (var member in round.Members.Where(_ => answer is not null))
            await AnswerAllAsync(round, member, answer!);

        var ended = await PassAcceptanceAsync(round);

        Assert.That(((string?)ended["state"], (string?)ended["endReason"]), Is.EqualTo(("notReached", "No member accepted the award.")));
        Assert.That((string?)(await world.Coordinator.GetAsync($"{round.Url}/award"))["state"], Is.EqualTo("cancelled"));
        foreach (var member in round.Members)
            Assert.That(await NeedStatesAsync(round, member), Is.All.EqualTo("standing"));
    }

    [Test]
    public async Task gives_the_whole_standstill_after_an_outage()
    {
        var world = await World.NewAsync();
        var round = await AskedRound(world, standstillDays: 10);
        await AnswerAllAsync(round, round.Members[0], "accept");

        await TheDeadline.PassAsync(round, Window.Acceptance, ago: TimeSpan.FromDays(30));
        var ended = await UntilAsync(round, read => read.Body["acceptanceEndedAt"] is not null);

        var (end, standstill) = ((DateTimeOffset)ended["acceptanceEndedAt"], (DateTimeOffset)ended["standstillEndsAt"]);
        Assert.That(standstill - end, Is.EqualTo(TimeSpan.FromDays(10)));
        Assert.That(end, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
        Assert.That((await round.DoAsync("contract")).Code, Is.EqualTo("standstillRunning"));
    }

    [Test]
    public async Task takes_the_last_answer_of_the_member_itself_and_each_once()
    {
        var world = await World.NewAsync();
        var round = await AskedRound(world);
        var mine = (await CommitmentsAsync(round, round.Members[0]))[0]!;
        var url = $"{round.Url}/commitments/{mine["id"]}/accept";

        var accepted = (await round.Members[0].Client.PostAsync(url, key: "a", ifMatch: "\"1\"")).Ok();
        var retry = (await round.Members[0].Client.PostAsync(url, key: "a", ifMatch: "\"1\"")).Ok();
        var stale = await round.Members[0].Client.PostAsync(url, ifMatch: "\"1\"");
        var declined = (await round.Members[0].Client.PostAsync(url.Replace("accept", "decline", StringComparison.Ordinal), ifMatch: accepted.ETag)).Ok();

        Assert.That(((string?)accepted["answer"], retry.Text), Is.EqualTo(("accepted", accepted.Text)));
        Assert.That(((string?)declined["answer"], declined.ETag), Is.EqualTo(("declined", "\"3\"")));
        Assert.That(stale.Code, Is.EqualTo("versionStale"));
        Assert.That((await round.Members[0].Client.PostAsync(url)).Code, Is.EqualTo("versionRequired"));
        Assert.That((await round.Members[1].Client.PostAsync(url, ifMatch: "\"3\"")).Code, Is.EqualTo("notFound"));
        Assert.That((await world.Coordinator.PostAsync(url, ifMatch: "\"3\"")).Code, Is.EqualTo("missingScope").Or.EqualTo("wrongRole"));
        Assert.That(
            (await TheJournal.OfAsync(world, (Guid)mine["id"]!)).Select(e => e.Type), Is.EqualTo(new[] { "CommitmentAccepted", "CommitmentDeclined" }));
    }

    [Test]
    public async Task is_not_asked_where_the_ceiling_binds()
    {
        var world = await World.NewAsync();
        var round = await AnAwardedRound(world);
        var mine = (await CommitmentsAsync(round, round.Members[0]))[0]!;

        Assert.That((await AnswerAsync(round, round.Members[0], mine, "accept")).Code, Is.EqualTo("acceptanceNotAsked"));
        Assert.That(mine["answer"], Is.Null);
        Assert.That((await round.DoAsync("contract")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(50, HttpStatusCode.Conflict, 3)]
    [TestCase(-300, HttpStatusCode.OK, 2)]
    public async Task is_judged_by_the_database_clock_under_the_rounds_lock(int releaseMs, HttpStatusCode expected, int members)
    {
        var world = await World.NewAsync();
        var round = await AskedRound(world);
        foreach (var member in round.Members)
            await AnswerAllAsync(round, member, "accept");
        var mine = await CommitmentsAsync(round, round.Members[2]);
        (await AnswerAsync(round, round.Members[2], mine[0]!, "decline", "\"2\"")).Ok();
        (await AnswerAsync(round, round.Members[2], mine[0]!, "accept", "\"3\"")).Ok();

        var late = await TheDeadline.CrossAsync(
            round, Window.Acceptance, TimeSpan.FromMilliseconds(releaseMs), () => AnswerAsync(round, round.Members[2], mine[0]!, "decline", "\"4\""));
        await UntilAsync(round, read => read.Body["acceptanceEndedAt"] is not null);

        Assert.That(late.Status, Is.EqualTo(expected), late.ToString());
        var lots = (await world.Coordinator.GetAsync($"{round.Url}/award")).Ok()["lots"].AsArray();
        Assert.That(lots.Min(lot => (int)lot!["members"]!), Is.EqualTo(members), "what was answered is what counts");
    }

    [TestCase("\"acceptance\": \"eachAccepts\",")]
    [TestCase("\"acceptance\": \"eachAccepts\", \"acceptDays\": 61,")]
    [TestCase("\"acceptDays\": 3,")]
    public async Task needs_its_days(string policy)
    {
        var world = await World.NewAsync();
        var plan = RoundPlans.ItSupport(world).Replace("\"standstillDays\"", $"{policy} \"standstillDays\"", StringComparison.Ordinal);

        var answer = await world.Coordinator.PostAsync($"{world.Cluster}/rounds", plan);

        Assert.That(answer["errors"].AsObject().Single().Key, Is.EqualTo("acceptDays"));
    }

    private static Task<RoundInPlay> AskedRound(World world, int standstillDays = 0) => AnAwardedRound(
        world,
        RoundPlans.ItSupport(world, standstillDays: standstillDays).Replace(
            "\"standstillDays\"", "\"acceptance\": \"eachAccepts\", \"acceptDays\": 3, \"standstillDays\"", StringComparison.Ordinal));

    private static async Task<System.Text.Json.Nodes.JsonArray> CommitmentsAsync(RoundInPlay round, Member member) =>
        (await member.Client.GetAsync($"{round.Url}/commitments")).Ok()["items"].AsArray();

    private static Task<Answer> AnswerAsync(
        RoundInPlay round, Member member, System.Text.Json.Nodes.JsonNode? commitment, string answer, string ifMatch = "\"1\"") =>
        member.Client.PostAsync($"{round.Url}/commitments/{commitment!["id"]}/{answer}", ifMatch: ifMatch);

    private static async Task AnswerAllAsync(RoundInPlay round, Member member, string answer)
    {
        foreach (var commitment in await CommitmentsAsync(round, member))
            (await AnswerAsync(round, member, commitment, answer)).Ok();
    }

    private static async Task<List<string?>> NeedStatesAsync(RoundInPlay round, Member member) =>
        [.. (await member.Client.GetAsync($"{round.World.Cluster}/needs")).Ok()["items"].AsArray().Select(n => (string?)n!["state"])];

    private static async Task<Answer> PassAcceptanceAsync(RoundInPlay round)
    {
        await TheDeadline.PassAsync(round, Window.Acceptance);
        return await UntilAsync(round, read => read.Body["acceptanceEndedAt"] is not null);
    }
}
