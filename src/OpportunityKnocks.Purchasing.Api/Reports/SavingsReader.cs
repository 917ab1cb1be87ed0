using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Grants;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Savings;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>What of a lot the reports need to know.</summary>
public sealed record ReportedLot(AwardId AwardId, RoundId RoundId, LotId LotId, string CategoryCode, Term Term);

/// <summary>All that one member pays for a lot of a contracted round, with its needs there.</summary>
public sealed record ServedMember(ReportedLot Lot, MemberId MemberId, ServedShare Served);

/// <summary>Streams what savings are computed from, member by member: one query over all rounds, and memory that does not grow with the
/// needs.</summary>
public static class SavingsReader
{
    /// <summary>The rounds awarded in the time asked for, and contracted since.</summary>
    public static IQueryable<Award> ContractedAwards(this PurchasingDb db, ClusterId cluster, DateTimeOffset? from, DateTimeOffset? before) => db.Awards
        .Where(a => a.ClusterId == cluster && a.State == AwardState.Active)
        .Where(a => (from == null || a.AwardedAt >= from) && (before == null || a.AwardedAt < before))
        .Where(a => db.Rounds.Any(r => r.ClusterId == cluster && r.Id == a.RoundId
            && (r.State == RoundState.Contracted || r.State == RoundState.Settled)));

    public static async IAsyncEnumerable<ServedMember> ServedMembersAsync(
        this PurchasingDb db, IQueryable<Award> awards, ClusterId cluster, MemberId? of, [EnumeratorCancellation] CancellationToken ct)
    {
        var currency = await db.CurrencyAsync(cluster, ct);
        var lots = await db.Lots.Where(l => l.ClusterId == cluster && awards.Any(a => a.RoundId == l.RoundId))
            .Select(l => new { l.Id, l.RoundId, l.CategoryCode, l.StartsOn, l.PeriodUnit, l.Periods })
            .ToDictionaryAsync(l => l.Id, ct);
        var settled = await db.SettledPeriods.Where(p => p.ClusterId == cluster && awards.Any(a => a.Id == p.AwardId))
            .GroupBy(p => new { p.AwardId, p.LotId, p.Part })
            .Select(p => new { p.Key.AwardId, p.Key.LotId, p.Key.Part, Count = p.Count() })
            .ToDictionaryAsync(p => (p.AwardId, p.LotId, p.Part), p => p.Count, ct);

        var group = new List<SharedNeedRow>();
        await foreach (var row in db.Rows(awards, cluster, of).AsAsyncEnumerable().WithCancellation(ct))
        {
            if (group.Count > 0 && (group[0].AwardId, group[0].LotId, group[0].MemberId) != (row.AwardId, row.LotId, row.MemberId))
            {
                yield return Served();
                group.Clear();
            }

            group.Add(row);
        }

        if (group.Count > 0)
            yield return Served();

        ServedMember Served()
        {
            var (award, lotId, member) = (group[0].AwardId, group[0].LotId, group[0].MemberId);
            var lot = lots[lotId];
            var term = new Term(lot.StartsOn, lot.PeriodUnit, lot.Periods);
            var parts = group.DistinctBy(row => row.Part)
                .Select(row => new SuppliedPart(row.ToShare(lot.Periods, currency), settled.GetValueOrDefault((award, lotId, row.Part))))
                .ToList();
            return new ServedMember(
                new ReportedLot(award, lot.RoundId, lotId, lot.CategoryCode, term),
                member,
                new ServedShare(parts, ServedNeed.InParts(group[0].Quantity, [.. group.DistinctBy(row => row.NeedId).Select(row => row.ToNeed())])));
        }
    }

    /// <summary>A row for each need and each supplier of its lot; those of one member follow one another.</summary>
    private static IQueryable<SharedNeedRow> Rows(this PurchasingDb db, IQueryable<Award> awards, ClusterId cluster, MemberId? of) =>
        from share in db.Shares
        where share.ClusterId == cluster && (of == null || share.MemberId == of) && awards.Any(a => a.Id == share.AwardId)
        join lot in db.AwardedLots on new { share.ClusterId, share.AwardId, share.LotId, share.Part }
            equals new { lot.ClusterId, lot.AwardId, lot.LotId, lot.Part }
        join need in db.Needs.Where(n => n.State == NeedState.Pooled) on new { share.ClusterId, LotId = (LotId?)share.LotId, share.MemberId }
            equals new { need.ClusterId, need.LotId, need.MemberId }
        orderby share.AwardId, share.LotId, share.MemberId, share.Part, need.Id
        select new SharedNeedRow
        {
            AwardId = share.AwardId,
            LotId = share.LotId,
            MemberId = share.MemberId,
            Part = share.Part,
            Quantity = share.Quantity,
            VatRecovery = share.VatRecovery,
            FixedFee = share.FixedFee,
            FeePerMember = share.FeePerMember,
            LineFloor = share.LineFloor,
            LineExtras = share.LineExtras,
            FirstExtraPeriod = share.FirstExtraPeriod,
            VatRate = lot.VatRate!.Value,
            NeedId = need.Id,
            NeedQuantity = need.Quantity,
            BaselinePrice = need.BaselinePrice,
            BaselineVat = need.BaselineVat,
            BaselineVatRate = need.BaselineVatRate,
            BaselineSource = need.BaselineSource,
            BaselineSwitchingCost = need.BaselineSwitchingCost,
        };
}
