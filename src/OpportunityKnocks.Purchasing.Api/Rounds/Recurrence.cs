using System.Globalization;
using System.Text.RegularExpressions;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>A rule of RFC 5545 by which a round comes again, such as <c>FREQ=YEARLY</c> or <c>FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU</c>. It
/// speaks of days: the time of day stays. Only a part of what the RFC allows is taken, so that no rule makes the service work long.</summary>
public sealed partial class Recurrence
{
    public const int MaximumLength = 200;

    public const string Message =
        "is a recurrence rule of RFC 5545 by days: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY, with INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, "
        + "WKST and one of COUNT and UNTIL=yyyymmdd";

    /// <summary>Sixty years of months, or two of days: what has not come by then never does.</summary>
    private const int MostSteps = 720;

    private readonly string _text;
    private readonly RecurrenceRule _rule;

    private Recurrence(string text, RecurrenceRule rule) => (_text, _rule) = (text, rule);

    /// <returns>Null when it is no such rule.</returns>
    public static Recurrence? TryParse(string text)
    {
        if (text.Length > MaximumLength || !Form().IsMatch(text))
            return null;
        var names = text.Split(';').Select(part => part[..part.IndexOf('=', StringComparison.Ordinal)]).ToList();
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count || (names.Contains("COUNT", StringComparer.Ordinal) && names.Contains("UNTIL", StringComparer.Ordinal)))
            return null;
        try
        {
            return new Recurrence(text, new RecurrenceRule(text));
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The next time the rule names after a day, and the rule from there on.</summary>
    /// <param name="first">The day the rule starts from.</param>
    /// <param name="after">Not before <paramref name="first"/>.</param>
    /// <returns>Null when there is none.</returns>
    public (PlanShift Shift, string Rule)? Next(DateOnly first, DateOnly after)
    {
        var passed = 0;
        foreach (var day in DaysFrom(first))
        {
            passed++;
            if (day <= after)
                continue;

            var byMonths = _rule.Frequency is Ical.Net.FrequencyType.Monthly or Ical.Net.FrequencyType.Yearly;
            var shift = new PlanShift(
                day.DayNumber - first.DayNumber, byMonths ? ((day.Year - first.Year) * 12) + day.Month - first.Month : null);
            return (shift, _rule.Count is { } count ? CountPart().Replace(_text, string.Create(CultureInfo.InvariantCulture, $"COUNT={count - passed}")) : _text);
        }

        return null;
    }

    /// <summary>Without the first, which the RFC counts as well.</summary>
    private IEnumerable<DateOnly> DaysFrom(DateOnly first)
    {
        var start = new CalDateTime(first);
        var options = new EvaluationOptions { MaxUnmatchedIncrementsLimit = MostSteps };
        using var periods = new RecurrencePatternEvaluator(_rule).Evaluate(start, start, options).GetEnumerator();
        for (var i = 0; i < MostSteps && MoveNext(); i++)
        {
            if (periods.Current.StartTime.Date > first)
                yield return periods.Current.StartTime.Date;
        }

        bool MoveNext()
        {
            try
            {
                return periods.MoveNext();
            }
            catch (Exception e) when (e is EvaluationLimitExceededException or EvaluationOutOfRangeException or ArgumentOutOfRangeException)
            {
                // No further day within reach.
                return false;
            }
        }
    }

    [GeneratedRegex(
        """
        \AFREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(
        INTERVAL=[1-9]\d?|COUNT=[1-9]\d{0,2}|UNTIL=2[01]\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])|WKST=(MO|TU|WE|TH|FR|SA|SU)|
        BYDAY=([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)){0,13}|
        BYMONTHDAY=-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01])){0,11}|
        BYMONTH=([1-9]|1[0-2])(,([1-9]|1[0-2])){0,11}|BYSETPOS=-?[1-5]
        )){0,7}\z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        100)]
    private static partial Regex Form();

    [GeneratedRegex(@"COUNT=\d+", RegexOptions.None, 100)]
    private static partial Regex CountPart();
}
