namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>Why an answer to a commitment is refused.</summary>
public static class CommitmentRefusals
{
    public static readonly Refusal NotAsked = new("acceptanceNotAsked", "The round takes no answer to this commitment now.");
}
