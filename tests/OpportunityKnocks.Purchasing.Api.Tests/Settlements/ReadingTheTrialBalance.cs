using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.Auction;

namespace OpportunityKnocks.Purchasing.Api.Tests.Settlements;

public sealed class ReadingTheTrialBalance
{
    [Test]
    public async Task shows_what_each_member_owes_and_each_supplier_is_due_and_clearing_at_zero()
    {
        var world = await World.NewAsync();
        var auction = new Auction(world).Lot("Helpdesk", periods: 3).Member("A").Member("B").Need("A", 2).Need("B", 3).Bid("S", Offer("1:10.00"));
        var round = await auction.ContractAsync();
        (await round.SettleAsync("2027-05-01")).Ok();

        var balance = (await world.Coordinator.GetAsync($"{world.Cluster}/ledger/trial-balance")).Ok();

        // Two of three months at 10.00 and 20 % VAT: A 2 x 12.00 x 2 = 48.00, B 3 x 12.00 x 2 = 72.00.
        var accounts = balance["accounts"].AsArray().ToList();
        Assert.That(
            accounts.Take(3).Select(a => ((string)a!["kind"]!, (string)a["name"]!, a["debits"].Pence(), a["credits"].Pence(), a["balance"].Pence())),
            Is.EqualTo(new[] { ("member", "A", 4800L, 0L, 4800L), ("member", "B", 7200, 0, 7200), ("supplier", "S", 0, 12000, -12000) }));
        Assert.That(
            accounts.Skip(3).Select(a => ((string)a!["kind"]!, (Guid)a["ownerId"]!, a["debits"].Pence(), a["credits"].Pence(), a["balance"].Pence())),
            Is.EqualTo(new[] { ("roundClearing", round.Id, 12000L, 12000L, 0L) }));
        Assert.That((balance["debits"].Pence(), balance["credits"].Pence()), Is.EqualTo((24000L, 24000L)));
    }

    [Test]
    public async Task agrees_with_every_members_statement_and_shows_no_other_cluster()
    {
        var world = await World.NewAsync();
        var round = await ASettledRound(world);
        var foreign = await World.NewAsync();

        var accounts = (await world.Coordinator.GetAsync($"{world.Cluster}/ledger/trial-balance")).Ok()["accounts"].AsArray();
        var empty = (await foreign.Coordinator.GetAsync($"{foreign.Cluster}/ledger/trial-balance")).Ok();

        foreach (var member in round.Members)
        {
            var statement = (await member.Client.GetAsync($"{world.Cluster}/members/{member.MemberId}/statement")).Ok();
            var account = accounts.Single(a => (Guid)a!["ownerId"]! == member.MemberId)!;
            Assert.That(account["balance"].Pence(), Is.EqualTo(statement["closingBalance"].Pence()).And.GreaterThan(0));
        }

        Assert.That(accounts.Sum(a => a!["balance"].Pence()), Is.Zero);
        Assert.That((empty["accounts"].AsArray().Count, empty["debits"].Pence(), empty["credits"].Pence()), Is.EqualTo((0, 0L, 0L)));
    }

    [Test]
    public async Task is_for_the_coordinator_and_auditors()
    {
        var world = await World.NewAsync();
        var foreign = await World.NewAsync();
        var callers = new[]
        {
            world.Coordinator, await world.AuditorAsync(), (await world.MemberAsync()).Client, (await world.SupplierAsync()).Client,
            foreign.Coordinator, Party.Stranger(world.Service),
        };

        var answers = await Task.WhenAll(callers.Select(c => c.GetAsync($"{world.Cluster}/ledger/trial-balance")));

        Assert.That(answers.Select(a => (int)a.Status), Is.EqualTo(new[] { 200, 200, 403, 403, 404, 401 }));
    }
}
