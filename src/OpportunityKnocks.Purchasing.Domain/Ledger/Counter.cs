namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>Gives a cluster's documents their numbers: locked by whoever takes one until it commits, so that none comes twice.</summary>
public sealed class Counter
{
    public const string Settlements = "settlement";

    private Counter()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The number given last.</summary>
    public long Value { get; private set; }
}
