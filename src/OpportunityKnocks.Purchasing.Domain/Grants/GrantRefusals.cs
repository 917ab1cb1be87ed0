namespace OpportunityKnocks.Purchasing.Domain.Grants;

/// <summary>Why a grant is refused.</summary>
public static class GrantRefusals
{
    public static readonly Refusal DatesOutOfOrder = new("grantDatesOutOfOrder", "The grant ends before it begins.", RefusalKind.Invalid);
    public static readonly Refusal NothingGranted = new("nothingGranted", "The grant is of nothing.", RefusalKind.Invalid);
    public static readonly Refusal Ended = new("grantEnded", "The grant ended before its time, and stays as it is.");
    public static readonly Refusal EndOutOfRange = new("grantEndOutOfRange", "The grant cannot end early on that day.");
}
