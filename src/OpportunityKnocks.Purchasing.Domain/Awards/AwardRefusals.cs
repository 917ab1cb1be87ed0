namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>Why an award is refused.</summary>
public static class AwardRefusals
{
    public static readonly Refusal NothingToAward = new("nothingToAward", "No lot of the round can be awarded.");

    public static readonly Refusal Impossible = new("awardImpossible", "No award keeps all the rules.");
}
