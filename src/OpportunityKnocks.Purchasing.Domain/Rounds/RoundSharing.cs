using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;

namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>How a round shares its cost over all lots: chosen in draft, frozen by publication.</summary>
/// <param name="Repair">Whether money is moved when a group of members would do better on its own.</param>
public sealed record RoundSharing(SharingMethod Method, bool Repair = false)
{
    /// <summary>What holds unless the coordinator says otherwise.</summary>
    public static readonly RoundSharing Usual = new(SharingMethod.PoolRate);
}

public sealed partial class Round
{
    /// <summary>How the cost is shared.</summary>
    public RoundSharing Sharing { get; private set; } = RoundSharing.Usual;
}
