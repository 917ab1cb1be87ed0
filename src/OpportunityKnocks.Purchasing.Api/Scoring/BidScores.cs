using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>A score for one criterion.</summary>
public sealed record ScoreResponse(Guid CriterionId, Score Score, string Note);

/// <param name="Struck">Whether it does not count, because its person declared an interest after all.</param>
public sealed record EvaluatorScores(string Person, DateTimeOffset ScoredAt, bool Struck, IReadOnlyList<ScoreResponse> Scores);

/// <param name="By">Who recorded it.</param>
public sealed record AgreedScoreResponse(Guid CriterionId, Score Score, string Note, string By, DateTimeOffset At);

/// <summary>What is thought of one bid.</summary>
/// <param name="SupplierId">Left out while the round hides suppliers.</param>
/// <param name="Individual">Others' scores once the caller's own of all criteria are in, or the consensus is.</param>
/// <param name="Evaluators">How many have scored the bid.</param>
/// <param name="Consensus">What was agreed on: it counts.</param>
/// <param name="Quality">The weighted consensus, from 0 to 1; left out while one is missing.</param>
/// <param name="Version">Of all scores of the bid together.</param>
public sealed record BidScoresResponse(
    Guid BidId,
    string Label,
    Guid? SupplierId,
    IReadOnlyList<EvaluatorScores> Individual,
    int Evaluators,
    IReadOnlyList<AgreedScoreResponse> Consensus,
    Score? Quality,
    int Version) : IVersioned;

/// <summary>Reads the scores of a round. Nobody reads another's before its own are in, so that everyone judges alone first.</summary>
public sealed class BidScores(PurchasingDb db, Caller caller)
{
    /// <param name="only">One bid; null for all.</param>
    public async Task<IReadOnlyList<BidScoresResponse>> ReadAsync(ClusterId cluster, RoundId round, BidId? only, CancellationToken ct)
    {
        var names = await db.NameBidsAsync(cluster, round, ct);
        var evaluation = await db.Rounds.Where(r => r.ClusterId == cluster && r.Id == round).Select(r => r.Evaluation).SingleAsync(ct);
        var suppliers = await db.Bids.Where(b => b.ClusterId == cluster && b.RoundId == round).ToDictionaryAsync(b => b.Id, b => b.SupplierId, ct);
        var sheets = (await db.ScoreSheets.AsNoTracking().Where(s => s.ClusterId == cluster && s.RoundId == round).ToListAsync(ct)).ToLookup(s => s.BidId);
        var agreed = (await db.ConsensusOf(cluster, round).ToListAsync(ct)).ToDictionary(c => c.BidId);
        return
        [
            .. names.Labels.Keys.Where(bid => only is null || bid == only).OrderBy(bid => names[bid].Length).ThenBy(bid => names[bid], StringComparer.Ordinal)
                .Select(bid => Show(evaluation, names, (bid, suppliers[bid]), [.. sheets[bid].OrderBy(s => s.PersonKey, StringComparer.Ordinal)], agreed.GetValueOrDefault(bid))),
        ];
    }

    private BidScoresResponse Show(
        RoundEvaluation evaluation, BidNames names, (BidId Id, OrganisationId Supplier) bid, IReadOnlyList<ScoreSheet> sheets, Consensus? consensus)
    {
        var quality = consensus is null ? null : QualityScore.Of(evaluation, consensus.Scores);
        var me = caller.Person is { } person ? PersonName.Plain(person) : null;
        var seesAll = me is null || quality is not null || sheets.Any(s => s.PersonKey == me && evaluation.Criteria.All(c => s.Counts(c.Id)));
        return new BidScoresResponse(
            bid.Id.Value,
            names[bid.Id],
            names.HidesSuppliers ? null : bid.Supplier.Value,
            [.. sheets.Where(s => seesAll || s.PersonKey == me).Select(s => ToIndividual(evaluation, s))],
            sheets.Count,
            [.. InOrder(evaluation, consensus?.Scores ?? [], s => s.CriterionId).Select(s => new AgreedScoreResponse(s.CriterionId.Value, s.Score, s.Note, s.By, s.At))],
            quality is { } q ? new Score(q) : null,
            sheets.Sum(s => s.Version) + (consensus?.Version ?? 0));
    }

    private static EvaluatorScores ToIndividual(RoundEvaluation evaluation, ScoreSheet sheet) => new(
        sheet.Person,
        sheet.ScoredAt,
        sheet.StruckAt is not null,
        [.. InOrder(evaluation, sheet.Scores, s => s.CriterionId).Select(s => new ScoreResponse(s.CriterionId.Value, s.Score, s.Note))]);

    private static IEnumerable<T> InOrder<T>(RoundEvaluation evaluation, IReadOnlyList<T> scores, Func<T, QualityCriterionId> criterion) =>
        scores.OrderBy(s => evaluation.Criteria.Single(c => c.Id == criterion(s)).Number);
}
