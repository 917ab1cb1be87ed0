using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Savings;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>A need and what its member pays one supplier of its lot, as they are in the database.</summary>
public sealed record SharedNeedRow
{
    public AwardId AwardId { get; init; }

    public LotId LotId { get; init; }

    public MemberId MemberId { get; init; }

    public int Part { get; init; }

    /// <summary>All that the member takes of the lot, per period.</summary>
    public long Quantity { get; init; }

    public Percent VatRecovery { get; init; }

    public long FixedFee { get; init; }

    public long FeePerMember { get; init; }

    public long LineFloor { get; init; }

    public int LineExtras { get; init; }

    public int FirstExtraPeriod { get; init; }

    public Percent VatRate { get; init; }

    public NeedId NeedId { get; init; }

    public long NeedQuantity { get; init; }

    public UnitPrice? BaselinePrice { get; init; }

    public VatTreatment? BaselineVat { get; init; }

    public Percent? BaselineVatRate { get; init; }

    public BaselineSource? BaselineSource { get; init; }

    public UnitPrice? BaselineSwitchingCost { get; init; }

    public MemberShare ToShare(int periods, Currency currency) => new(
        new MemberQuantity(MemberId, Quantity, VatRecovery),
        new PeriodSpread(LineFloor, LineExtras, FirstExtraPeriod, periods),
        new Money(FixedFee, currency),
        new Money(FeePerMember, currency),
        VatRate);

    public ServedNeed ToNeed() => new(
        NeedId,
        NeedQuantity,
        BaselinePrice is { } price ? new Baseline(price, BaselineVat!.Value, BaselineVatRate!.Value, BaselineSource!.Value, BaselineSwitchingCost) : null);
}
