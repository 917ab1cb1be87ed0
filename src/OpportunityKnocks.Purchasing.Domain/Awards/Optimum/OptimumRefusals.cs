namespace OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

/// <summary>Why the best award is not computed.</summary>
public static class OptimumRefusals
{
    public static readonly Refusal AmountsTooLarge =
        new("awardAmountsTooLarge", "Prices times quantities are larger than an award is computed with.", RefusalKind.Invalid);

    public static readonly Refusal NotFoundInTime =
        new("awardNotFoundInTime", "No award was found in the time allowed, and none was proved impossible.");
}
