using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>How a round shares its cost over all lots; frozen by its publication.</summary>
/// <param name="Method">Where it cannot be used for the award there is, the pool rate is, and says so.</param>
/// <param name="Repair">Whether money is moved between members when a group of them would do better on its own.</param>
public sealed record SharingDetails(SharingMethod Method = SharingMethod.PoolRate, bool Repair = false)
{
    public RoundSharing ToSharing() => new(Method, Repair);

    public static SharingDetails Of(RoundSharing sharing) => new(sharing.Method, sharing.Repair);
}
