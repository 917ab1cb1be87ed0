using OpportunityKnocks.Purchasing.Api.Http;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>The days a report is about (UTC, both included; open where null).</summary>
public readonly record struct ReportDays(DateOnly? From, DateOnly? To)
{
    /// <summary>The first instant.</summary>
    public DateTimeOffset? Start => StartOf(From);

    /// <summary>The first instant after.</summary>
    public DateTimeOffset? Before => To == DateOnly.MaxValue ? null : StartOf(To?.AddDays(1));

    /// <exception cref="InvalidShapeException">They are in the wrong order.</exception>
    public static ReportDays Of(DateOnly? from, DateOnly? to) =>
        from > to ? throw InvalidShapeException.Of("to", "must not be before from") : new ReportDays(from, to);

    private static DateTimeOffset? StartOf(DateOnly? day) => day is { } d ? new DateTimeOffset(d.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
}
