using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>What must be done before a round is closed. The round is taken.</summary>
public sealed class EvaluationEnd(PurchasingDb db, ScoringRecords records, LowPrices prices)
{
    /// <summary>Refuses while something is missing; keeps the record of how the bids compared, for good.</summary>
    public async Task EndAsync(Round round, DateTimeOffset now, CancellationToken ct)
    {
        await db.RequireConsensusAsync(round, ct);
        await prices.RequireDecidedAsync(round, ct);
        var record = (await records.ComputeAsync(round.ClusterId, round.Id, ct)) with { KeptAt = now };
        db.ScoringRecords.Add(ScoringRecord.Of(round.ClusterId, round.Id, record.Write(), now));
    }
}

/// <summary>The figures an award takes from the scores.</summary>
public static class ConsensusScores
{
    /// <exception cref="DomainException"><see cref="EvaluationRefusals.ScoresMissing"/>, naming the bids and the criteria's numbers.</exception>
    public static async Task RequireConsensusAsync(this PurchasingDb db, Round round, CancellationToken ct)
    {
        var missing = await db.FindMissingAsync(round.ClusterId, round.Id, round.Evaluation, ct);
        if (missing.Count == 0)
            return;

        var names = await db.NameBidsAsync(round.ClusterId, round.Id, ct);
        throw EvaluationRefusals.ScoresMissing.Because(
            $"There is none on {string.Join("; ", missing.Select(m => $"{names[m.BidId]}, criterion {string.Join(", ", m.Criteria)}"))}.");
    }

    /// <summary>q of each bid with a whole consensus, in millionths; 0 in a round that scores nothing.</summary>
    public static async Task<IReadOnlyDictionary<BidId, long>> ConsensusScoresAsync(
        this PurchasingDb db, ClusterId cluster, RoundId round, CancellationToken ct = default)
    {
        var evaluation = await db.Rounds.Where(r => r.ClusterId == cluster && r.Id == round).Select(r => r.Evaluation).SingleAsync(ct);
        if (!evaluation.ScoresQuality)
            return (await db.Bids.Where(b => b.ClusterId == cluster && b.RoundId == round).Select(b => b.Id).ToListAsync(ct)).ToDictionary(id => id, _ => 0L);

        return (await db.ConsensusOf(cluster, round).ToListAsync(ct))
            .Select(c => (c.BidId, Quality: QualityScore.Of(evaluation, c.Scores)))
            .Where(c => c.Quality is not null)
            .ToDictionary(c => c.BidId, c => c.Quality!.Value);
    }
}
