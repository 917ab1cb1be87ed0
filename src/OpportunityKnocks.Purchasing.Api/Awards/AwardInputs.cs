using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Scoring;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>What an award depends on.</summary>
/// <param name="OfferVersions">The version of each considered bid.</param>
/// <param name="ValidUntil">The last day on which each supplier is bound by its bid; of those that said so.</param>
/// <param name="Fingerprint">SHA-256 over all of it but the question: two awards with the same one had the same needs, bids, scores and
/// policies before them.</param>
public sealed record AwardInputs(
    AwardProblem Problem, IReadOnlyDictionary<BidId, int> OfferVersions, IReadOnlyDictionary<OrganisationId, DateOnly> ValidUntil, byte[] Fingerprint);

/// <summary>Reads what an award depends on. The caller holds the round, or the result says what it was computed from: no need and no bid
/// of a round that is evaluated changes unless somebody excludes a bid.</summary>
public static class AwardInputsQuery
{
    /// <exception cref="DomainException"><see cref="AwardRefusals.OverbuyNotAllowed"/></exception>
    public static async Task<AwardInputs> LoadAwardInputsAsync(this PurchasingDb db, Round round, AwardQuestion question, CancellationToken ct)
    {
        if (question.Rules.OverbuyLimit > round.OverbuyLimit)
            throw AwardRefusals.OverbuyNotAllowed.Because($"rules.overbuyLimit: the round allows {round.OverbuyLimit} units.");

        var currency = await db.Clusters.Where(c => c.Id == round.ClusterId).Select(c => c.Currency).SingleAsync(ct);
        var (needs, vatRecovery) = await db.LoadNeedsAsync(round, ct);
        var bids = await db.LoadConsideredBidsAsync(round.ClusterId, round.Id, ct);
        var quality = await db.ConsensusScoresAsync(round.ClusterId, round.Id, ct);
        var offers = bids.Select(bid => bid.ToOffer(currency) with { Quality = quality.GetValueOrDefault(bid.Bid.Id) }).ToList();
        var versions = await db.Bids.Where(b => b.ClusterId == round.ClusterId && b.RoundId == round.Id)
            .ToDictionaryAsync(b => b.Id, b => b.OfferVersion, ct);

        // A round that goes on with what there is, or whose coordinator decided to, has no minimum any more.
        var keepsMinimums = round.NotReached is not (NotReachedAction.AcceptHigherTier or NotReachedAction.CoordinatorDecides);
        var lots = round.Lots.Select(lot => new Domain.Awards.LotTerms(
            lot.Id, lot.Number, lot.Periods, lot.PackSize, keepsMinimums ? lot.MinimumQuantity : 1, lot.Divisible)).ToList();
        var problem = new AwardProblem(
            currency,
            round.FeePolicy,
            lots,
            needs.Where(need => !question.WithoutMembers.Contains(need.MemberId)),
            vatRecovery,
            offers.Where(offer => !question.WithoutSuppliers.Contains(offer.SupplierId)),
            round.Fairness,
            round.LotterySeed)
        {
            PriceWeight = round.Evaluation.PriceWeight,
            Rules = question.Rules,
        };
        var validUntil = bids.Where(bid => bid.Details.ValidUntil is not null).ToDictionary(bid => bid.Bid.SupplierId, bid => bid.Details.ValidUntil!.Value);
        return new AwardInputs(problem, versions, validUntil, InputsFingerprint.Of(round, lots, needs, vatRecovery, offers, versions));
    }

    private static async Task<(List<PooledNeed> Needs, Dictionary<MemberId, Percent> VatRecovery)> LoadNeedsAsync(
        this PurchasingDb db, Round round, CancellationToken ct)
    {
        var lots = round.Lots.Select(l => (LotId?)l.Id).ToList();
        var rows = db.Needs
            .Where(n => n.ClusterId == round.ClusterId && lots.Contains(n.LotId) && n.State == NeedState.Pooled)
            .Join(
                db.Members,
                n => new { n.ClusterId, n.MemberId },
                m => new { m.ClusterId, MemberId = m.Id },
                (n, m) => new { n.Id, n.MemberId, n.LotId, n.Quantity, n.Ceiling, n.Bundle, n.Tolerance, n.SubmittedAt, m.VatRecovery })
            .AsAsyncEnumerable();

        var needs = new List<PooledNeed>();
        var vatRecovery = new Dictionary<MemberId, Percent>();
        await foreach (var row in rows.WithCancellation(ct))
        {
            needs.Add(new PooledNeed(row.Id, row.MemberId, row.LotId!.Value, row.Quantity, row.Ceiling, row.Bundle, row.Tolerance, row.SubmittedAt));
            vatRecovery[row.MemberId] = round.Trade.RecoveryOf(row.VatRecovery);
        }

        return (needs, vatRecovery);
    }
}
