using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>The VAT rate of the period a correction is of, before and after it: a supplier's invoice can have another one than its bid.</summary>
/// <param name="Before">Null: the bid's.</param>
/// <param name="After">Null: the bid's.</param>
public sealed record RateChange(Percent? Before, Percent? After)
{
    private static readonly RateChange None = new(null, null);

    public bool Changes => Before != After;

    public static async Task<RateChange> OfAsync(PurchasingDb db, Settlement settlement, CancellationToken ct)
    {
        if (settlement.Kind != SettlementKind.Correction)
            return None;

        var of = await db.SupplyRecords.AsNoTracking().SingleAsync(r => r.ClusterId == settlement.ClusterId && r.SettlementId == settlement.Id, ct);
        var before = await db.SupplyRecords.AsNoTracking()
            .Where(r => r.ClusterId == of.ClusterId && r.AwardId == of.AwardId && r.LotId == of.LotId && r.Part == of.Part && r.Period == of.Period)
            .Where(r => r.Kind == SupplyRecordKind.Invoice && r.RecordedAt < of.RecordedAt)
            .OrderByDescending(r => r.RecordedAt)
            .Select(r => r.VatRate)
            .FirstOrDefaultAsync(ct);
        return new RateChange(before, of.Kind == SupplyRecordKind.Invoice ? of.VatRate : before);
    }

    /// <summary>A difference at one rate is one line. Where the rate changes, what was posted is taken back at the old one and asked for
    /// at the new one: no line could say the difference.</summary>
    /// <param name="posted">Before the correction.</param>
    /// <param name="usual">The bid's rate.</param>
    public IEnumerable<(Percent Rate, long Gross, long Vat)> Split((long Gross, long Vat) posted, (long Gross, long Vat) difference, Percent usual)
    {
        var (before, after) = (Before ?? usual, After ?? usual);
        if (before == after)
        {
            yield return (after, difference.Gross, difference.Vat);
            yield break;
        }

        if (posted.Gross != 0)
            yield return (before, -posted.Gross, -posted.Vat);
        var (gross, vat) = (checked(posted.Gross + difference.Gross), checked(posted.Vat + difference.Vat));
        if (gross != 0)
            yield return (after, gross, vat);
    }
}
