using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class CancellingARound
{
    private const string Reason = """{ "code": "fundsInsufficient", "reason": "The funder withdrew." }""";

    [Test]
    public async Task says_why_and_gives_the_needs_back()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();
        var need = (await round.NeedAsync(member, round.Helpdesk, 7)).Ok().Id;

        var cancelled = (await round.DoAsync("cancel", Reason)).Ok();

        Assert.That((string?)cancelled["state"], Is.EqualTo("cancelled"));
        Assert.That((string?)cancelled["endReason"], Is.EqualTo("The funder withdrew."));
        Assert.That((string?)cancelled["endCode"], Is.EqualTo("fundsInsufficient"));
        var told = (await TheJournal.OfAsync(world, round.Id))[^1];
        Assert.That((told.Type, told.Reason, (string?)told.Payload["code"]), Is.EqualTo(("RoundCancelled", "The funder withdrew.", "fundsInsufficient")));
        var back = (await member.Client.GetAsync($"{world.Cluster}/needs/{need}")).Ok();
        Assert.That((string?)back["state"], Is.EqualTo("standing"));
        Assert.That(back.Body["lotId"], Is.Null);
        Assert.That(back.ETag, Is.EqualTo("\"2\""));
        var entry = (await TheJournal.OfAsync(world, need))[^1];
        Assert.That((entry.Type, entry.Version, entry.Reason), Is.EqualTo(("NeedReleased", 2, "The funder withdrew.")));
        Assert.That((long)entry.Payload["quantity"]!, Is.EqualTo(7));
    }

    [Test]
    public async Task takes_the_needs_out_of_the_demand()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);

        (await round.DoAsync("cancel", Reason)).Ok();

        Assert.That(await DemandChangesAsync(world), Is.EqualTo((0L, 0L)));
    }

    [Test]
    public async Task lets_a_need_go_into_another_round()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        (await round.DoAsync("cancel", Reason)).Ok();
        var other = await ACollectingRound(world);
        var need = (await round.Members[0].Client.GetAsync($"{world.Cluster}/needs?state=standing")).Ok()["items"][0]!;

        var taken = await world.Coordinator.PostAsync(
            $"{other.Url}/lots/{((string?)need["unit"] == "IE" ? other.Helpdesk : other.OnSite)}/needs", $$"""{ "needIds": ["{{(Guid)need["id"]!}}"] }""");

        taken.Ok();
    }

    [Test]
    public async Task hides_a_cancelled_draft_as_it_hid_the_draft()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var round = await ADraftRound(world);

        (await round.DoAsync("cancel", Reason)).Ok();

        Assert.That((await member.Client.GetAsync(round.Url)).Code, Is.EqualTo("notFound"));
        Assert.That((await member.Client.GetAsync($"{world.Cluster}/rounds")).Ok()["items"].AsArray(), Is.Empty);
    }

    [Test]
    public async Task happens_once_and_ends_everything()
    {
        var world = await World.NewAsync();
        var round = await ADraftRound(world);
        (await round.DoAsync("cancel", Reason)).Ok();

        foreach (var (command, json) in new[] { ("publish", null), ("close-collection", null), ("open-bids", null), ("contract", null), ("cancel", Reason) })
            Assert.That((await round.DoAsync(command, json)).Code, Is.EqualTo("roundStateForbids"), command);
    }

    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("""{ "reason": "No code." }""")]
    [TestCase("""{ "code": "other" }""")]
    [TestCase("""{ "code": "because", "reason": "No such code." }""")]
    [TestCase("""{ "code": null, "reason": "No code." }""")]
    [TestCase("""{ "code": "other", "reason": null }""")]
    [TestCase("""{ "code": "other", "reason": "" }""")]
    [TestCase("""{ "code": "other", "reason": "  " }""")]
    public async Task needs_a_code_and_a_reason(string json)
    {
        var world = await World.NewAsync();
        var round = await ADraftRound(world);

        Assert.That((await round.DoAsync("cancel", json)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await round.DoAsync("cancel", $$"""{ "code": "other", "reason": "{{new string('x', 2001)}}" }""")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private static async Task<(long Quantity, long Needs)> DemandChangesAsync(World world)
    {
        await using var command = world.Service.Database.CreateCommand(
            "SELECT sum(quantity_change)::bigint, sum(needs_change)::bigint FROM journal WHERE cluster_id = $1 AND lot_id IS NOT NULL");
        command.Parameters.AddWithValue(world.ClusterId);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
