using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Verification;

/// <summary>Something that is always true of the data. Found by scanning: a new one is one file.</summary>
public interface IInvariant
{
    /// <summary>I1, I2, ...</summary>
    string Name { get; }

    string Rule { get; }

    /// <summary>What breaks the rule, one line each, for people; empty when it holds.</summary>
    /// <param name="db">Within one snapshot of the whole database. Crosses clusters, so it locks nothing.</param>
    IAsyncEnumerable<string> FindBreachesAsync(PurchasingDb db, CancellationToken ct);
}
