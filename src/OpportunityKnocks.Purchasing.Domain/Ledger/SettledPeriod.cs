using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>One charge period of one supplier of an awarded lot, once posted. There is one row of it ever.</summary>
public sealed class SettledPeriod
{
    private SettledPeriod()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public AwardId AwardId { get; private set; }

    public LotId LotId { get; private set; }

    /// <summary>Which of the lot's suppliers: see <see cref="AwardedLot.Part"/>.</summary>
    public int Part { get; private set; }

    /// <summary>From 1.</summary>
    public int Period { get; private set; }

    public SettlementId SettlementId { get; private set; }

    public DateOnly StartsOn { get; private set; }

    public OrganisationId SupplierId { get; private set; }

    /// <summary>Minor units over all members.</summary>
    public long Net { get; private set; }

    public long Vat { get; private set; }

    internal static SettledPeriod Of(Settlement settlement, AwardedLot lot, int period, DateOnly startsOn) => new()
    {
        ClusterId = settlement.ClusterId,
        AwardId = settlement.AwardId,
        LotId = lot.LotId,
        Part = lot.Part,
        Period = period,
        SettlementId = settlement.Id,
        StartsOn = startsOn,
        SupplierId = lot.SupplierId!.Value,
    };

    /// <summary>Says what the period comes to, before the settlement is posted.</summary>
    public void Take(PeriodDue due) => (Net, Vat) = (due.Supplier.Net, due.Supplier.Vat);
}
