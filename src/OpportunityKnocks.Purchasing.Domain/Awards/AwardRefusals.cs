namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>Why an award is refused.</summary>
public static class AwardRefusals
{
    public static readonly Refusal NothingToAward = new("nothingToAward", "No lot of the round can be awarded.");

    public static readonly Refusal Impossible = new("awardImpossible", "No award keeps all the rules.");

    public static readonly Refusal ScenarioNeeded =
        new("awardScenarioNeeded", "The best award takes longer than closing may. Ask for it as a scenario, and close the round with that.");

    public static readonly Refusal ScenarioUnfit = new("awardScenarioUnfit", "The round cannot be closed with this scenario.");

    public static readonly Refusal ScenarioStale = new("awardScenarioStale", "The scenario is one of other needs, bids or scores.");

    public static readonly Refusal TooManyScenarios = new("tooManyAwardScenarios", "The round has as many scenarios as it can have.");

    public static readonly Refusal OverbuyNotAllowed = new("overbuyNotAllowed", "The round does not allow to order so many units beyond its demand.");

    public static readonly Refusal BidExpired = new("bidExpired", "The supplier is not bound by its bid any more.");

    public static readonly Refusal NotAWinner = new("supplierNotAwarded", "The supplier has won nothing in this award.");
    public static readonly Refusal NotAwarded = new("roundNotAwarded", "The round is not awarded.");
}
