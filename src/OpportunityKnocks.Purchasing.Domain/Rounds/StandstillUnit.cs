namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>What the days of a standstill are.</summary>
public enum StandstillUnit
{
    /// <summary>So many times 24 hours after the award.</summary>
    CalendarDays,

    /// <summary>So many full working days after the day of the award: it ends at the midnight after the last of them.</summary>
    WorkingDays,
}
