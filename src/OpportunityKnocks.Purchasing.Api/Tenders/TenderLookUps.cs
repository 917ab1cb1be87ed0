using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Tenders;

/// <summary>Which rounds are tenders, and what a bid is held against.</summary>
public static class TenderLookUps
{
    /// <summary>Rounds that are tendering or were: suppliers could bid for them once.</summary>
    public static IQueryable<Round> WhereTendered(this IQueryable<Round> rounds) =>
        rounds.Where(r => r.TenderOpenedAt != null);

    public static async Task<Tender> RequireTenderAsync(this PurchasingDb db, ClusterId cluster, RoundId round, CancellationToken ct)
    {
        var tender = await db.Rounds.WhereTendered().Where(r => r.ClusterId == cluster && r.Id == round)
            .Join(db.Clusters, r => r.ClusterId, c => c.Id, (r, c) => new { c.Currency, r.TermsVersion, r.SealingKey, r.Evaluation })
            .SingleOrDefaultAsync(ct) ?? throw NotFound;
        var lots = await db.Lots.Where(l => l.ClusterId == cluster && l.RoundId == round).OrderBy(l => l.Number)
            .Select(l => new TenderLot(l.Id, l.Number, l.Periods, l.PooledQuantity ?? 0, l.PooledMembers ?? 0))
            .ToListAsync(ct);
        var requirements = await db.Rounds.Where(r => r.ClusterId == cluster && r.Id == round)
            .SelectMany(r => r.Requirements).OrderBy(q => q.Number)
            .Select(q => new TenderRequirement(q.Id, q.Number, q.Text) { SinceTerms = q.SinceTerms })
            .ToListAsync(ct);
        return new Tender(tender.Currency, lots, requirements)
        {
            TermsVersion = tender.TermsVersion,
            SealingKey = tender.SealingKey,
            Criteria = tender.Evaluation.Criteria,
        };
    }

    public static DomainException NotFound => HttpRefusals.NotFound.Because("There is no such tender, or not yet.");
}
