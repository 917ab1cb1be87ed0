using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.ToDo;

public sealed class ListingWhatAwaits
{
    [Test]
    public async Task tells_a_coordinator_the_next_step_of_each_round()
    {
        var world = await World.NewAsync();
        var draft = await ADraftRound(world);
        var sealedRound = await ASealedRound(world);
        var evaluating = await AnEvaluatingRound(world);
        var contracted = await AContractedRound(world);
        await ATenderingRound(world);

        var items = await OfAsync(world, world.Coordinator);

        Assert.That(items, Is.EquivalentTo(new[]
        {
            ("publishDraft", $"{draft.Url}/publish"),
            ("openBids", $"{sealedRound.Url}/open-bids"),
            ("closeRound", $"{evaluating.Url}/close"),
            ("postCharges", $"{contracted.Url}/settle"),
        }));
    }

    [Test]
    public async Task reminds_a_member_of_rounds_it_has_no_need_in()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var (one, other) = (await ACollectingRound(world), await ACollectingRound(world));
        (await one.NeedAsync(member, one.Helpdesk, 7)).Ok();

        var list = (await member.Client.GetAsync($"{world.Cluster}/to-do")).Ok()["items"].AsArray();

        Assert.That(list.Select(i => ((string?)i!["kind"], (string?)i["link"], (Guid)i["roundId"]!)), Is.EqualTo(new[] { ("submitNeeds", other.Url, other.Id) }));
        Assert.That((DateTimeOffset)list[0]!["dueAt"]!, Is.EqualTo((DateTimeOffset)(await other.ReadAsync())["needsCloseAt"]!));
    }

    [Test]
    public async Task tells_a_supplier_of_tenders_it_has_not_bid_for_whoever_else_has()
    {
        var world = await World.NewAsync();
        var (supplier, rival) = (await world.SupplierAsync(), await world.SupplierAsync());
        var round = await ATenderingRound(world);
        var before = await OfAsync(world, supplier.Client);

        await round.BidAsync(rival, round.BidJson("20.0000", "62.0000"));
        var after = await OfAsync(world, supplier.Client);
        await round.BidAsync(supplier, round.BidJson("24.5000", "51.2500"));

        Assert.That(before, Is.EqualTo(new[] { ("bid", $"{world.Cluster}/tenders/{round.Id}") }));
        Assert.That(after, Is.EqualTo(before));
        Assert.That(await OfAsync(world, supplier.Client), Is.Empty);
    }

    [Test]
    public async Task tells_a_supplier_to_renew_a_bid_for_terms_that_changed()
    {
        var round = await ATenderingRound(await World.NewAsync());
        var supplier = await round.World.SupplierAsync();
        var put = await round.BidAsync(supplier);

        (await round.DoAsync("amend", """{ "reason": "A supplier asked.", "description": "Helpdesk until 20." }""")).Ok();
        var stale = await OfAsync(round.World, supplier.Client);
        (await supplier.Client.PostAsync($"{round.Bid}/reconfirm", """{ "version": 2 }""", ifMatch: put.ETag)).Ok();

        Assert.That(stale, Is.EqualTo(new[] { ("renewBid", round.Tender) }));
        Assert.That(await OfAsync(round.World, supplier.Client), Is.Empty);
    }

    [Test]
    public async Task tells_the_coordinator_of_questions_until_they_are_answered()
    {
        var round = await ATenderingRound(await World.NewAsync());
        var supplier = await round.World.SupplierAsync();

        var asked = (await supplier.Client.PostAsync($"{round.Tender}/questions", """{ "question": "On Saturdays, too?" }""")).Ok();
        var open = await OfAsync(round.World, round.World.Coordinator);
        (await round.World.Coordinator.PostAsync($"{round.Tender}/questions/{asked.Id}/answer", """{ "answer": "No." }""", ifMatch: asked.ETag)).Ok();

        Assert.That(open, Is.EqualTo(new[] { ("answerQuestions", $"{round.Tender}/questions") }));
        Assert.That(await OfAsync(round.World, round.World.Coordinator), Is.Empty);
    }

    private static async Task<List<(string? Kind, string? Link)>> OfAsync(World world, Party party) =>
        [.. (await party.GetAsync($"{world.Cluster}/to-do")).Ok()["items"].AsArray().Select(i => ((string?)i!["kind"], (string?)i["link"]))];
}
