using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Grants;

public sealed class KeepingGrants
{
    private const string Grant =
        """
        { "funder": "A trust", "amount": { "amount": "36500.00", "currency": "GBP" }, "from": "2026-04-01", "until": "2027-03-31", "note": "Year 1" }
        """;

    [Test]
    public async Task records_lists_and_changes_them()
    {
        var world = await World.NewAsync();
        var url = $"{world.Cluster}/grants";
        var first = (await world.Coordinator.PostAsync(url, Grant)).Ok();
        (await world.Coordinator.PostAsync(url, Grant.Replace("A trust", "Another", StringComparison.Ordinal))).Ok();

        var changed = (await world.Coordinator.PutAsync($"{url}/{first.Id}", Grant.Replace("36500", "40000", StringComparison.Ordinal), first.ETag)).Ok();
        var stale = await world.Coordinator.PutAsync($"{url}/{first.Id}", Grant, first.ETag);
        var without = await world.Coordinator.PutAsync($"{url}/{first.Id}", Grant);

        Assert.That((string)first.Message.Headers.Location!.OriginalString, Is.EqualTo($"{url}/{first.Id}"));
        Assert.That((changed["amount"].Pence(), (int)changed["version"], changed.ETag), Is.EqualTo((4000000L, 2, "\"2\"")));
        Assert.That((stale.Code, without.Code), Is.EqualTo(("versionStale", "versionRequired")));
        var listed = (await world.Coordinator.GetAsync(url)).Ok()["items"].AsArray();
        Assert.That(listed.Select(g => ((string)g!["funder"]!, g["amount"].Pence())), Is.EqualTo(new[] { ("A trust", 4000000L), ("Another", 3650000L) }));
    }

    [Test]
    public async Task ends_one_before_its_time_and_for_good()
    {
        var world = await World.NewAsync();
        var url = $"{world.Cluster}/grants";
        var grant = (await world.Coordinator.PostAsync(url, Grant)).Ok();
        var end = $"{url}/{grant.Id}/end";

        var late = await world.Coordinator.PostAsync(end, """{ "on": "2027-03-31", "reason": "Late" }""", ifMatch: grant.ETag);
        var early = await world.Coordinator.PostAsync(end, """{ "on": "2026-03-30", "reason": "Early" }""", ifMatch: grant.ETag);
        var ended = (await world.Coordinator.PostAsync(end, """{ "on": "2026-12-31", "reason": "Closed" }""", ifMatch: grant.ETag)).Ok();
        var again = await world.Coordinator.PostAsync(end, """{ "on": "2026-11-30", "reason": "Closed" }""", ifMatch: ended.ETag);
        var changed = await world.Coordinator.PutAsync($"{url}/{grant.Id}", Grant, ended.ETag);

        Assert.That((late.Code, early.Code), Is.EqualTo(("grantEndOutOfRange", "grantEndOutOfRange")));
        Assert.That((string?)ended["endedOn"], Is.EqualTo("2026-12-31"));
        Assert.That((again.Code, changed.Code), Is.EqualTo(("grantEnded", "grantEnded")));
    }

    [Test]
    public async Task tells_the_audit_trail_and_no_member()
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();
        var grant = (await world.Coordinator.PostAsync($"{world.Cluster}/grants", Grant)).Ok();
        (await world.Coordinator.PostAsync($"{world.Cluster}/grants/{grant.Id}/end", """{ "on": "2026-12-31", "reason": "Closed" }""", ifMatch: grant.ETag)).Ok();

        var seen = await TheJournal.OfAsync(world, grant.Id);
        var feed = (await member.Client.GetAsync($"{world.Cluster}/events")).Ok();

        Assert.That(seen.Select(e => e.Type), Is.EqualTo(new[] { "GrantRecorded", "GrantEnded" }));
        Assert.That(feed.Text, Does.Not.Contain("A trust").And.Not.Contain(grant.Id.ToString()));
    }

    [TestCase("\"36500.00\"", "\"0.00\"", "nothingGranted")]
    [TestCase("\"GBP\"", "\"EUR\"", "currencyDiffers")]
    [TestCase("2027-03-31", "2026-03-31", "grantDatesOutOfOrder")]
    [TestCase("2027-03-31", "2327-03-31", "invalidRequest")]
    [TestCase("\"A trust\"", "\" \"", "invalidRequest")]
    [TestCase("\"note\"", "\"notes\"", "invalidRequest")]
    [TestCase("\"36500.00\"", "36500", "invalidRequest")]
    [TestCase("\"36500.00\"", "\"-1.00\"", "invalidRequest")]
    public async Task refuses_what_makes_no_sense(string right, string wrong, string code)
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.PostAsync($"{world.Cluster}/grants", Grant.Replace(right, wrong, StringComparison.Ordinal));

        Assert.That(((int)answer.Status, answer.Code), Is.EqualTo((400, code)));
    }

    [Test]
    public async Task is_written_by_coordinators_and_read_by_them_and_auditors()
    {
        var world = await World.NewAsync();
        var elsewhere = await World.NewAsync();
        var grant = (await world.Coordinator.PostAsync($"{world.Cluster}/grants", Grant)).Ok();
        Party[] callers =
        [
            world.Coordinator, await world.AuditorAsync(), (await world.MemberAsync()).Client, (await world.SupplierAsync()).Client, world.Operator,
            elsewhere.Coordinator, Party.Stranger(world.Service),
        ];

        var reads = await Task.WhenAll(callers.Select(c => c.GetAsync($"{world.Cluster}/grants/{grant.Id}")));
        var writes = await Task.WhenAll(callers.Select(c => c.PostAsync($"{world.Cluster}/grants", Grant)));
        var fromElsewhere = await elsewhere.Coordinator.GetAsync($"{elsewhere.Cluster}/grants/{grant.Id}");

        Assert.That(reads.Select(a => (int)a.Status), Is.EqualTo(new[] { 200, 200, 403, 403, 403, 404, 401 }));
        Assert.That(writes.Select(a => (int)a.Status), Is.EqualTo(new[] { 201, 403, 403, 403, 403, 404, 401 }));
        Assert.That((int)fromElsewhere.Status, Is.EqualTo(404));
    }
}
