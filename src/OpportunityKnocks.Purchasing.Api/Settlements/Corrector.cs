using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>Which posted charge period is meant.</summary>
/// <param name="Supplier">Only where several supply the lot.</param>
public sealed record PostedPeriodKey(ClusterId Cluster, RoundId Round, LotId Lot, int Period, OrganisationId? Supplier);

/// <summary>A record, and the correction it led to, if it changed any money.</summary>
public sealed record RecordedSupply(SupplyRecord Record, Settlement? Correction);

/// <summary>Records what became known of a posted period and posts by how much it turned out different, under the round's lock. Needs a
/// running transaction.</summary>
public sealed class Corrector(PurchasingDb db, RoundGate gate, SettlementWriter writer, JournalWriter journal)
{
    /// <param name="make">Makes the record of the period as it is posted; the award's VAT rate is given.</param>
    public async Task<RecordedSupply> RecordAsync(
        PostedPeriodKey key, Func<SettledPeriod, Percent, DateTimeOffset, SupplyRecord> make, CancellationToken ct)
    {
        var (round, now) = await gate.TakeAsync(key.Cluster, key.Round, "*", ct);
        var award = await db.ActiveAwardAsync(round, ct);
        if (award is null || round.State is not (RoundState.Contracted or RoundState.Settled))
            throw RoundRefusals.WrongState.Because($"The round is {round.State}. What is posted is corrected once it is contracted.");

        var periods = await db.SettledPeriods.AsNoTracking()
            .Where(p => p.ClusterId == key.Cluster && p.AwardId == award.Id && p.LotId == key.Lot && p.Period == key.Period)
            .Where(p => key.Supplier == null || p.SupplierId == key.Supplier)
            .ToListAsync(ct);
        if (periods.Count > 1)
            throw LedgerRefusals.WhichSupplier.Because("The lot has several suppliers: say which one by supplierId.");
        var period = periods.Count == 1
            ? periods[0]
            : throw LedgerRefusals.NotPosted.Because($"Period {key.Period} of this lot is not posted, or has another supplier.");
        var lot = award.Lots.Single(l => l.LotId == period.LotId && l.Part == period.Part);
        var agreed = await db.LoadAgreedLotAsync(lot, round.Lots.Single(l => l.Id == lot.LotId).Term, ct);
        var record = make(period, agreed.Offer.VatRate, now);

        var facts = SupplyRecord.FactsOf([.. await db.RecordsOf(period).ToListAsync(ct), record]);
        var due = PeriodDue.Of(agreed, period.Period, facts);
        var before = PostedPeriod.Of(await db.TransfersOf(period).ToListAsync(ct));
        var (correction, transfers) = await CorrectAsync(period, record, due, before, now, ct);

        db.SupplyRecords.Add(record);
        journal
            .Record(key.Cluster, EventType.SupplyRecorded, SubjectKind.SupplyRecord, record.Id.Value, record.Version, PayloadOf(record))
            .For(Audience.Cluster, key.Round)
            .Because(record.Reason);
        await db.SaveChangesUnlessTakenAsync(
            LedgerRefusals.AlreadyRecorded.Because($"{record.Reference} is recorded for this lot and period already."), ct);
        if (correction is not null)
            await writer.WriteCorrectionAsync(transfers, ct);
        return new RecordedSupply(record, correction);
    }

    private async Task<(Settlement? Correction, IReadOnlyList<Transfer> Transfers)> CorrectAsync(
        SettledPeriod period, SupplyRecord record, PeriodDue due, PostedPeriod before, DateTimeOffset now, CancellationToken ct)
    {
        var posted = await db.Settlements.AsNoTracking().SingleAsync(s => s.ClusterId == period.ClusterId && s.Id == period.SettlementId, ct);
        var movements = SettlementWriter.Difference(posted, period, due, before);
        if (movements.Count == 0)
            return (null, []);

        var correction = Settlement.Correct(posted, period, due, before, record.Reason, now);
        correction.TakeNumber(await db.NextNumberAsync(period.ClusterId, Counter.Settlements, ct));
        record.LeadTo(correction);
        Transfer[] transfers = [.. movements.Select(movement => Transfer.Of(movement, period, correction.Id, now))];
        db.Settlements.Add(correction);
        journal
            .Record(
                period.ClusterId,
                EventType.SettlementCorrected,
                SubjectKind.Settlement,
                correction.Id.Value,
                correction.Version,
                new { correction.Number, Corrects = posted.Number, LotId = period.LotId.Value, period.Period, TransferDigest = TransferDigest.Of(transfers) })
            .For(Audience.Cluster, correction.RoundId)
            .Because(record.Reason);
        return (correction, transfers);
    }

    /// <summary>Money and others' quantities are for those who may read the settlement.</summary>
    private static object PayloadOf(SupplyRecord record) => new { record.Kind, LotId = record.LotId.Value, record.Period };
}

/// <summary>Reads what is recorded and posted of a period.</summary>
public static class PostedPeriods
{
    public static IQueryable<SupplyRecord> RecordsOf(this PurchasingDb db, SettledPeriod period) => db.SupplyRecords.AsNoTracking().Where(
        r => r.ClusterId == period.ClusterId && r.AwardId == period.AwardId && r.LotId == period.LotId && r.Part == period.Part && r.Period == period.Period);

    public static IQueryable<Transfer> TransfersOf(this PurchasingDb db, SettledPeriod period) => db.Transfers.AsNoTracking().Where(
        t => t.ClusterId == period.ClusterId && t.SettlementId == period.SettlementId && t.LotId == period.LotId && t.Part == period.Part && t.Period == period.Period);
}
