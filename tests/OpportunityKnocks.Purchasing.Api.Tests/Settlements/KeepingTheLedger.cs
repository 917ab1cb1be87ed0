using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Npgsql;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Settlements;

/// <summary>What the database itself refuses, whatever a program may try, and that no program here tries.</summary>
public sealed partial class KeepingTheLedger
{
    [TestCase("amount = 0", PostgresErrorCodes.CheckViolation)]
    [TestCase("amount = -amount", PostgresErrorCodes.CheckViolation)]
    [TestCase("vat = amount + 1", PostgresErrorCodes.CheckViolation)]
    [TestCase("to_kind = from_kind, to_owner = from_owner", PostgresErrorCodes.CheckViolation)]
    [TestCase("cluster_id = gen_random_uuid()", PostgresErrorCodes.ForeignKeyViolation)]
    [TestCase("settlement_id = gen_random_uuid()", PostgresErrorCodes.ForeignKeyViolation)]
    [TestCase("period = period + 100", PostgresErrorCodes.ForeignKeyViolation)]
    [TestCase("correction_id = settlement_id", PostgresErrorCodes.ForeignKeyViolation)]
    [TestCase("settlement_id = NULL", PostgresErrorCodes.CheckViolation)]
    public async Task takes_no_transfer_that_breaks_a_rule(string change, string sqlState)
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);
        (await round.SettleAsync("2027-04-01")).Ok();

        var refused = Assert.ThrowsAsync<PostgresException>(() => RunAsync(world, $"UPDATE transfers SET {change} WHERE cluster_id = $1"));

        Assert.That(refused!.SqlState, Is.EqualTo(sqlState));
    }

    [TestCase("INSERT INTO settled_periods SELECT * FROM settled_periods WHERE cluster_id = $1")]
    [TestCase("INSERT INTO awards SELECT cluster_id, gen_random_uuid() AS id, round_id, state, reason, currency, members, net, vat, unrecovered_vat, awarded_at, version FROM awards WHERE cluster_id = $1")]
    [TestCase("UPDATE settlements SET number = 1 WHERE cluster_id = $1")]
    public async Task takes_nothing_twice(string sql)
    {
        var world = await World.NewAsync();
        var round = await AContractedRound(world);
        (await round.SettleAsync("2027-04-01")).Ok();
        (await round.SettleAsync("2027-05-01")).Ok();

        var refused = Assert.ThrowsAsync<PostgresException>(() => RunAsync(world, sql));

        Assert.That(refused!.SqlState, Is.EqualTo(PostgresErrorCodes.UniqueViolation));
    }

    [TestCase(typeof(Transfer))]
    [TestCase(typeof(Settlement))]
    [TestCase(typeof(SettledPeriod))]
    [TestCase(typeof(CorrectedPeriod))]
    [TestCase(typeof(SupplyRecord))]
    [TestCase(typeof(Payment))]
    [TestCase(typeof(BankLine))]
    [TestCase(typeof(Share))]
    [TestCase(typeof(AwardedLot))]
    [TestCase(typeof(CommitmentLine))]
    public void lets_nobody_set_a_property(Type type)
    {
        var settable = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true });

        Assert.That(settable.Select(p => p.Name), Is.Empty);
    }

    [Test]
    public void has_no_code_that_changes_or_deletes_what_was_posted()
    {
        var source = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "src"));

        var offenders = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("Migrations", StringComparison.Ordinal))
            .Where(file => ChangeOfTheLedger().IsMatch(File.ReadAllText(file)))
            .Select(Path.GetFileName);

        Assert.That(offenders, Is.Empty);
    }

    private static async Task RunAsync(World world, string sql)
    {
        await using var command = world.Service.Database.CreateCommand(sql);
        command.Parameters.AddWithValue(world.ClusterId);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex(
        @"(UPDATE|DELETE\s+FROM)\s+(transfers|settlements|settled_periods|corrected_periods|supply_records|payments|bank_lines|shares|award_lots)\b"
        + @"|\b(Transfers|Settlements|SettledPeriods|CorrectedPeriods|SupplyRecords|Payments|BankLines|Shares|AwardedLots)\b[^;]*\.(ExecuteUpdate|ExecuteDelete|Remove)",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex ChangeOfTheLedger();

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
