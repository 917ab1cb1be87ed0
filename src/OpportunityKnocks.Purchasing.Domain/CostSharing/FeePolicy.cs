namespace OpportunityKnocks.Purchasing.Domain.CostSharing;

/// <summary>How the members of a lot share its fixed fee.</summary>
public enum FeePolicy
{
    /// <summary>By the exact value of each member's line: as all pay one unit price, by quantity; equal if the line is free.</summary>
    ByValue,

    /// <summary>Everyone the same.</summary>
    Equal,

    /// <summary>By quantity.</summary>
    ByQuantity,
}
