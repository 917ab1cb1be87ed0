using NodaTime;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>The clock on the wall of those who plan rounds: British time. A deadline at noon that moves across a change of the clocks is at
/// noon again.</summary>
public static class LocalTime
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/London"];

    public static DateOnly DayOf(DateTimeOffset instant) => At(instant).Date.ToDateOnly();

    public static DateTimeOffset AddDays(DateTimeOffset instant, int days) =>
        At(instant).LocalDateTime.PlusDays(days).InZoneLeniently(Zone).ToDateTimeOffset().ToUniversalTime();

    private static ZonedDateTime At(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone);
}
