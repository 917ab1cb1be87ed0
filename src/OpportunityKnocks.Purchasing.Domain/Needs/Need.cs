using OpportunityKnocks.Purchasing.Domain.Savings;

namespace OpportunityKnocks.Purchasing.Domain.Needs;

/// <summary>Where a need is in its life.</summary>
public enum NeedState
{
    /// <summary>In no lot: waiting for a round that fits.</summary>
    Standing,

    /// <summary>Taken into a lot by the coordinator; counts once its member confirms it.</summary>
    Proposed,

    /// <summary>In a lot; counted in its demand.</summary>
    Pooled,

    /// <summary>Taken back by its member.</summary>
    Withdrawn,

    /// <summary>Left its round because the award would have cost more than its ceiling.</summary>
    PricedOut,
}

/// <summary>What a member says of a need.</summary>
/// <param name="CategoryCode">CPV, eight digits.</param>
/// <param name="Quantity">Whole units per period.</param>
/// <param name="Unit">UN/CEFACT Recommendation 20 code.</param>
/// <param name="Ceiling">The most the member pays, all in (net, unrecovered VAT, fees), per unit and period; null means any price.</param>
/// <param name="Bundle">Needs of one member with the same bundle leave a round together.</param>
/// <param name="Tolerance">How many units more the member would accept, to fill a pack.</param>
public sealed record NeedTerms(
    string CategoryCode,
    string Description,
    long Quantity,
    string Unit,
    DateOnly? NeededBy,
    Baseline? Baseline,
    UnitPrice? Ceiling,
    string? Bundle,
    long Tolerance = 0);

/// <summary>What a need has to know of a lot to join it.</summary>
public sealed record LotToJoin(RoundId RoundId, LotId LotId, string Unit);

/// <summary>One thing a member wants.</summary>
public sealed class Need
{
    private Need()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public NeedId Id { get; private set; }

    public MemberId MemberId { get; private set; }

    public RoundId? RoundId { get; private set; }

    public LotId? LotId { get; private set; }

    public NeedState State { get; private set; }

    public string CategoryCode { get; private set; } = "";

    public string Description { get; private set; } = "";

    public long Quantity { get; private set; }

    public string Unit { get; private set; } = "";

    public DateOnly? NeededBy { get; private set; }

    public UnitPrice? BaselinePrice { get; private set; }

    public VatTreatment? BaselineVat { get; private set; }

    public Percent? BaselineVatRate { get; private set; }

    public BaselineSource? BaselineSource { get; private set; }

    /// <summary>What changing to another supplier costs the member once.</summary>
    public UnitPrice? BaselineSwitchingCost { get; private set; }

    public UnitPrice? Ceiling { get; private set; }

    public string? Bundle { get; private set; }

    /// <summary>How many units more the member would accept, to fill a pack.</summary>
    public long Tolerance { get; private set; }

    public DateTimeOffset SubmittedAt { get; private set; }

    /// <summary>When the member last confirmed it in review; null before, and where there is none.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>What the member pays today; null when it did not say.</summary>
    public Baseline? Baseline => BaselinePrice is { } price
        ? new Baseline(price, BaselineVat!.Value, BaselineVatRate!.Value, BaselineSource!.Value, BaselineSwitchingCost)
        : null;

    /// <param name="lot">The lot it is for; without one the need is standing.</param>
    public static Need Submit(ClusterId cluster, MemberId member, NeedTerms terms, LotToJoin? lot, DateTimeOffset now)
    {
        var need = new Need { ClusterId = cluster, Id = NeedId.New(), MemberId = member, State = NeedState.Standing, SubmittedAt = now };
        need.Take(terms);
        if (lot is not null)
            need.Enter(lot, NeedState.Pooled);
        need.Version = 1;
        return need;
    }

    /// <summary>Proposes the need for a lot: it counts there once its member confirms it. Whether that lot still takes needs is the round's
    /// to say.</summary>
    public void Propose(LotToJoin lot)
    {
        RequireFit(lot);
        Enter(lot, NeedState.Proposed);
        Version++;
    }

    /// <summary>Whether the need could be proposed for a lot.</summary>
    /// <exception cref="DomainException">It could not, and why.</exception>
    public void RequireFit(LotToJoin lot)
    {
        if (State != NeedState.Standing)
            throw NeedRefusals.NotStanding.Because($"Only a standing need can be taken into a lot; {Id.Value} is in one, or was withdrawn.");
        RequireUnit(lot);
    }

    /// <summary>The member says that the need is in, up to its ceiling: of a proposal, that it counts; in review, that it stays.</summary>
    /// <param name="quantity">Trims it: never more than it was; null leaves it as it is.</param>
    /// <param name="inReview">Whether the round is in review: confirming a proposal while needs are collected is but submitting it.</param>
    /// <exception cref="DomainException"><see cref="NeedRefusals.NotOpen"/> or <see cref="NeedRefusals.LargerQuantity"/>.</exception>
    public void Confirm(long? quantity, bool inReview, DateTimeOffset now)
    {
        if (State is not (NeedState.Proposed or NeedState.Pooled))
            throw NeedRefusals.NotOpen.Because("Only a need that is in a lot, or proposed for one, can be confirmed.");
        if (quantity > Quantity)
            throw NeedRefusals.LargerQuantity.Because($"It is {Quantity} now, and the others rely on what was pooled.");

        (State, Quantity) = (NeedState.Pooled, quantity ?? Quantity);
        if (inReview)
            ConfirmedAt = now;
        Version++;
    }

    /// <summary>The member does not want it in the lot it is proposed for: it is standing again.</summary>
    public void Decline()
    {
        if (State != NeedState.Proposed)
            throw NeedRefusals.NotProposed.Because("Only a proposal can be declined. Withdraw the need to take it back.");

        (RoundId, LotId, State) = (null, null, NeedState.Standing);
        Version++;
    }

    /// <summary>The most the need can cost its member, all in, over the lot's term: ceiling x (quantity + tolerance) x periods, rounded up to
    /// a whole minor unit. Null without a ceiling, outside a lot, and above any amount the system keeps.</summary>
    public Money? MaximumCost(int periods, Currency currency)
    {
        if (Ceiling is not { } ceiling || State is not (NeedState.Proposed or NeedState.Pooled))
            return null;

        var exact = (Int128)ceiling.TenThousandths * (Quantity + Tolerance) * periods * currency.MinorUnitsPerUnit;
        var minorUnits = (exact + UnitPrice.PerUnit - 1) / UnitPrice.PerUnit;
        return minorUnits <= Money.Maximum(currency).MinorUnits ? new Money((long)minorUnits, currency) : null;
    }

    /// <summary>Says the need anew. A standing need may be put into a lot by the way; a pooled one stays in its lot.</summary>
    /// <param name="lot">The lot the need is in from now on; null for a standing need.</param>
    public void Change(NeedTerms terms, LotToJoin? lot)
    {
        if (State == NeedState.Proposed)
            throw NeedRefusals.NotOpen.Because("This need is proposed for a lot. Confirm it, for less if you wish, or decline it first.");
        if (State is not (NeedState.Standing or NeedState.Pooled))
            throw NeedRefusals.NotOpen.Because("This need was withdrawn or left its round. Submit a new one.");
        if (State == NeedState.Pooled && lot?.LotId != LotId)
            throw NeedRefusals.LotFixed.Because($"It is in lot {LotId?.Value}. Withdraw it there and submit a new one to move it.");
        if (State == NeedState.Pooled && Unit != terms.Unit)
            throw NeedRefusals.UnitDiffers.Because($"The need is in a lot in unit {Unit}.");

        Take(terms);
        if (State == NeedState.Standing && lot is not null)
            Enter(lot, NeedState.Pooled);
        Version++;
    }

    public void Withdraw()
    {
        if (State is not (NeedState.Standing or NeedState.Proposed or NeedState.Pooled))
            throw NeedRefusals.NotOpen.Because("This need was withdrawn already, or left its round.");

        State = NeedState.Withdrawn;
        Version++;
    }

    private void Enter(LotToJoin lot, NeedState state)
    {
        RequireUnit(lot);
        (RoundId, LotId, State) = (lot.RoundId, lot.LotId, state);
    }

    private void RequireUnit(LotToJoin lot)
    {
        if (Unit != lot.Unit)
            throw NeedRefusals.UnitDiffers.Because($"The lot is in unit {lot.Unit}, the need in {Unit}. Say the need in the lot's unit.");
    }

    private void Take(NeedTerms terms)
    {
        (CategoryCode, Description, Quantity, Unit, NeededBy) = (terms.CategoryCode, terms.Description, terms.Quantity, terms.Unit, terms.NeededBy);
        (Ceiling, Bundle, Tolerance) = (terms.Ceiling, terms.Bundle, terms.Tolerance);
        (BaselinePrice, BaselineVat, BaselineVatRate, BaselineSource, BaselineSwitchingCost) =
            (terms.Baseline?.Price, terms.Baseline?.Vat, terms.Baseline?.VatRate, terms.Baseline?.Source, terms.Baseline?.SwitchingCost);
    }
}
