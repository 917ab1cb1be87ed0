using System.Globalization;
using OpportunityKnocks.Purchasing.Domain.Calendar;

namespace OpportunityKnocks.Purchasing.Api.Reference;

/// <summary>The bank holidays of the United Kingdom: the list that ships with the service, and what the configuration adds, such as
/// <c>BankHolidays__Scotland__0=2029-01-01</c>. A day the list does not know yet is a working day.</summary>
public sealed class BankHolidays(IConfiguration configuration)
{
    private static readonly Lazy<IReadOnlyList<(BankHolidayDivision Division, DateOnly Day)>> Shipped = new(() => ReferenceFile
        .Read("bank-holidays.csv", row => (Enum.Parse<BankHolidayDivision>(row.GetString("division")), DayOf(row.GetString("date")))));

    private readonly Dictionary<BankHolidayDivision, WorkingDays> _calendars = Enum.GetValues<BankHolidayDivision>().ToDictionary(
        division => division,
        division => new WorkingDays(
        [
            .. Shipped.Value.Where(holiday => holiday.Division == division).Select(holiday => holiday.Day),
            .. (configuration.GetSection($"BankHolidays:{division}").Get<string[]>() ?? []).Select(DayOf),
        ]));

    public WorkingDays Of(BankHolidayDivision division) => _calendars[division];

    private static DateOnly DayOf(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
