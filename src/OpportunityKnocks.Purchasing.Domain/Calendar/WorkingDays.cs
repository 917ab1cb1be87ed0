using System.Collections.Frozen;

namespace OpportunityKnocks.Purchasing.Domain.Calendar;

/// <summary>The parts of the United Kingdom with bank holidays of their own, as gov.uk names them.</summary>
public enum BankHolidayDivision
{
    EnglandAndWales,
    Scotland,
    NorthernIreland,
}

/// <summary>Which days are worked on: Monday to Friday, but for the bank holidays.</summary>
/// <param name="holidays">Bank holidays, substitute days included.</param>
public sealed class WorkingDays(IEnumerable<DateOnly> holidays)
{
    private readonly FrozenSet<DateOnly> _holidays = holidays.ToFrozenSet();

    public bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_holidays.Contains(day);

    /// <summary>The last of so many working days after a day, which is not counted itself, whether it is a working day or not.</summary>
    /// <param name="count">Not negative; 0 is the day itself.</param>
    public DateOnly Add(DateOnly day, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        for (var left = count; left > 0; left -= IsWorkingDay(day) ? 1 : 0)
            day = day.AddDays(1);
        return day;
    }
}
