using OpportunityKnocks.Purchasing.Domain.CostSharing;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>What one member pays of one awarded lot over its term: an immutable fact. Amounts are minor units of the award's currency.</summary>
public sealed class Share
{
    private Share()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public ShareId Id { get; private set; }

    public AwardId AwardId { get; private set; }

    public LotId LotId { get; private set; }

    /// <summary>Which of the lot's suppliers it pays: see <see cref="AwardedLot.Part"/>.</summary>
    public int Part { get; private set; }

    public MemberId MemberId { get; private set; }

    /// <summary>Units per period: what it takes of the lot, and pays by.</summary>
    public long Quantity { get; private set; }

    /// <summary>Those of them that this supplier supplies.</summary>
    public long Units { get; private set; }

    /// <summary>The share of VAT the member recovered when the round closed.</summary>
    public Percent VatRecovery { get; private set; }

    public long Line { get; private set; }

    public long FixedFee { get; private set; }

    public long FeePerMember { get; private set; }

    public long Net { get; private set; }

    public long Vat { get; private set; }

    public long UnrecoveredVat { get; private set; }

    /// <summary>What it pays of the line at least in every period.</summary>
    public long LineFloor { get; private set; }

    /// <summary>In how many periods it pays one unit more.</summary>
    public int LineExtras { get; private set; }

    /// <summary>From 0: where those periods begin.</summary>
    public int FirstExtraPeriod { get; private set; }

    public static Share Of(AwardedLot lot, MemberShare share) => new()
    {
        ClusterId = lot.ClusterId,
        Id = ShareId.New(),
        AwardId = lot.AwardId,
        LotId = lot.LotId,
        Part = lot.Part,
        MemberId = share.Member.MemberId,
        Quantity = share.Member.Quantity,
        Units = share.Units,
        VatRecovery = share.Member.VatRecovery,
        Line = share.Line.MinorUnits,
        FixedFee = share.FixedFee.MinorUnits,
        FeePerMember = share.FeePerMember.MinorUnits,
        Net = share.Net.MinorUnits,
        Vat = share.Vat.MinorUnits,
        UnrecoveredVat = share.UnrecoveredVat.MinorUnits,
        LineFloor = share.Spread.Floor,
        LineExtras = share.Spread.Extras,
        FirstExtraPeriod = share.Spread.Offset,
    };
}
