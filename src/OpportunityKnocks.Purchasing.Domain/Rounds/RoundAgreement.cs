namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>What the tender says of changes while the contracts run; frozen by publication.</summary>
/// <param name="VariationUpPercent">By how many whole percent a member may raise the quantity it was awarded, or joined with.</param>
/// <param name="VariationDownPercent">By how many it may lower it.</param>
/// <param name="JoiningAllowed">Whether members of the cluster can join later, at the same prices.</param>
/// <param name="LeavingNoticePeriods">How many whole charge periods a member that leaves stays, from the next one on; null: nobody leaves.</param>
public sealed record RoundAgreement(int VariationUpPercent, int VariationDownPercent, bool JoiningAllowed, int? LeavingNoticePeriods)
{
    public const int MaximumUpPercent = 1000;

    /// <summary>What holds unless the coordinator says otherwise: what was awarded stays.</summary>
    public static readonly RoundAgreement Usual = new(0, 0, false, null);
}

public sealed partial class Round
{
    public RoundAgreement Agreement { get; private set; } = RoundAgreement.Usual;
}
