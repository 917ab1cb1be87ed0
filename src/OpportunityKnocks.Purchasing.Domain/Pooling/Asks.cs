using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Domain.Pooling;

/// <summary>Needs as <see cref="LotPooling"/> reads them.</summary>
public static class Asks
{
    public static Ask Of(PooledNeed need) => new(need.Id.Value.ToString(), need.Quantity, need.Tolerance, need.SubmittedAt);
}
