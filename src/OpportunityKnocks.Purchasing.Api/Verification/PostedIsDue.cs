using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Settlements;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Verification;

/// <summary>Computes every posted period again: from the award's shares, what was agreed since and what was recorded of it.</summary>
public sealed class PostedIsDue : IInvariant
{
    public string Name => "I12";

    public string Rule => "What is posted for a charge period, corrections included, is what the split gives for what was agreed and received.";

    public async IAsyncEnumerable<string> FindBreachesAsync(PurchasingDb db, [EnumeratorCancellation] CancellationToken ct)
    {
        var lots = await db.AwardedLots.AsNoTracking()
            .Where(l => db.SettledPeriods.Any(p => p.ClusterId == l.ClusterId && p.AwardId == l.AwardId && p.LotId == l.LotId && p.Part == l.Part))
            .Join(db.Lots, a => new { a.ClusterId, a.LotId }, l => new { l.ClusterId, LotId = l.Id }, (awarded, lot) => new { Awarded = awarded, Lot = lot })
            .ToListAsync(ct);
        foreach (var row in lots)
        {
            var agreed = await db.LoadAgreedLotAsync(row.Awarded, row.Lot.Term, ct);
            foreach (var period in await PeriodsAsync(db, row.Awarded, ct))
            {
                var facts = SupplyRecord.FactsOf(await db.RecordsOf(period).ToListAsync(ct));
                var posted = PostedPeriod.Of(await db.TransfersOf(period).ToListAsync(ct));
                if (IsWrong(agreed, period, facts, posted))
                {
                    yield return $"Period {period.Period} of lot {period.LotId.Value} (supplier {period.SupplierId.Value}) of cluster {period.ClusterId.Value} "
                        + "is not posted as its split gives it.";
                }
            }
        }
    }

    private static Task<List<SettledPeriod>> PeriodsAsync(PurchasingDb db, AwardedLot lot, CancellationToken ct) => db.SettledPeriods.AsNoTracking()
        .Where(p => p.ClusterId == lot.ClusterId && p.AwardId == lot.AwardId && p.LotId == lot.LotId && p.Part == lot.Part)
        .OrderBy(p => p.Period)
        .ToListAsync(ct);

    private static bool IsWrong(AgreedLot agreed, SettledPeriod period, PeriodFacts facts, PostedPeriod posted)
    {
        try
        {
            var due = PeriodDue.Of(agreed, period.Period, facts);
            return Posting.Difference(
                new Account(AccountKind.RoundClearing, Guid.Empty), Account.Of(period.SupplierId), Account.VatRoundingOf(period.ClusterId), due, posted).Count > 0;
        }
        catch (Exception e) when (e is DomainException or ArgumentException or OverflowException)
        {
            // Rows that no settlement could have been made from.
            return true;
        }
    }
}
