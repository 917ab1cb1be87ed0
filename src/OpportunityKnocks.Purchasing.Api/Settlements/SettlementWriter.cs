using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using static OpportunityKnocks.Purchasing.Api.Persistence.BulkCopy;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>What a settlement moves: each member's charge to the round's clearing account, and each period's sum from there to the
/// supplier. The charges are those the award fixed and the agreement changed since, by the same code.</summary>
public sealed class SettlementWriter(PurchasingDb db)
{
    /// <summary>Computes what the settlement's periods come to, and tells them.</summary>
    /// <returns>What is due for each, for <see cref="WriteAsync"/>.</returns>
    public async Task<IReadOnlyDictionary<SettledPeriod, PeriodDue>> ChargeAsync(Settlement settlement, Round round, Award award, CancellationToken ct)
    {
        var charged = new Dictionary<SettledPeriod, PeriodDue>();
        foreach (var periods in settlement.Periods.GroupBy(p => (p.LotId, p.Part)))
        {
            var lot = award.Lots.Single(l => (l.LotId, l.Part) == periods.Key);
            var agreed = await db.LoadAgreedLotAsync(lot, round.Lots.Single(l => l.Id == lot.LotId).Term, ct);
            foreach (var period in periods)
            {
                var due = PeriodDue.Of(agreed, period.Period, PeriodFacts.None);
                period.Take(due);
                charged.Add(period, due);
            }
        }

        return charged;
    }

    /// <summary>Writes the transfers of a settlement that is there already.</summary>
    /// <param name="isFirst">Of its award: then what members pay more or less over the round is posted too.</param>
    /// <returns>Their digest, for the journal.</returns>
    public async Task<string> WriteAsync(
        Settlement settlement, IReadOnlyDictionary<SettledPeriod, PeriodDue> charged, bool isFirst, CancellationToken ct)
    {
        var adjustments = isFirst ? await AdjustmentsAsync(settlement, ct) : [];
        var transfers = charged
            .SelectMany(
                entry => Difference(settlement, entry.Key, entry.Value, PostedPeriod.Nothing),
                (entry, movement) => Transfer.Of(movement, entry.Key, correction: null, settlement.PostedAt))
            .Concat(adjustments.Select(adjustment => Transfer.Of(adjustment, settlement)));
        var digest = new TransferDigest();
        await db.CopyAsync("transfers", Counted(transfers, digest), Columns, ct);
        return digest.ToString();
    }

    /// <summary>Writes the transfers of a correction that is there already.</summary>
    public Task WriteCorrectionAsync(IReadOnlyList<Transfer> transfers, CancellationToken ct) => db.CopyAsync("transfers", transfers, Columns, ct);

    /// <summary>What posting what is due would move.</summary>
    public static IReadOnlyList<Movement> Difference(Settlement settlement, SettledPeriod period, PeriodDue due, PostedPeriod before) =>
        Posting.Difference(
            Account.ClearingOf(settlement.RoundId), Account.Of(period.SupplierId), Account.VatRoundingOf(settlement.ClusterId), due, before);

    private Task<List<AwardAdjustment>> AdjustmentsAsync(Settlement settlement, CancellationToken ct) => db.AwardAdjustments.AsNoTracking()
        .Where(a => a.ClusterId == settlement.ClusterId && a.AwardId == settlement.AwardId && a.Amount != 0)
        .OrderBy(a => a.MemberId)
        .ToListAsync(ct);

    private static IEnumerable<Transfer> Counted(IEnumerable<Transfer> transfers, TransferDigest digest)
    {
        foreach (var transfer in transfers)
        {
            digest.Add(transfer);
            yield return transfer;
        }
    }

    private static readonly IReadOnlyList<BulkColumn<Transfer>> Columns =
    [
        Uuid<Transfer>("cluster_id", t => t.ClusterId.Value),
        Uuid<Transfer>("id", t => t.Id.Value),
        Uuid<Transfer>("settlement_id", t => t.SettlementId!.Value.Value),
        NullableUuid<Transfer>("lot_id", t => t.LotId?.Value),
        NullableInt4<Transfer>("part", t => t.Part),
        NullableInt4<Transfer>("period", t => t.Period),
        NullableUuid<Transfer>("correction_id", t => t.CorrectionId?.Value),
        NullableUuid<Transfer>("adjusts", t => t.Adjusts?.Value),
        Text<Transfer>("from_kind", t => t.FromKind.ToString()),
        Uuid<Transfer>("from_owner", t => t.FromOwner),
        Text<Transfer>("to_kind", t => t.ToKind.ToString()),
        Uuid<Transfer>("to_owner", t => t.ToOwner),
        Bigint<Transfer>("amount", t => t.Amount),
        Bigint<Transfer>("vat", t => t.Vat),
        Instant<Transfer>("at", t => t.At),
    ];
}
