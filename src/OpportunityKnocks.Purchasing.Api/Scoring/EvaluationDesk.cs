using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>A bid that lies on the desk, with the round, which is taken.</summary>
public sealed record BidOnDesk(Round Round, Bid Bid, DateTimeOffset Now);

/// <summary>Where bids are scored: the round is taken, so that nothing is scored while it is closed or a bid excluded.</summary>
public sealed class EvaluationDesk(PurchasingDb db, RoundGate gate, Caller caller)
{
    public async Task<BidOnDesk> TakeAsync(ClusterId cluster, RoundId round, BidId id, CancellationToken ct)
    {
        await db.RequireOpenedAsync(caller, cluster, round, ct);
        var taken = await gate.TakeBesideWritersAsync(cluster, round, "*", ct);
        var bid = await db.Bids.SingleOrDefaultAsync(b => b.ClusterId == cluster && b.RoundId == round && b.Id == id && b.State != BidState.Withdrawn, ct)
            ?? throw HttpRefusals.NotFound.Because("There is no such bid in this round.");
        if (taken.Round.State != RoundState.Evaluating)
            throw EvaluationRefusals.NotEvaluating.Because("The round is not being evaluated.");
        if (!taken.Round.Evaluation.ScoresQuality)
            throw EvaluationRefusals.NothingToScore.Because("There is nothing to score.");
        if (!(await db.ConsideredBidIdsAsync(cluster, round, ct)).Contains(id))
            throw BidRefusals.NotSubmitted.Because("The bid is not considered; it is not scored.");
        return new BidOnDesk(taken.Round, bid, taken.Now);
    }

    /// <summary>Refuses a person that did not declare its interests, or has one in the bid.</summary>
    public async Task RequireImpartialAsync(BidOnDesk desk, CancellationToken ct)
    {
        var key = PersonName.Plain(caller.Person!);
        var declaration = await db.InterestDeclarations.AsNoTracking().SingleOrDefaultAsync(
                d => d.ClusterId == desk.Bid.ClusterId && d.RoundId == desk.Round.Id && d.PersonKey == key, ct)
            ?? throw EvaluationRefusals.DeclarationMissing.Because("Declare first whether you have an interest in a supplier of this round.");
        if (declaration.Concerns(desk.Bid.SupplierId))
            throw EvaluationRefusals.InterestDeclared.Because("You declared an interest that concerns this bid.");
    }
}

/// <summary>A score and why, as it is sent.</summary>
/// <param name="Score">From 0 to 1.</param>
public sealed record CriterionScoreDetails(Guid CriterionId, Score Score, string Note);

/// <summary>What scores have in common wherever they are sent.</summary>
public static class ScoreShapes
{
    /// <exception cref="DomainException"><see cref="EvaluationRefusals.UnknownCriterion"/> or <see cref="EvaluationRefusals.CriterionTwice"/></exception>
    public static IReadOnlyList<CriterionScore> For(this IReadOnlyList<CriterionScoreDetails> scores, RoundEvaluation evaluation)
    {
        var known = evaluation.Criteria.Select(c => c.Id.Value).ToHashSet();
        if (scores.FirstOrDefault(s => !known.Contains(s.CriterionId)) is { } unknown)
            throw EvaluationRefusals.UnknownCriterion.Because($"The round has no criterion {unknown.CriterionId}.");
        if (scores.CountBy(s => s.CriterionId).FirstOrDefault(c => c.Value > 1) is { Value: > 1 } twice)
            throw EvaluationRefusals.CriterionTwice.Because($"Criterion {twice.Key} is scored {twice.Value} times.");
        return [.. scores.Select(s => new CriterionScore(new QualityCriterionId(s.CriterionId), s.Score, s.Note))];
    }
}
