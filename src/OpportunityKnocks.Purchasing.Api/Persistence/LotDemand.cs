using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>A lot's live demand as of the last sequenced journal entry. Reading it costs the same however many needs there are.</summary>
public sealed class LotDemand
{
    public ClusterId ClusterId { get; private set; }

    public LotId LotId { get; private set; }

    public RoundId RoundId { get; private set; }

    public long Quantity { get; private set; }

    public long Needs { get; private set; }

    public int Members { get; private set; }
}

/// <summary>One member's part of a lot's live demand.</summary>
public sealed class MemberDemand
{
    public ClusterId ClusterId { get; private set; }

    public LotId LotId { get; private set; }

    public MemberId MemberId { get; private set; }

    public long Quantity { get; private set; }

    public long Needs { get; private set; }
}
