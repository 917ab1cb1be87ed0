namespace OpportunityKnocks.Purchasing.Domain.Rounds;

public sealed partial class Round
{
    /// <summary>The rule of RFC 5545 by which the round comes again; null for once, and for the last of a series.</summary>
    public string? RecurrenceRule { get; private set; }

    /// <summary>The round that this one follows in a series; a round has one successor at most.</summary>
    public RoundId? PredecessorId { get; private set; }

    /// <summary>Drafts the next round of the series.</summary>
    /// <param name="plan">This round's plan, at the next time.</param>
    public Round Succeed(RoundPlan plan, DateTimeOffset now)
    {
        var successor = Draft(ClusterId, plan, now);
        successor.PredecessorId = Id;
        return successor;
    }
}
