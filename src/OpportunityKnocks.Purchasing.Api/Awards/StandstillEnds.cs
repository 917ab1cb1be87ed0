using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Reference;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>Counts a standstill once, when it begins.</summary>
public sealed class StandstillEnds(PurchasingDb db, BankHolidays holidays)
{
    /// <param name="from">The instant of the award.</param>
    /// <returns>The first instant at which contracts may be made.</returns>
    public async Task<DateTimeOffset> OfAsync(Round round, DateTimeOffset from, CancellationToken ct)
    {
        if (round.StandstillUnit == StandstillUnit.CalendarDays || round.StandstillDays == 0)
            return from.AddDays(round.StandstillDays);

        var cluster = await db.Clusters.FindAsync([round.ClusterId], ct);
        return LocalTime.MidnightAfter(holidays.Of(cluster!.BankHolidays).Add(LocalTime.DayOf(from), round.StandstillDays));
    }
}
