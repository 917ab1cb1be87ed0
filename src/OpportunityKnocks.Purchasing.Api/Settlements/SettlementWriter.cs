using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using static OpportunityKnocks.Purchasing.Api.Persistence.BulkCopy;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>What a settlement moves: each member's charge to the round's clearing account, and each period's sum from there to the
/// supplier. The charges are those the award fixed, by the same code.</summary>
public sealed class SettlementWriter(PurchasingDb db)
{
    /// <summary>Counts the members' charges into the settlement's periods.</summary>
    /// <returns>The shares of each lot it posts, for <see cref="WriteAsync"/>.</returns>
    public async Task<IReadOnlyDictionary<(LotId Lot, int Part), IReadOnlyList<MemberShare>>> ChargeAsync(Settlement settlement, Award award, CancellationToken ct)
    {
        var charged = new Dictionary<(LotId Lot, int Part), IReadOnlyList<MemberShare>>();
        foreach (var periods in settlement.Periods.GroupBy(p => (p.LotId, p.Part)))
        {
            var lot = award.Lots.Single(l => (l.LotId, l.Part) == periods.Key);
            var shares = await RestoreAsync(lot, ct);
            charged.Add(periods.Key, shares);
            foreach (var period in periods)
            {
                foreach (var share in shares)
                    period.Add(share.ChargeIn(period.Period - 1));
            }
        }

        return charged;
    }

    /// <summary>Writes the transfers of a settlement that is there already.</summary>
    public Task WriteAsync(
        Settlement settlement, Currency currency, IReadOnlyDictionary<(LotId Lot, int Part), IReadOnlyList<MemberShare>> charged, CancellationToken ct)
    {
        var transfers = settlement.Periods.SelectMany(p => Transfers(settlement, p, charged[(p.LotId, p.Part)], currency));
        return db.CopyAsync("transfers", transfers, Columns, ct);
    }

    private static IEnumerable<Transfer> Transfers(Settlement settlement, SettledPeriod period, IReadOnlyList<MemberShare> shares, Currency currency)
    {
        var clearing = Account.ClearingOf(settlement.RoundId);
        foreach (var share in shares)
        {
            // A charge of nothing moves nothing.
            if (share.ChargeIn(period.Period - 1) is { Gross.MinorUnits: > 0 } charge)
                yield return Transfer.Move(Account.Of(share.Member.MemberId), clearing, charge.Gross, charge.Vat, period, settlement.PostedAt);
        }

        var (net, vat) = (new Money(period.Net, currency), new Money(period.Vat, currency));
        if ((net + vat).MinorUnits > 0)
            yield return Transfer.Move(clearing, Account.Of(period.SupplierId), net + vat, vat, period, settlement.PostedAt);
    }

    private async Task<IReadOnlyList<MemberShare>> RestoreAsync(AwardedLot lot, CancellationToken ct)
    {
        var shares = new List<MemberShare>(lot.Members);
        var rows = db.Shares.AsNoTracking()
            .Where(s => s.ClusterId == lot.ClusterId && s.AwardId == lot.AwardId && s.LotId == lot.LotId && s.Part == lot.Part)
            .OrderBy(s => s.MemberId)
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(ct))
            shares.Add(lot.Restore(row));
        return shares;
    }

    private static readonly IReadOnlyList<BulkColumn<Transfer>> Columns =
    [
        Uuid<Transfer>("cluster_id", t => t.ClusterId.Value),
        Uuid<Transfer>("id", t => t.Id.Value),
        Uuid<Transfer>("settlement_id", t => t.SettlementId.Value),
        Uuid<Transfer>("lot_id", t => t.LotId.Value),
        Int4<Transfer>("part", t => t.Part),
        Int4<Transfer>("period", t => t.Period),
        Text<Transfer>("from_kind", t => t.FromKind.ToString()),
        Uuid<Transfer>("from_owner", t => t.FromOwner),
        Text<Transfer>("to_kind", t => t.ToKind.ToString()),
        Uuid<Transfer>("to_owner", t => t.ToOwner),
        Bigint<Transfer>("amount", t => t.Amount),
        Bigint<Transfer>("vat", t => t.Vat),
        Instant<Transfer>("at", t => t.At),
    ];
}
