using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class ExtendingARound
{
    [Test]
    public async Task moves_the_deadlines_that_are_named_to_later()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var before = await round.ReadAsync();
        var later = RoundPlans.From(world, TimeSpan.FromDays(9));

        var extended = (await round.DoAsync("extend", $$"""{ "needsCloseAt": "{{later}}" }""")).Ok();

        Assert.That((DateTimeOffset)extended["needsCloseAt"]!, Is.EqualTo(DateTimeOffset.Parse(later, null)));
        Assert.That((string?)extended["bidsCloseAt"], Is.EqualTo((string?)before["bidsCloseAt"]));
        Assert.That(extended.ETag, Is.Not.EqualTo(before.ETag));
        Assert.That((await TheJournal.OfAsync(world, round.Id))[^1].Type, Is.EqualTo("RoundExtended"));
    }

    [Test]
    public async Task never_moves_a_deadline_to_earlier()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);

        var answer = await round.DoAsync("extend", $$"""{ "bidsCloseAt": "{{RoundPlans.From(world, TimeSpan.FromDays(8))}}" }""");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(answer.Code, Is.EqualTo("deadlineOnlyLater"));
    }

    [Test]
    public async Task keeps_the_bids_deadline_after_the_needs()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);

        var answer = await round.DoAsync("extend", $$"""{ "needsCloseAt": "{{RoundPlans.From(world, TimeSpan.FromDays(22))}}" }""");

        Assert.That(answer.Code, Is.EqualTo("roundDatesOutOfOrder"));
    }

    [Test]
    public async Task does_not_reopen_a_collection_that_is_over()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);

        var answer = await round.DoAsync("extend", $$"""{ "needsCloseAt": "{{RoundPlans.From(world, TimeSpan.FromDays(9))}}" }""");

        Assert.That(answer.Code, Is.EqualTo("deadlinePassed"));
    }

    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("""{ "bidsCloseAt": "9999-12-31T23:59:59Z" }""")]
    [TestCase("""{ "bidsCloseAt": "2100-01-01T00:00:00" }""")]
    [TestCase("""{ "bidsCloseAt": 4102444800 }""")]
    [TestCase("""{ "standstillDays": 3 }""")]
    public async Task refuses_what_names_no_deadline(string json)
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);

        var answer = await round.DoAsync("extend", json);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }
}
