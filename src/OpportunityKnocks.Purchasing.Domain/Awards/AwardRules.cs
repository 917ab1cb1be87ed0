using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>What the coordinator demands of an award beyond the least evaluated cost.</summary>
/// <param name="MinimumWinners">Suppliers over the round.</param>
/// <param name="MinimumWinnersPerLot">In each divisible lot.</param>
/// <param name="MaximumWinnersPerLot">In each divisible lot; any other has one winner.</param>
/// <param name="MaximumShare">The largest part of the units of all lots that one supplier may supply.</param>
/// <param name="Budget">What the award may cost, net, as it will be paid.</param>
/// <param name="OverbuyLimit">Units per period that may be ordered of each lot beyond its demand, if that is cheaper; 0 for none.</param>
public sealed record AwardRules(
    int MinimumWinners = 0,
    int? MaximumWinners = null,
    int MinimumWinnersPerLot = 0,
    int? MaximumWinnersPerLot = null,
    Percent? MaximumShare = null,
    Money? Budget = null,
    long OverbuyLimit = 0)
{
    public static readonly AwardRules None = new();

    /// <summary>Each rule that is set, by itself.</summary>
    public IEnumerable<(AwardRule Rule, AwardRules Alone)> OneByOne()
    {
        if (MinimumWinners > 0)
            yield return (AwardRule.MinimumWinners, new AwardRules(MinimumWinners: MinimumWinners));
        if (MaximumWinners is not null)
            yield return (AwardRule.MaximumWinners, new AwardRules(MaximumWinners: MaximumWinners));
        if (MinimumWinnersPerLot > 0)
            yield return (AwardRule.MinimumWinnersPerLot, new AwardRules(MinimumWinnersPerLot: MinimumWinnersPerLot));
        if (MaximumWinnersPerLot is not null)
            yield return (AwardRule.MaximumWinnersPerLot, new AwardRules(MaximumWinnersPerLot: MaximumWinnersPerLot));
        if (MaximumShare is not null)
            yield return (AwardRule.MaximumSharePercent, new AwardRules(MaximumShare: MaximumShare));
        if (Budget is not null)
            yield return (AwardRule.Budget, new AwardRules(Budget: Budget));
    }
}
