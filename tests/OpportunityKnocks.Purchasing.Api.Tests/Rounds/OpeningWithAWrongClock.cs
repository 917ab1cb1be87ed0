using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

[NonParallelizable]
public sealed class OpeningWithAWrongClock
{
    [Test]
    public async Task is_as_impossible_as_with_a_right_one()
    {
        await using var own = await OwnDatabase.CreateAsync();
        var service = own.Start();
        var world = await World.NewAsync(service, "twoPersons");
        var second = await world.CoordinatorAsync("Ben Osei");
        var round = await ATenderingRound(world);
        await round.BidAsync(await world.SupplierAsync());

        service.Clock.GoWrong(TimeSpan.FromDays(60));
        await Task.Delay(TimeSpan.FromSeconds(3));
        foreach (var coordinator in new[] { world.Coordinator, second })
        {
            var early = await coordinator.PostAsync($"{round.Url}/open-bids", ifMatch: await round.ETagAsync());
            Assert.That((early.Status, early.Code), Is.EqualTo((HttpStatusCode.Conflict, "bidsNotClosed")));
        }

        var read = await round.ReadAsync();
        Assert.That((string?)read["state"], Is.EqualTo("tendering"), "nor did the deadline come sooner");
        Assert.That(read.Body["openingApprovedBy"], Is.Null);
    }
}
