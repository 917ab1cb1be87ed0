using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Settlements;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
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
        var transfers = await db.Transfers.AsNoTracking()
            .Where(t => t.ClusterId == cluster && (t.CorrectionId ?? t.SettlementId) == settlement.Id && (t.FromKind == AccountKind.Member || t.ToKind == AccountKind.Member))
            .ToListAsync(ct);
        var agreed = new Dictionary<(LotId, int), AgreedLot>();
        foreach (var part in transfers.Select(t => (t.LotId!.Value, t.Part!.Value)).Distinct())
            agreed.Add(part, await db.LoadAgreedLotAsync(awarded[part], lots[part.Item1].Term, ct));

        return
        [
            .. transfers
                .Select(t => (Member: MemberOf(t), Transfer: t, Lot: lots[t.LotId!.Value]))
                .OrderBy(row => row.Member.Value).ThenBy(row => row.Lot.Number).ThenBy(row => row.Transfer.Period).ThenBy(row => row.Transfer.Part)
                .ThenBy(row => row.Transfer.Id.Value)
                .GroupBy(
                    row => row.Member,
                    row => Charge(row.Transfer, row.Lot, awarded[(row.Lot.Id, row.Transfer.Part!.Value)], agreed[(row.Lot.Id, row.Transfer.Part.Value)].ChargedQuantityOf(row.Member, row.Transfer.Period!.Value))),
        ];
    }

    private static MemberId MemberOf(Transfer transfer) => new(transfer.FromKind == AccountKind.Member ? transfer.FromOwner : transfer.ToOwner);

    private static PostedCharge Charge(Transfer transfer, Lot lot, AwardedLot awarded, long quantity)
    {
        var sign = transfer.FromKind == AccountKind.Member ? 1 : -1;
        var period = transfer.Period!.Value;
        return new PostedCharge(
            lot.Id,
            transfer.Part!.Value,
            period,
            lot.Term.StartOf(period),
            lot.Term.PeriodUnit == PeriodUnit.Once ? lot.StartsOn : lot.Term.StartOf(period + 1).AddDays(-1),
            lot.Title,
            quantity,
            lot.Unit,
            awarded.VatCategory!.Value,
            awarded.VatRate!.Value,
            sign * transfer.Amount,
            sign * transfer.Vat);
    }
}
