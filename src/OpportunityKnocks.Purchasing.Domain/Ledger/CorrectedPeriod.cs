using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>By how much a correction changes a posted charge period. Amounts are minor units over all members, negative for what they
/// get back.</summary>
public sealed class CorrectedPeriod
{
    private CorrectedPeriod()
    {
    }

    public ClusterId ClusterId { get; private set; }

    /// <summary>The correcting settlement.</summary>
    public SettlementId SettlementId { get; private set; }

    public AwardId AwardId { get; private set; }

    public LotId LotId { get; private set; }

    /// <summary>Which of the lot's suppliers: see <see cref="AwardedLot.Part"/>.</summary>
    public int Part { get; private set; }

    public int Period { get; private set; }

    /// <summary>The settlement that posted the period.</summary>
    public SettlementId Corrects { get; private set; }

    public DateOnly StartsOn { get; private set; }

    public OrganisationId SupplierId { get; private set; }

    public long Net { get; private set; }

    /// <summary>The members'.</summary>
    public long Vat { get; private set; }

    /// <summary>The supplier's: it may differ by pennies, which are posted to the account for that.</summary>
    public long SupplierVat { get; private set; }

    internal static CorrectedPeriod Of(Settlement correction, SettledPeriod period, PeriodDue due, PostedPeriod before)
    {
        var change = due.Supplier - before.Supplier;
        return new CorrectedPeriod
        {
            ClusterId = correction.ClusterId,
            SettlementId = correction.Id,
            AwardId = correction.AwardId,
            LotId = period.LotId,
            Part = period.Part,
            Period = period.Period,
            Corrects = period.SettlementId,
            StartsOn = period.StartsOn,
            SupplierId = period.SupplierId,
            Net = change.Net,
            Vat = checked(due.Members.Sum(m => m.Amount.Vat) - before.Members.Values.Sum(m => m.Vat)),
            SupplierVat = change.Vat,
        };
    }
}
