namespace OpportunityKnocks.Purchasing.Domain.Bids;

/// <summary>Where a bid is in its life. Whether it is considered is decided at the opening.</summary>
public enum BidState
{
    Submitted,
    Withdrawn,
    Excluded,

    /// <summary>Made for terms that have changed since, and not confirmed. Never kept: it follows from the versions, so that a change of
    /// terms touches no bid.</summary>
    Stale,

    /// <summary>Its envelope could not be read at the opening; the exclusion's note says why.</summary>
    Invalid,
}

/// <summary>Why a bid is not considered.</summary>
public enum ExclusionReason
{
    /// <summary>It does not meet a requirement of the tender.</summary>
    RequirementNotMet,

    /// <summary>Its price is abnormally low, and the supplier could not explain it.</summary>
    AbnormallyLow,

    /// <summary>The supplier may not be contracted with: insolvency, an offence, a conflict of interest.</summary>
    SupplierUnfit,

    Other,

    /// <summary>It was awarded, and the award was withdrawn because its supplier failed.</summary>
    AwardWithdrawn,
}

/// <summary>A supplier's sealed offer in a round. What it offers is in its versions, each an immutable fact.</summary>
public sealed class Bid
{
    private Bid()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public BidId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    public OrganisationId SupplierId { get; private set; }

    public BidState State { get; private set; }

    public ExclusionReason? ExclusionReason { get; private set; }

    public string? ExclusionNote { get; private set; }

    public int Version { get; private set; }

    /// <summary>The version of the offer that counts: the last one submitted.</summary>
    public int OfferVersion { get; private set; }

    public static Bid Submit(ClusterId cluster, RoundId round, OrganisationId supplier) => new()
    {
        ClusterId = cluster,
        Id = BidId.New(),
        RoundId = round,
        SupplierId = supplier,
        State = BidState.Submitted,
        Version = 1,
        OfferVersion = 1,
    };

    /// <summary>A new version takes the place of the old; a withdrawn bid comes back.</summary>
    public void Revise()
    {
        if (State is BidState.Excluded or BidState.Invalid)
            throw BidRefusals.NotSubmitted.Because("The bid was opened, and is not considered.");

        State = BidState.Submitted;
        Version++;
        OfferVersion = Version;
    }

    /// <summary>The offer stands under the terms as they are now: a new version that says the same.</summary>
    public void Reconfirm()
    {
        if (State != BidState.Submitted)
            throw BidRefusals.NotSubmitted.Because("There is no bid to confirm; send it again.");

        Version++;
        OfferVersion = Version;
    }

    /// <summary>Where the bid is in its life, seen with the versions of the terms.</summary>
    public BidState StateUnder(int termsOfOffer, int termsOfRound) =>
        State == BidState.Submitted && termsOfOffer < termsOfRound ? BidState.Stale : State;

    public void Withdraw()
    {
        if (State != BidState.Submitted)
            throw BidRefusals.NotSubmitted.Because("There is no bid to withdraw.");

        State = BidState.Withdrawn;
        Version++;
    }

    /// <summary>The opening could not read it, or what it says does not fit the tender.</summary>
    /// <param name="reason">For its supplier.</param>
    public void Invalidate(string reason)
    {
        if (State != BidState.Submitted)
            throw BidRefusals.NotSubmitted.Because("Only a bid that was submitted is opened.");

        (State, ExclusionNote) = (BidState.Invalid, reason);
        Version++;
    }

    public void Exclude(ExclusionReason reason, string note)
    {
        if (State != BidState.Submitted)
            throw BidRefusals.NotSubmitted.Because("Only a bid that is considered can be excluded.");

        (State, ExclusionReason, ExclusionNote) = (BidState.Excluded, reason, note);
        Version++;
    }
}
