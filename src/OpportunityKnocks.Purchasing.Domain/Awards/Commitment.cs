using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>What a member says to its commitment, where each member is asked.</summary>
public enum CommitmentAnswer
{
    Awaited,
    Accepted,
    Declined,
}

/// <summary>A member's part of an award with one supplier.</summary>
public sealed class Commitment
{
    private Commitment()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public CommitmentId Id { get; private set; }

    public AwardId AwardId { get; private set; }

    public MemberId MemberId { get; private set; }

    public OrganisationId SupplierId { get; private set; }

    /// <summary>Null where nobody is asked: the ceiling binds.</summary>
    public CommitmentAnswer? Answer { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public int Version { get; private set; }

    /// <param name="acceptedAt">When the member accepted the award whose place this one takes: it is not asked again.</param>
    public static Commitment Of(
        Award award, MemberId member, OrganisationId supplier, CommitmentAnswer? answer = null, DateTimeOffset? acceptedAt = null) => new()
        {
            ClusterId = award.ClusterId,
            Id = CommitmentId.New(),
            AwardId = award.Id,
            MemberId = member,
            SupplierId = supplier,
            Answer = answer,
            AnsweredAt = acceptedAt,
            Version = 1,
        };

    /// <summary>What a member takes that joins with this commitment.</summary>
    public CommitmentLine Begin(Lot lot, LotLine line) => CommitmentLine.Of(this, lot, line);

    /// <summary>A dated line more: it ends those that would hold after it.</summary>
    public CommitmentLine Change(Lot lot, LotLine line)
    {
        Version++;
        return CommitmentLine.Of(this, lot, line);
    }

    /// <summary>The last word before the answers are due counts. Whether they are is the round's to say.</summary>
    public void Reply(CommitmentAnswer answer, DateTimeOffset now)
    {
        if (Answer is null)
            throw CommitmentRefusals.NotAsked.Because("In this round the ceiling binds; the commitment follows from the need.");

        (Answer, AnsweredAt) = (answer, now);
        Version++;
    }
}

/// <summary>How much of a lot a member takes, and when.</summary>
public sealed class CommitmentLine
{
    private CommitmentLine()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public CommitmentId CommitmentId { get; private set; }

    public LotId LotId { get; private set; }

    /// <summary>1 for what was awarded; rises with each change, and of those that have begun the latest counts.</summary>
    public int Number { get; private set; }

    /// <summary>The first day.</summary>
    public DateOnly StartsOn { get; private set; }

    /// <summary>The last day, if no later line ends it.</summary>
    public DateOnly EndsOn { get; private set; }

    /// <summary>Units per period; 0 once the member has left.</summary>
    public long Quantity { get; private set; }

    public static CommitmentLine Of(Commitment commitment, Lot lot, MemberShare share) => new()
    {
        ClusterId = commitment.ClusterId,
        CommitmentId = commitment.Id,
        LotId = lot.Id,
        Number = 1,
        StartsOn = lot.StartsOn,
        EndsOn = lot.Term.EndsOn,
        Quantity = share.Units,
    };

    internal static CommitmentLine Of(Commitment commitment, Lot lot, LotLine line) => new()
    {
        ClusterId = commitment.ClusterId,
        CommitmentId = commitment.Id,
        LotId = lot.Id,
        Number = line.Number,
        StartsOn = line.From,
        EndsOn = lot.Term.EndsOn,
        Quantity = line.Quantity,
    };
}
