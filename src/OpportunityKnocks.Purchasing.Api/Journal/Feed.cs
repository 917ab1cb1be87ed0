using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Journal;

/// <summary>The head of a cluster's journal: whoever holds this row gives out positions.</summary>
public sealed class Feed
{
    private Feed()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public long Position { get; private set; }

    public byte[] Hash { get; private set; } = [];

    /// <summary>The chain starts from the hash of nothing: 32 zero bytes.</summary>
    public static Feed Start(ClusterId cluster) => new() { ClusterId = cluster, Hash = new byte[32] };
}
