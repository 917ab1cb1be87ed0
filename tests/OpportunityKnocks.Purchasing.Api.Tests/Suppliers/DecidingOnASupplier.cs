using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Suppliers;

public sealed class DecidingOnASupplier
{
    [Test]
    public async Task lets_it_into_the_cluster()
    {
        var world = await World.NewAsync();

        var supplier = await world.SupplierAsync("Midland IT");

        var me = (await supplier.Client.GetAsync("/v1/me")).Ok();
        Assert.That((string?)me["clusters"][0]!["roles"]![0], Is.EqualTo("Supplier"));
    }
}
