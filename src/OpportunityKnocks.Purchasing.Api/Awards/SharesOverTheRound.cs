using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>Reads what the members of some shares pay more or less over the round, once for a whole page.</summary>
public static class SharesOverTheRound
{
    /// <param name="to">Whom it is told; null for those who see everything.</param>
    public static async Task<Func<MemberId, ShareOverTheRound?>> OverTheRoundAsync(
        this PurchasingDb db, Award award, IReadOnlyList<MemberId> members, MemberId? to, CancellationToken ct)
    {
        var sharing = await db.AwardSharings.AsNoTracking().SingleOrDefaultAsync(s => s.ClusterId == award.ClusterId && s.AwardId == award.Id, ct);
        if (sharing is null)
            return _ => null;

        var adjustments = await db.AwardAdjustments.AsNoTracking()
            .Where(a => a.ClusterId == award.ClusterId && a.AwardId == award.Id && members.Contains(a.MemberId))
            .ToDictionaryAsync(a => a.MemberId, a => ShareAdjustment.Of(a, award.Currency), ct);
        var core = CoreVerdict.Of(sharing.Report.Core, award.Currency, to);
        return member => new ShareOverTheRound(adjustments.GetValueOrDefault(member), core);
    }
}
