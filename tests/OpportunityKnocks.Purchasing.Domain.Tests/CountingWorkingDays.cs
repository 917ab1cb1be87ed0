using OpportunityKnocks.Purchasing.Domain.Calendar;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class CountingWorkingDays
{
    private static readonly DateOnly[] Christmas2027 = [new(2027, 12, 27), new(2027, 12, 28), new(2028, 1, 3)];

    [TestCase("2027-12-24", true)]
    [TestCase("2027-12-25", false)]
    [TestCase("2027-12-27", false)]
    [TestCase("2027-12-29", true)]
    public void leaves_out_weekends_and_bank_holidays(string day, bool works)
    {
        Assert.That(new WorkingDays(Christmas2027).IsWorkingDay(DateOnly.Parse(day)), Is.EqualTo(works));
    }

    [TestCase("2027-12-24", 0, "2027-12-24")]
    [TestCase("2027-12-24", 1, "2027-12-29")]
    [TestCase("2027-12-25", 1, "2027-12-29")]
    [TestCase("2027-12-22", 8, "2028-01-06")]
    public void counts_from_the_day_after(string day, int count, string expected)
    {
        Assert.That(new WorkingDays(Christmas2027).Add(DateOnly.Parse(day), count), Is.EqualTo(DateOnly.Parse(expected)));
    }

    [Test]
    public void agrees_with_counting_them_one_by_one()
    {
        var days = new WorkingDays(Christmas2027);
        for (var day = new DateOnly(2027, 12, 1); day < new DateOnly(2028, 2, 1); day = day.AddDays(1))
        {
            for (var count = 1; count <= 30; count++)
            {
                var last = days.Add(day, count);
                var between = Enumerable.Range(1, last.DayNumber - day.DayNumber).Count(i => days.IsWorkingDay(day.AddDays(i)));
                Assert.That((between, days.IsWorkingDay(last)), Is.EqualTo((count, true)));
            }
        }
    }
}
