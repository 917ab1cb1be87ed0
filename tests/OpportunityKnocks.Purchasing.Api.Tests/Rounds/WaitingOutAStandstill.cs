using Microsoft.Extensions.Configuration;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Reference;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using OpportunityKnocks.Purchasing.Domain.Calendar;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Rounds;

public sealed class WaitingOutAStandstill
{
    private static readonly IConfiguration Plain = new ConfigurationBuilder().Build();

    [Test]
    public async Task in_working_days_ends_at_midnight_and_stays_where_it_was_put()
    {
        var world = await World.NewAsync();
        var round = await AnAwardedRound(
            world, RoundPlans.ItSupport(world, standstillDays: 8).Replace("\"feePolicy\"", "\"standstillUnit\": \"workingDays\", \"feePolicy\"", StringComparison.Ordinal));

        var awarded = await round.ReadAsync();

        var ends = (DateTimeOffset)awarded["standstillEndsAt"]!;
        var days = new BankHolidays(Plain).Of(BankHolidayDivision.EnglandAndWales);
        var lastDay = DateOnly.FromDateTime(ends.UtcDateTime.AddHours(-2));
        Assert.That(lastDay, Is.EqualTo(days.Add(DateOnly.FromDateTime(((DateTimeOffset)awarded["awardedAt"]!).UtcDateTime), 8)));
        Assert.That(ends.UtcDateTime.TimeOfDay, Is.AnyOf(TimeSpan.Zero, TimeSpan.FromHours(23)), "midnight, British time");
        Assert.That((await round.DoAsync("contract")).Code, Is.EqualTo("standstillRunning"));
    }

    [TestCase(BankHolidayDivision.EnglandAndWales, "2027-03-25", 1, "2027-03-30")]
    [TestCase(BankHolidayDivision.Scotland, "2027-03-25", 1, "2027-03-29")]
    [TestCase(BankHolidayDivision.Scotland, "2027-12-31", 1, "2028-01-05")]
    [TestCase(BankHolidayDivision.NorthernIreland, "2027-07-09", 1, "2027-07-13")]
    public void knows_the_holidays_of_each_part(BankHolidayDivision division, string day, int count, string expected)
    {
        Assert.That(new BankHolidays(Plain).Of(division).Add(DateOnly.Parse(day), count), Is.EqualTo(DateOnly.Parse(expected)));
    }

    [Test]
    public void takes_more_holidays_from_the_configuration()
    {
        var more = new ConfigurationBuilder().AddInMemoryCollection([new("BankHolidays:Scotland:0", "2029-01-01")]).Build();

        Assert.That(new BankHolidays(more).Of(BankHolidayDivision.Scotland).IsWorkingDay(new(2029, 1, 1)), Is.False);
        Assert.That(new BankHolidays(Plain).Of(BankHolidayDivision.Scotland).IsWorkingDay(new(2029, 1, 1)), Is.True);
    }
}
