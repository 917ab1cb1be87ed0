namespace OpportunityKnocks.Purchasing.Domain;

/// <summary>Quantities are positive whole numbers of a lot's unit, per period.</summary>
public static class Quantities
{
    /// <summary>The most one need may ask for, per period.</summary>
    public const long Maximum = 1_000_000_000;

    public static bool IsValid(long quantity) => quantity is >= 1 and <= Maximum;
}
