using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Awards;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Settlements;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Invoicing;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>A member's charges in the rounds in which it has contracts of its own: what is posted as the ledger has it, what is to come as
/// it is agreed, by the code that settles. Coordinators, auditors and the member see all of them, a supplier its own.</summary>
public sealed class ChargeSchedule(PurchasingDb db, Caller caller)
{
    /// <returns>In the order of their days.</returns>
    /// <exception cref="DomainException"><see cref="HttpRefusals.NotFound"/></exception>
    public async Task<IReadOnlyList<FoundCharge>> OfAsync(ClusterId cluster, MemberId member, CancellationToken ct)
    {
        var seesAll = caller.SeesWholeAwards() || caller.Member == member;
        var rows = seesAll || caller.Is(Roles.Supplier) ? await RowsAsync(cluster, member, seesAll ? null : caller.Organisation, ct) : [];
        if (rows.Count == 0 && !(seesAll && await db.Members.AnyAsync(m => m.ClusterId == cluster && m.Id == member, ct)))
            throw HttpRefusals.NotFound.Because("There is no such member in this cluster, or none of its charges is yours to see.");

        var posted = await PostedAsync(cluster, member, ct);
        var settled = await SettledAsync(cluster, rows, ct);
        var recorded = await db.ChargeInvoices.AsNoTracking().Where(c => c.ClusterId == cluster && c.MemberId == member).ToDictionaryAsync(c => c.Id, ct);
        var agreed = await ChangedAsync(cluster, rows, ct);
        return
        [
            .. rows
                .SelectMany(row => Enumerable.Range(1, row.Awarded.Periods).Select(period => ChargeOf(
                    row, period, PlannedOf(row, period, agreed.GetValueOrDefault((row.Lot.Id, row.Share.Part))), posted, settled, recorded)))
                .OrderBy(charge => charge.Charge.From).ThenBy(charge => charge.Charge.LotTitle, StringComparer.Ordinal).ThenBy(charge => charge.Charge.Id),
        ];
    }

    /// <exception cref="DomainException"><see cref="HttpRefusals.NotFound"/></exception>
    public async Task<FoundCharge> FindAsync(ClusterId cluster, MemberId member, Guid charge, CancellationToken ct) =>
        (await OfAsync(cluster, member, ct)).SingleOrDefault(found => found.Charge.Id == charge)
        ?? throw HttpRefusals.NotFound.Because("There is no such charge of this member, or it is not yours to see.");

    private async Task<List<Row>> RowsAsync(ClusterId cluster, MemberId member, OrganisationId? supplier, CancellationToken ct)
    {
        var rows = await db.Shares.AsNoTracking().Where(s => s.ClusterId == cluster && s.MemberId == member)
            .Join(
                db.Awards.Where(a => a.State == AwardState.Active),
                s => new { s.ClusterId, s.AwardId },
                a => new { a.ClusterId, AwardId = a.Id },
                (s, a) => new { Share = s, a.RoundId })
            .Join(
                db.Rounds.Where(r => r.State == RoundState.Contracted || r.State == RoundState.Settled),
                row => new { row.Share.ClusterId, row.RoundId },
                r => new { r.ClusterId, RoundId = r.Id },
                (row, r) => new { row.Share, r.Title, r.Trade })
            .Join(
                db.AwardedLots.Where(l => supplier == null || l.SupplierId == supplier),
                row => new { row.Share.ClusterId, row.Share.AwardId, row.Share.LotId, row.Share.Part },
                l => new { l.ClusterId, l.AwardId, l.LotId, l.Part },
                (row, l) => new { row.Share, row.Title, row.Trade, Awarded = l })
            .Join(
                db.Lots, row => new { row.Share.ClusterId, row.Share.LotId }, l => new { l.ClusterId, LotId = l.Id }, (row, l) => new { row.Share, row.Title, row.Trade, row.Awarded, Lot = l })
            .Join(db.Organisations, row => row.Awarded.SupplierId, o => o.Id, (row, o) => new { row.Share, row.Title, row.Trade, row.Awarded, row.Lot, o.Name })
            .ToListAsync(ct);
        return
        [
            .. rows.Where(row => row.Trade.Shape == LegalShape.ContractPerMember)
                .Select(row => new Row(row.Share, row.Title, row.Awarded, row.Lot, new NamedOrganisation(row.Awarded.SupplierId!.Value.Value, row.Name))),
        ];
    }

    private async Task<ILookup<(LotId Lot, int Part, int Period), Posted>> PostedAsync(ClusterId cluster, MemberId member, CancellationToken ct)
    {
        var transfers = await db.Transfers.AsNoTracking()
            .Where(t => t.ClusterId == cluster && t.LotId != null
                && ((t.FromOwner == member.Value && t.FromKind == AccountKind.Member) || (t.ToOwner == member.Value && t.ToKind == AccountKind.Member)))
            .Select(t => new { LotId = t.LotId!.Value, Part = t.Part!.Value, Period = t.Period!.Value, Sign = t.FromKind == AccountKind.Member ? 1 : -1, t.Amount, t.Vat })
            .ToListAsync(ct);
        return transfers.ToLookup(t => (t.LotId, t.Part, t.Period), t => new Posted(t.Sign * t.Amount, t.Sign * t.Vat));
    }

    private async Task<HashSet<(LotId Lot, int Part, int Period)>> SettledAsync(ClusterId cluster, List<Row> rows, CancellationToken ct)
    {
        var awards = rows.Select(row => row.Share.AwardId).Distinct().ToList();
        var periods = await db.SettledPeriods.Where(p => p.ClusterId == cluster && awards.Contains(p.AwardId))
            .Select(p => new { p.LotId, p.Part, p.Period })
            .ToListAsync(ct);
        return [.. periods.Select(p => (p.LotId, p.Part, p.Period))];
    }

    /// <summary>The lots of which somebody takes another quantity than was awarded: what is to come is split anew.</summary>
    private async Task<Dictionary<(LotId Lot, int Part), AgreedLot>> ChangedAsync(ClusterId cluster, List<Row> rows, CancellationToken ct)
    {
        var lots = rows.Select(row => row.Lot.Id).Distinct().ToList();
        var changed = await db.CommitmentLines.Where(l => l.ClusterId == cluster && l.Number > 1 && lots.Contains(l.LotId))
            .Select(l => l.LotId).Distinct().ToListAsync(ct);
        var agreed = new Dictionary<(LotId Lot, int Part), AgreedLot>();
        foreach (var row in rows.Where(row => changed.Contains(row.Lot.Id)))
            agreed.Add((row.Lot.Id, row.Share.Part), await db.LoadAgreedLotAsync(row.Awarded, row.Lot.Term, ct));
        return agreed;
    }

    private static Posted PlannedOf(Row row, int period, AgreedLot? agreed)
    {
        if (agreed is null)
        {
            var planned = row.Awarded.Restore(row.Share).ChargeIn(period - 1);
            return new Posted(planned.Gross.MinorUnits, planned.Vat.MinorUnits);
        }

        var due = PeriodDue.Of(agreed, period, PeriodFacts.None).Members.FirstOrDefault(m => m.MemberId == row.Share.MemberId);
        return new Posted(due.Amount.Gross, due.Amount.Vat);
    }

    private static FoundCharge ChargeOf(
        Row row,
        int period,
        Posted planned,
        ILookup<(LotId Lot, int Part, int Period), Posted> posted,
        HashSet<(LotId Lot, int Part, int Period)> settled,
        Dictionary<ChargeId, ChargeInvoice> recorded)
    {
        var (share, lot, currency) = (row.Share, row.Lot, row.Awarded.Currency);
        var key = new ChargeKey(share.AwardId, share.LotId, share.Part, share.MemberId, period);
        var (id, place) = (ChargeId.Of(key), (share.LotId, share.Part, period));
        var isSettled = settled.Contains(place);
        var (gross, vat) = isSettled
            ? (new Money(posted[place].Sum(p => p.Gross), currency), new Money(posted[place].Sum(p => p.Vat), currency))
            : (new Money(planned.Gross, currency), new Money(planned.Vat, currency));
        var invoice = recorded.GetValueOrDefault(id);
        return new FoundCharge(key, row.Awarded.RoundId, row.Awarded.SupplierId!.Value, new ChargeResponse(
            id.Value,
            row.Awarded.RoundId.Value,
            row.RoundTitle,
            lot.Id.Value,
            lot.Title,
            share.Part,
            row.Supplier,
            period,
            lot.Term.StartOf(period),
            lot.Term.PeriodUnit == PeriodUnit.Once ? lot.StartsOn : lot.Term.StartOf(period + 1).AddDays(-1),
            gross - vat,
            row.Awarded.VatRate!.Value,
            vat,
            gross,
            isSettled,
            invoice?.Number,
            invoice?.RecordedAt,
            invoice is null ? 1 : 2));
    }

    private sealed record Row(Share Share, string RoundTitle, AwardedLot Awarded, Lot Lot, NamedOrganisation Supplier);

    private readonly record struct Posted(long Gross, long Vat);
}
