namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>Dates far from any round are slips, and would leave the calendar once a term is added.</summary>
internal static class Dates
{
    public const string Message = "must be from 2000 to 2199";

    public static bool ArePlausible(DateTimeOffset instant) => instant.Year is >= 2000 and < 2200;

    public static bool ArePlausible(DateTimeOffset? instant) => instant is null || ArePlausible(instant.Value);

    public static bool ArePlausible(DateOnly day) => day.Year is >= 2000 and < 2200;
}
