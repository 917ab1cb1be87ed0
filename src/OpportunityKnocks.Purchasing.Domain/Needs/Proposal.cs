namespace OpportunityKnocks.Purchasing.Domain.Needs;

/// <summary>A standing need that a coordinator chose for a lot of a draft. Its member learns of it, and the need is proposed, when the round
/// is published; until then the need is its member's to change, withdraw or put elsewhere, and nothing of it shows the draft.</summary>
public sealed class Proposal
{
    private Proposal()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public ProposalId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    public LotId LotId { get; private set; }

    public NeedId NeedId { get; private set; }

    /// <exception cref="DomainException">The need is not standing, or in another unit than the lot.</exception>
    public static Proposal Choose(Need need, LotToJoin lot)
    {
        need.RequireFit(lot);
        return new Proposal { ClusterId = need.ClusterId, Id = ProposalId.New(), RoundId = lot.RoundId, LotId = lot.LotId, NeedId = need.Id };
    }
}
