using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Settlements;

public sealed class ReadingAStatement
{
    [Test]
    public async Task shows_every_transfer_of_the_ledger_with_its_running_balance()
    {
        var world = await World.NewAsync();
        var round = await ASettledRound(world);
        var member = round.Members[1];

        var statement = (await member.Client.GetAsync($"{world.Cluster}/members/{member.MemberId}/statement")).Ok();

        var ledger = await LedgerAsync(world, member.MemberId);
        var lines = statement["lines"].AsArray();
        Assert.That(lines.Select(l => ((Guid)l!["transferId"]!, l["amount"].Pence())), Is.EqualTo(ledger));
        Assert.That(lines, Has.Count.EqualTo(48), "24 months in 2 lots");
        var running = 0L;
        Assert.That(lines.Select(l => l!["balance"].Pence()), Is.EqualTo(ledger.Select(t => running += t.Amount)));
        Assert.That(statement["openingBalance"].Pence(), Is.Zero);
        Assert.That(statement["closingBalance"].Pence(), Is.EqualTo((await round.SharesAsync(member.Client)).Sum(s => s["gross"].Pence())));
    }

    [Test]
    public async Task carries_what_was_posted_before_as_the_opening_balance()
    {
        var world = await World.NewAsync();
        var round = await ASettledRound(world);
        var member = round.Members[0];
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var url = $"{world.Cluster}/members/{member.MemberId}/statement";

        var whole = (await member.Client.GetAsync(url)).Ok();
        var later = (await member.Client.GetAsync($"{url}?from={today.AddDays(2):yyyy-MM-dd}")).Ok();
        var earlier = (await member.Client.GetAsync($"{url}?to={today.AddDays(-2):yyyy-MM-dd}")).Ok();

        Assert.That(later["lines"].AsArray(), Is.Empty);
        Assert.That(later["openingBalance"].Pence(), Is.EqualTo(whole["closingBalance"].Pence()).And.GreaterThan(0));
        Assert.That(later["closingBalance"].Pence(), Is.EqualTo(whole["closingBalance"].Pence()));
        Assert.That((earlier["lines"].AsArray().Count, earlier["closingBalance"].Pence()), Is.EqualTo((0, 0L)));
    }

    [TestCase("?from=2027-02-01&to=2027-01-31")]
    [TestCase("?from=yesterday")]
    [TestCase("?to=2027-02-30")]
    public async Task is_refused_for_days_that_make_no_span(string query)
    {
        var world = await World.NewAsync();
        var member = await world.MemberAsync();

        var statement = await member.Client.GetAsync($"{world.Cluster}/members/{member.MemberId}/statement{query}");

        Assert.That(statement.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task is_for_the_member_its_coordinator_and_auditors()
    {
        var world = await World.NewAsync();
        var (mine, other) = (await world.MemberAsync(), await world.MemberAsync());
        var supplier = await world.SupplierAsync();
        var foreign = await World.NewAsync();
        var url = $"{world.Cluster}/members/{mine.MemberId}/statement";
        var callers = new[]
        {
            mine.Client, world.Coordinator, await world.AuditorAsync(), other.Client, supplier.Client, world.Operator, foreign.Coordinator,
            Party.Stranger(world.Service),
        };

        var answers = await Task.WhenAll(callers.Select(c => c.GetAsync(url)));
        var elsewhere = await foreign.Coordinator.GetAsync($"{foreign.Cluster}/members/{mine.MemberId}/statement");

        Assert.That(answers.Select(a => (int)a.Status), Is.EqualTo(new[] { 200, 200, 200, 404, 403, 403, 404, 401 }));
        Assert.That(elsewhere.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static async Task<List<(Guid Id, long Amount)>> LedgerAsync(World world, Guid member)
    {
        await using var command = world.Service.Database.CreateCommand(
            "SELECT id, amount FROM transfers WHERE cluster_id = $1 AND from_kind = 'Member' AND from_owner = $2 ORDER BY at, id");
        command.Parameters.AddWithValue(world.ClusterId);
        command.Parameters.AddWithValue(member);
        await using var reader = await command.ExecuteReaderAsync();
        var transfers = new List<(Guid, long)>();
        while (await reader.ReadAsync())
            transfers.Add((reader.GetGuid(0), reader.GetInt64(1)));
        return transfers;
    }
}
