using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Settlements;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Invoicing;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>What a settlement posted to its members, as the ledger has it: a handful of reads, whatever their number.</summary>
public sealed class PostedCharges(PurchasingDb db)
{
    /// <returns>By member, in the order of their ids; the lines by lot, period and supplier.</returns>
    public async Task<IReadOnlyList<IGrouping<MemberId, PostedCharge>>> OfAsync(Settlement settlement, CancellationToken ct)
    {
        var cluster = settlement.ClusterId;
        var awarded = await db.AwardedLots.AsNoTracking()
            .Where(l => l.ClusterId == cluster && l.AwardId == settlement.AwardId && l.SupplierId != null)
            .ToDictionaryAsync(l => (l.LotId, l.Part), ct);
        var lots = await db.Lots.AsNoTracking().Where(l => l.ClusterId == cluster && l.RoundId == settlement.RoundId).ToDictionaryAsync(l => l.Id, ct);
        var rates = await RateChange.OfAsync(db, settlement, ct);
        var posted = await TransfersAsync(t => (t.CorrectionId ?? t.SettlementId) == settlement.Id && t.Adjusts == null, cluster, ct);
        var before = rates.Changes ? await BeforeAsync(settlement, ct) : [];
        var agreed = new Dictionary<(LotId, int), AgreedLot>();
        foreach (var part in posted.Select(row => (row.Lot, row.Part)).Distinct())
            agreed.Add(part, await db.LoadAgreedLotAsync(awarded[part], lots[part.Lot].Term, ct));

        return
        [
            .. posted
                .OrderBy(row => row.Member.Value).ThenBy(row => lots[row.Lot].Number).ThenBy(row => row.Period).ThenBy(row => row.Part).ThenBy(row => row.Id.Value)
                .SelectMany(row => Charges(row).Select(charge => (row.Member, Charge: charge)))
                .GroupBy(row => row.Member, row => row.Charge),
        ];

        // Who has left and gets money back takes nothing any more; the line is for one thing then.
        IEnumerable<PostedCharge> Charges(Row row)
        {
            var (lot, offer) = (lots[row.Lot], awarded[(row.Lot, row.Part)]);
            var quantity = Math.Max(1, agreed[(row.Lot, row.Part)].ChargedQuantityOf(row.Member, row.Period));
            return rates.Split(before.GetValueOrDefault(row.Member), (row.Gross, row.Vat), offer.VatRate!.Value)
                .Select(part => Charge(row, lot, quantity, offer.VatCategory!.Value, part));
        }
    }

    private static PostedCharge Charge(
        Row row, Lot lot, long quantity, Domain.Pricing.VatCategory category, (Percent Rate, long Gross, long Vat) part) => new(
            lot.Id,
            row.Part,
            row.Period,
            lot.Term.StartOf(row.Period),
            lot.Term.PeriodUnit == PeriodUnit.Once ? lot.StartsOn : lot.Term.StartOf(row.Period + 1).AddDays(-1),
            lot.Title,
            quantity,
            lot.Unit,
            InvoiceVat.Supplied(category, part.Rate),
            part.Rate,
            part.Gross,
            part.Vat);

    /// <summary>What was posted to each member for the one period that a correction is of, before it.</summary>
    private async Task<Dictionary<MemberId, (long Gross, long Vat)>> BeforeAsync(Settlement correction, CancellationToken ct)
    {
        var period = await db.CorrectedPeriods.AsNoTracking().SingleAsync(p => p.ClusterId == correction.ClusterId && p.SettlementId == correction.Id, ct);
        var earlier = await db.Settlements.Where(s => s.ClusterId == correction.ClusterId && s.AwardId == correction.AwardId && s.Number < correction.Number)
            .Select(s => s.Id).ToListAsync(ct);
        var rows = await TransfersAsync(
            t => t.SettlementId == period.Corrects && t.LotId == period.LotId && t.Part == period.Part && t.Period == period.Period
                && (t.CorrectionId == null || earlier.Contains(t.CorrectionId.Value)),
            correction.ClusterId,
            ct);
        return rows.GroupBy(row => row.Member).ToDictionary(g => g.Key, g => (g.Sum(row => row.Gross), g.Sum(row => row.Vat)));
    }

    private async Task<List<Row>> TransfersAsync(
        System.Linq.Expressions.Expression<Func<Transfer, bool>> of, ClusterId cluster, CancellationToken ct)
    {
        var transfers = await db.Transfers.AsNoTracking().Where(of)
            .Where(t => t.ClusterId == cluster && t.LotId != null && (t.FromKind == AccountKind.Member || t.ToKind == AccountKind.Member))
            .ToListAsync(ct);
        return transfers.ConvertAll(t =>
        {
            var (owner, sign) = t.FromKind == AccountKind.Member ? (t.FromOwner, 1) : (t.ToOwner, -1);
            return new Row(t.Id, new MemberId(owner), t.LotId!.Value, t.Part!.Value, t.Period!.Value, sign * t.Amount, sign * t.Vat);
        });
    }

    private readonly record struct Row(TransferId Id, MemberId Member, LotId Lot, int Part, int Period, long Gross, long Vat);
}
