using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Clusters;

/// <summary>The journal holds one entry for each change of the directory; who is a member is not told to the other members.</summary>
public sealed class TellingOfTheDirectory
{
    [Test]
    public async Task happens_once_for_each_change_and_never_for_what_was_refused()
    {
        var world = await World.NewAsync();
        await ChangeEverythingAsync(world);

        var told = await EventsAsync(world, world.Coordinator, 8);

        Assert.That(told, Is.EqualTo(new[]
        {
            "clusterFounded 1", "clusterChanged 2", "groupFormed 1", "groupChanged 2", "memberJoined 1", "memberChanged 2",
            "supplierDecided 1", "supplierDecided 2",
        }));
    }

    [Test]
    public async Task leaves_members_out_of_what_is_not_theirs()
    {
        var world = await World.NewAsync();
        await ChangeEverythingAsync(world);
        var member = await world.MemberAsync();

        var told = await EventsAsync(world, member.Client, 5);

        Assert.That(told, Is.EqualTo(new[] { "clusterFounded 1", "clusterChanged 2", "groupFormed 1", "groupChanged 2", "memberJoined 1" }));
    }

    private static async Task ChangeEverythingAsync(World world)
    {
        (await world.Operator.PutAsync(world.Cluster, """{ "name": "Leicester" }""", ifMatch: "\"1\"")).Ok();
        var group = (await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""")).Ok().Id;
        await world.Coordinator.PostAsync($"{world.Cluster}/groups", """{ "name": "Rural" }""");
        (await world.Coordinator.PutAsync($"{world.Cluster}/groups/{group}", """{ "name": "Villages" }""", ifMatch: "\"1\"")).Ok();
        var member = await world.MemberAsync("Highfields", "0", group);
        (await world.Coordinator.PutAsync(
            $"{world.Cluster}/members/{member.MemberId}", """{ "vatRecovery": "10", "groupIds": [], "active": true }""", ifMatch: "\"1\"")).Ok();
        var supplier = await world.SupplierAsync();
        (await world.Coordinator.PutAsync(
            $"{world.Cluster}/suppliers/{supplier.OrganisationId}", """{ "approved": false, "note": "Closed" }""", ifMatch: "\"1\"")).Ok();
    }

    private static async Task<List<string>> EventsAsync(World world, Party party, int atLeast)
    {
        // The sequencer gives positions after the commit, a moment later.
        for (var attempt = 0; ; attempt++)
        {
            var items = (await party.GetAsync($"{world.Cluster}/events")).Ok()["items"].AsArray();
            if (items.Count >= atLeast || attempt == 100)
                return [.. items.Select(e => $"{(string?)e!["type"]} {(int?)e["subjectVersion"]}")];
            await Task.Delay(50);
        }
    }
}
