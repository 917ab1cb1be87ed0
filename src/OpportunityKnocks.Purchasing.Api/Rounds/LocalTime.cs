using NodaTime;
using NodaTime.Extensions;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>The clock on the wall of those who plan rounds: British time. A deadline at noon that moves across a change of the clocks is at
/// noon again.</summary>
public static class LocalTime
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/London"];

    public static DateOnly DayOf(DateTimeOffset instant) => At(instant).Date.ToDateOnly();

    public static DateTimeOffset AddDays(DateTimeOffset instant, int days) =>
        At(instant).LocalDateTime.PlusDays(days).InZoneLeniently(Zone).ToDateTimeOffset().ToUniversalTime();

    /// <summary>The first instant of the day that follows.</summary>
    public static DateTimeOffset MidnightAfter(DateOnly day) =>
        Zone.AtStartOfDay(day.AddDays(1).ToLocalDate()).ToDateTimeOffset().ToUniversalTime();

    private static ZonedDateTime At(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone);
}
