using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Reference;

public sealed class ListingUnits
{
    [Test]
    public async Task shows_what_one_can_buy_in()
    {
        var world = await World.NewAsync();

        var list = (await world.Coordinator.GetAsync("/v1/units?limit=10")).Ok();
        var rest = (await world.Coordinator.GetAsync((string)list["next"]!)).Ok();

        Assert.That((string?)list["items"][0]!["code"], Is.EqualTo("C62"));
        Assert.That(list["items"].AsArray(), Has.Count.EqualTo(10));
        Assert.That(rest["items"].AsArray().Select(u => (string?)u!["plural"]), Does.Contain("hours"));
    }
}
