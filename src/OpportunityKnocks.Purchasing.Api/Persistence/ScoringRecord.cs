using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>How a round's bids compared when it was closed, for good: everything that anybody needs to rank them again.</summary>
public sealed class ScoringRecord
{
    private ScoringRecord()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public ScoringRecordId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    /// <summary>JSON, kept to the byte.</summary>
    public string Content { get; private set; } = "";

    public DateTimeOffset KeptAt { get; private set; }

    public static ScoringRecord Of(ClusterId cluster, RoundId round, string content, DateTimeOffset now) =>
        new() { ClusterId = cluster, Id = ScoringRecordId.New(), RoundId = round, Content = content, KeptAt = now };
}
