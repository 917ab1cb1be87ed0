using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class MeetingTheDeadline
{
    [Test]
    public async Task refuses_a_need_that_is_50_ms_late_even_if_it_waited_from_before()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();

        var late = await TheDeadline.CrossAsync(
            round, Window.Needs, TimeSpan.FromMilliseconds(50), () => round.NeedAsync(member, round.Helpdesk, 1));

        Assert.That(late.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(late.Code, Is.EqualTo("roundNotCollecting"));
    }

    [Test]
    public async Task takes_a_need_that_waited_but_is_in_time()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var member = await world.MemberAsync();

        var inTime = await TheDeadline.CrossAsync(
            round, Window.Needs, TimeSpan.FromMilliseconds(-300), () => round.NeedAsync(member, round.Helpdesk, 1));

        Assert.That(inTime.Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task refuses_a_bid_that_is_50_ms_late_even_if_it_waited_from_before()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        var supplier = await world.SupplierAsync();

        var late = await TheDeadline.CrossAsync(
            round, Window.Bids, TimeSpan.FromMilliseconds(50), () => supplier.Client.PutAsync(round.Bid, round.BidJson(), ifNoneMatch: "*"));

        Assert.That(late.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(late.Code, Is.EqualTo("bidTooLate"));
        Assert.That((await supplier.Client.GetAsync(round.Bid)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task takes_a_bid_that_waited_but_is_in_time()
    {
        var world = await World.NewAsync();
        var round = await ATenderingRound(world);
        var supplier = await world.SupplierAsync();

        var inTime = await TheDeadline.CrossAsync(
            round, Window.Bids, TimeSpan.FromMilliseconds(-300), () => supplier.Client.PutAsync(round.Bid, round.BidJson(), ifNoneMatch: "*"));

        Assert.That(inTime.Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task refuses_an_extension_that_waited_until_the_deadline_had_passed()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        var etag = await round.ETagAsync();
        var later = RoundPlans.From(world, TimeSpan.FromDays(10));

        var late = await TheDeadline.CrossAsync(
            round,
            Window.Needs,
            TimeSpan.FromMilliseconds(50),
            () => world.Coordinator.PostAsync($"{round.Url}/extend", $$"""{ "needsCloseAt": "{{later}}" }""", ifMatch: etag));

        Assert.That(late.Code, Is.EqualTo("deadlinePassed").Or.EqualTo("versionStale"), "refused by the clock, or because the deadline job was there first");
    }
}
