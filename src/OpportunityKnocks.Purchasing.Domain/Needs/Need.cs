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

    public UnitPrice? Ceiling { get; private set; }

    public string? Bundle { get; private set; }

    /// <summary>How many units more the member would accept, to fill a pack.</summary>
    public long Tolerance { get; private set; }

    public DateTimeOffset SubmittedAt { get; private set; }

    /// <summary>When the member confirmed it in review; null before, and where there is none.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>What the member pays today; null when it did not say.</summary>
    public Baseline? Baseline => BaselinePrice is { } price
        ? new Baseline(price, BaselineVat!.Value, BaselineVatRate!.Value, BaselineSource!.Value)
        : null;

    /// <param name="lot">The lot it is for; without one the need is standing.</param>
    public static Need Submit(ClusterId cluster, MemberId member, NeedTerms terms, LotToJoin? lot, DateTimeOffset now)
    {
        var need = new Need { ClusterId = cluster, Id = NeedId.New(), MemberId = member, State = NeedState.Standing, SubmittedAt = now };
        need.Take(terms);
        if (lot is null)
            need.Version = 1;
        else
            need.Join(lot);
        return need;
    }

    /// <summary>Puts the need into a lot. Whether that lot still takes needs is the round's to say.</summary>
    public void Join(LotToJoin lot)
    {
        if (State != NeedState.Standing)
            throw NeedRefusals.NotStanding.Because($"Only a standing need can be put into a lot; {Id.Value} is in one, or was withdrawn.");

        Enter(lot);
        Version++;
    }

    /// <summary>Says the need anew. A standing need may be put into a lot by the way; a pooled one stays in its lot.</summary>
    /// <param name="lot">The lot the need is in from now on; null for a standing need.</param>
    public void Change(NeedTerms terms, LotToJoin? lot)
    {
        if (State is not (NeedState.Standing or NeedState.Pooled))
            throw NeedRefusals.NotOpen.Because("This need was withdrawn or left its round. Submit a new one.");
        if (State == NeedState.Pooled && lot?.LotId != LotId)
            throw NeedRefusals.LotFixed.Because($"It is in lot {LotId?.Value}. Withdraw it there and submit a new one to move it.");
        if (State == NeedState.Pooled && Unit != terms.Unit)
            throw NeedRefusals.UnitDiffers.Because($"The need is in a lot in unit {Unit}.");

        Take(terms);
        if (State == NeedState.Standing && lot is not null)
            Enter(lot);
        Version++;
    }

    public void Withdraw()
    {
        if (State is not (NeedState.Standing or NeedState.Pooled))
            throw NeedRefusals.NotOpen.Because("This need was withdrawn already, or left its round.");

        State = NeedState.Withdrawn;
        Version++;
    }

    private void Enter(LotToJoin lot)
    {
        if (Unit != lot.Unit)
            throw NeedRefusals.UnitDiffers.Because($"The lot is in unit {lot.Unit}, the need in {Unit}. Say the need in the lot's unit.");

        (RoundId, LotId, State) = (lot.RoundId, lot.LotId, NeedState.Pooled);
    }

    private void Take(NeedTerms terms)
    {
        (CategoryCode, Description, Quantity, Unit, NeededBy) = (terms.CategoryCode, terms.Description, terms.Quantity, terms.Unit, terms.NeededBy);
        (Ceiling, Bundle, Tolerance) = (terms.Ceiling, terms.Bundle, terms.Tolerance);
        (BaselinePrice, BaselineVat, BaselineVatRate, BaselineSource) =
            (terms.Baseline?.Price, terms.Baseline?.Vat, terms.Baseline?.VatRate, terms.Baseline?.Source);
    }
}
