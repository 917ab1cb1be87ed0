using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing;

namespace OpportunityKnocks.Purchasing.Api.Verification;

/// <summary>Splits every awarded lot again and compares to the penny, then recomputes each share from what its member is shown.</summary>
public sealed class SharesSumToTheAward : IInvariant
{
    public string Name => "I2";

    public string Rule => "Shares sum to the award's cost, and each recomputes from its explanation.";

    public async IAsyncEnumerable<string> FindBreachesAsync(PurchasingDb db, [EnumeratorCancellation] CancellationToken ct)
    {
        var awards = await db.Awards.AsNoTracking().Include(a => a.Lots).ToListAsync(ct);
        foreach (var award in awards)
        {
            var lots = award.Lots.Where(lot => lot.SupplierId is not null).ToList();
            if ((award.Net, award.Vat, award.UnrecoveredVat) != (lots.Sum(l => l.Net), lots.Sum(l => l.Vat), lots.Sum(l => l.UnrecoveredVat)))
                yield return $"Award {award.Id.Value} of cluster {award.ClusterId.Value} is not the sum of its lots.";

            foreach (var lot in lots)
            {
                var shares = await db.Shares.AsNoTracking()
                    .Where(s => s.ClusterId == lot.ClusterId && s.AwardId == lot.AwardId && s.LotId == lot.LotId && s.Part == lot.Part)
                    .ToListAsync(ct);
                foreach (var breach in BreachesIn(lot, shares))
                    yield return $"Award {award.Id.Value} of cluster {award.ClusterId.Value}, lot {lot.LotId.Value}: {breach}";
            }
        }
    }

    private static IEnumerable<string> BreachesIn(AwardedLot lot, List<Share> shares)
    {
        if (shares.Count != lot.Members || shares.Sum(s => s.Quantity) != lot.Quantity)
        {
            yield return $"{shares.Count} shares of {shares.Sum(s => s.Quantity)} units; the lot has {lot.Members} members and {lot.Quantity} units.";
            yield break;
        }

        if ((shares.Sum(s => s.Net), shares.Sum(s => s.Vat), shares.Sum(s => s.UnrecoveredVat)) != (lot.Net, lot.Vat, lot.UnrecoveredVat))
            yield return "the shares do not sum to the lot's cost.";

        var cost = lot.Cost();
        var again = PoolRate.Share(cost, [.. shares.Select(s => new MemberQuantity(s.MemberId, s.Quantity, s.VatRecovery))])
            .Shares.ToDictionary(share => share.Member.MemberId);
        foreach (var share in shares)
        {
            if (!IsSame(share, again[share.MemberId]))
                yield return $"the share of member {share.MemberId.Value} is not what the split gives.";
            else if (!Explains(lot.Explain(cost, share, "units", "periods", []), share))
                yield return $"the share of member {share.MemberId.Value} does not recompute from its explanation.";
        }
    }

    private static bool IsSame(Share kept, MemberShare computed) =>
        (kept.Line, kept.FixedFee, kept.FeePerMember, kept.Net) ==
            (computed.Line.MinorUnits, computed.FixedFee.MinorUnits, computed.FeePerMember.MinorUnits, computed.Net.MinorUnits)
        && (kept.Vat, kept.UnrecoveredVat) == (computed.Vat.MinorUnits, computed.UnrecoveredVat.MinorUnits)
        && (kept.LineFloor, kept.LineExtras, kept.FirstExtraPeriod) == (computed.Spread.Floor, computed.Spread.Extras, computed.Spread.Offset);

    private static bool Explains(ShareExplanation explanation, Share share)
    {
        var amounts = explanation.Recompute().Amounts;
        return (amounts.Net.MinorUnits, amounts.Vat.MinorUnits, amounts.UnrecoveredVat.MinorUnits) == (share.Net, share.Vat, share.UnrecoveredVat);
    }
}
