using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Tests.Invoicing;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using OpportunityKnocks.Purchasing.Api.Verification;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Verification;

/// <summary>One settled round, one awarded and one that collects; then somebody with access to the database meddles with it.</summary>
public sealed class VerifyingTheData
{
    private static readonly (string Invariant, string Meddling)[] Meddlings =
    [
        ("I1", "ALTER TABLE transfers DROP CONSTRAINT ck_transfers_amount; UPDATE transfers SET amount = -1, vat = 0"),
        ("I1", "UPDATE transfers SET from_owner = gen_random_uuid() WHERE from_kind = 'Member'"),
        ("I2", "UPDATE shares SET net = net + 1, line = line + 1 WHERE id = (SELECT min(id::text)::uuid FROM shares)"),
        ("I2", "UPDATE shares SET line_extras = line_extras + 1, line_floor = line_floor - 1"),
        ("I2", "UPDATE awards SET net = net + 1"),
        ("I3", "UPDATE awards SET state = 'Cancelled'"),
        ("I3", "UPDATE rounds SET state = 'Evaluating' WHERE state = 'Awarded'"),
        ("I4", "UPDATE bids SET state = 'Withdrawn' WHERE id = (SELECT min(id::text)::uuid FROM bids)"),
        ("I4", "UPDATE bid_versions SET accepted_at = accepted_at + interval '1 year'"),
        ("I5", "UPDATE journal SET payload = '{}' WHERE type = 'NeedSubmitted'"),
        ("I5", "DELETE FROM journal WHERE type = 'RoundDrafted'"),
        ("I5", "UPDATE feeds SET position = position + 1"),
        ("I6", "UPDATE needs SET version = version + 1"),
        ("I6", "DELETE FROM bid_log WHERE id = (SELECT min(id::text)::uuid FROM bid_log)"),
        ("I7", "DELETE FROM transfers WHERE id = (SELECT min(id::text)::uuid FROM transfers WHERE from_kind = 'RoundClearing')"),
        ("I8", "UPDATE journal SET round_id = gen_random_uuid() WHERE type = 'RoundDrafted'"),
        ("I8", "ALTER TABLE bids ADD UNIQUE (id); ALTER TABLE bid_log ADD FOREIGN KEY (bid_id) REFERENCES bids (id); SELECT 1"),
        ("I9", "UPDATE lot_demands SET quantity = quantity + 1"),
        ("I12", "UPDATE shares SET line_floor = line_floor + 1"),
        ("I12", "UPDATE supply_records SET net = net + 100 WHERE kind = 'CreditNote'"),
        ("I13", "UPDATE transfers SET at = at + interval '1 second' WHERE id = (SELECT min(id::text)::uuid FROM transfers)"),
        ("I13", "DELETE FROM transfers WHERE payment_id IS NOT NULL"),
        ("I14", "UPDATE payments SET amount = amount + 1"),
        ("I10", "UPDATE settled_periods SET net = net + 1"),
        ("I10", "UPDATE transfers SET vat = vat - 1 WHERE id = (SELECT min(id::text)::uuid FROM transfers WHERE from_kind = 'Member' AND vat > 0)"),
        ("I10", "UPDATE transfers SET amount = amount + 1"),
        ("I11", "UPDATE invoices SET payable = payable + 1, rounding = rounding + 1 WHERE number = 1"),
        ("I11", "UPDATE invoice_lines SET net = net - 1 WHERE number = 1"),
        ("I11", "UPDATE invoices SET number = 1000 WHERE number = 2"),
    ];

    [Test]
    public async Task finds_nothing_in_what_the_service_did_and_everything_that_was_meddled_with()
    {
        await using var own = await OwnDatabase.CreateAsync();
        var world = await World.NewAsync(own.Start());
        await IssuingInvoices.AnInvoicedRound(world);
        var settled = await ASettledRound(world);
        (await world.Coordinator.PostAsync(
            $"{settled.Url}/supplier-papers",
            $$"""
            {
              "kind": "creditNote", "lotId": "{{settled.Helpdesk}}", "period": 2, "reference": "CN-1", "reason": "Two days without service",
              "net": { "amount": "20.00", "currency": "GBP" }, "vat": { "amount": "4.00", "currency": "GBP" }
            }
            """)).Ok();
        (await world.Coordinator.PostAsync(
            $"{world.Cluster}/payments",
            $$"""
            { "memberId": "{{settled.Members[0].MemberId}}", "amount": { "amount": "12.34", "currency": "GBP" }, "paidOn": "2027-05-01", "reference": "Thanks" }
            """)).Ok();
        await AnAwardedRound(world);
        var collecting = await ACollectingRound(world);
        (await collecting.NeedAsync(await world.MemberAsync(), collecting.Helpdesk, 7)).Ok();
        await TheJournal.SequencedAsync(world);

        Assert.That(await VerifyAsync(world), Is.Empty);
        foreach (var (invariant, meddling) in Meddlings)
            Assert.That(await VerifyAsync(world, meddling), Does.Contain(invariant), meddling);
    }

    [Test]
    public async Task tells_on_the_command_line_what_holds()
    {
        await using var own = await OwnDatabase.CreateAsync();
        await AnAwardedRound(await World.NewAsync(own.Start()));

        var before = await ServiceProcess.RunAsync("verify", own.ConnectionString);
        await using var database = await own.OpenAsync();
        await using var meddle = database.CreateCommand("UPDATE awards SET net = net + 1");
        await meddle.ExecuteNonQueryAsync();
        var after = await ServiceProcess.RunAsync("verify", own.ConnectionString);

        Assert.That(before.ExitCode, Is.Zero, before.Output);
        Assert.That(before.Output, Does.Contain("I1  holds").And.Contain("I9  holds").And.Contain("Everything holds."));
        Assert.That(after.ExitCode, Is.EqualTo(1), after.Output);
        Assert.That(after.Output, Does.Contain("I2  BROKEN").And.Contain("is not the sum of its lots").And.Contain("Nothing was changed."));
    }

    /// <summary>What breaks some invariants in one cluster of a database that others use meanwhile.</summary>
    internal static async Task<List<string>> BreachesAsync(World world, params string[] invariants)
    {
        await using var scope = world.Service.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PurchasingDb>();
        await using var snapshot = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        var breaches = new List<string>();
        foreach (var invariant in scope.ServiceProvider.GetServices<IInvariant>().Where(i => invariants.Contains(i.Name, StringComparer.Ordinal)))
            breaches.AddRange(await invariant.FindBreachesAsync(db, CancellationToken.None).ToListAsync());
        return breaches.FindAll(breach => breach.Contains(world.ClusterId.ToString(), StringComparison.Ordinal));
    }

    /// <summary>Meddles and verifies in one transaction that is rolled back.</summary>
    /// <returns>The names of the broken invariants.</returns>
    private static async Task<List<string>> VerifyAsync(World world, string? meddling = null)
    {
        await using var scope = world.Service.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PurchasingDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (meddling is not null)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = meddling;
            Assert.That(await command.ExecuteNonQueryAsync(), Is.Not.Zero, meddling);
        }

        var broken = new List<string>();
        foreach (var invariant in scope.ServiceProvider.GetServices<IInvariant>())
        {
            if (await invariant.FindBreachesAsync(db, CancellationToken.None).AnyAsync())
                broken.Add(invariant.Name);
        }

        return broken;
    }
}
