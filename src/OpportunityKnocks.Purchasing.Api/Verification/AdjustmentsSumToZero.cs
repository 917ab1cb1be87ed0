using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Api.Verification;

/// <summary>Rounds what the adjusted members of each award are to pay again. What some pay more, others pay less: the award's cost stays.</summary>
public sealed class AdjustmentsSumToZero : IInvariant
{
    public string Name => "I2";

    public string Rule => "The adjustments of an award sum to zero, and each recomputes from its explanation.";

    public async IAsyncEnumerable<string> FindBreachesAsync(PurchasingDb db, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var sharing in await db.AwardSharings.AsNoTracking().ToListAsync(ct))
        {
            var adjustments = await db.AwardAdjustments.AsNoTracking()
                .Where(a => a.ClusterId == sharing.ClusterId && a.AwardId == sharing.AwardId).OrderBy(a => a.MemberId).ToListAsync(ct);
            if (adjustments.Count == 0)
                continue;

            var isNet = sharing.Report.Basis == SharingBasis.Net;
            var posted = await db.Shares.Where(s => s.ClusterId == sharing.ClusterId && s.AwardId == sharing.AwardId)
                .GroupBy(s => s.MemberId)
                .Select(g => new { g.Key, Amount = g.Sum(s => isNet ? s.Net : s.Net + s.UnrecoveredVat) })
                .ToDictionaryAsync(g => g.Key, g => g.Amount, ct);
            var where = $"Award {sharing.AwardId.Value} of cluster {sharing.ClusterId.Value}";
            if (adjustments.Sum(a => a.Amount) is not 0 and var sum)
                yield return $"{where}: the adjustments sum to {sum}.";
            if (adjustments.Exists(a => !posted.ContainsKey(a.MemberId)))
            {
                yield return $"{where}: a member without a share is adjusted.";
                continue;
            }

            var again = MemberAdjustment.AmountsOf([.. adjustments.Select(a => (a.MemberId, Fraction.Parse(a.Target), posted[a.MemberId]))]);
            if (!adjustments.Select(a => a.Amount).SequenceEqual(again))
                yield return $"{where}: an adjustment is not what its explanation gives.";
        }
    }
}
