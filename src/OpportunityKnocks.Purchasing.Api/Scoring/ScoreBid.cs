using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <param name="Scores">Of some criteria or all; those left out stay as they are.</param>
public sealed record BidScoreDetails(Guid BidId, IReadOnlyList<CriterionScoreDetails> Scores);

/// <summary>A person scores a bid, or changes its scores of it, before all agree.</summary>
public sealed record ScoreBid(Guid ClusterId, Guid RoundId, BidScoreDetails Body) : IRequest<BidScoresResponse>;

public sealed class ScoreBidValidator : AbstractValidator<ScoreBid>
{
    public ScoreBidValidator()
    {
        RuleFor(c => c.Body.Scores).Must(list => list.Count is >= 1 and <= 20).WithMessage("1 to 20 scores");
        RuleForEach(c => c.Body.Scores).NotNull().SetValidator(new CriterionScoreValidator());
    }
}

public sealed class ScoreBidHandler(Caller caller, PurchasingDb db, EvaluationDesk desks, BidScores scores, JournalWriter journal)
    : IRequestHandler<ScoreBid, BidScoresResponse>
{
    public async Task<BidScoresResponse> Handle(ScoreBid request, CancellationToken cancellationToken)
    {
        var (cluster, round, bid, person) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), new BidId(request.Body.BidId), caller.Person!);
        var desk = await desks.TakeAsync(cluster, round, bid, cancellationToken);
        await desks.RequireImpartialAsync(desk, cancellationToken);
        var given = request.Body.Scores.For(desk.Round.Evaluation);
        var agreed = await db.ConsensusOf(cluster, round).SingleOrDefaultAsync(c => c.BidId == bid, cancellationToken);
        if (given.FirstOrDefault(s => agreed?.Has(s.CriterionId) == true) is { } late)
            throw EvaluationRefusals.ConsensusGiven.Because($"What was agreed on for criterion {late.CriterionId.Value} rests on the scores as they are.");

        var key = PersonName.Plain(person);
        var sheet = await db.ScoreSheets.SingleOrDefaultAsync(s => s.ClusterId == cluster && s.BidId == bid && s.PersonKey == key, cancellationToken)
            ?? db.ScoreSheets.Add(ScoreSheet.Of(cluster, round, bid, person)).Entity;
        sheet.Put(given, desk.Now);

        // What the score is stays out of the feed: others are still to score without knowing it. The consensus tells it.
        journal.Record(cluster, EventType.BidScored, SubjectKind.ScoreSheet, sheet.Id.Value, sheet.Version, new { BidId = bid.Value, Criteria = given.Count })
            .For(Audience.Coordinator, round);
        await db.SaveChangesAsync(cancellationToken);
        return (await scores.ReadAsync(cluster, round, bid, cancellationToken)).Single();
    }
}

public sealed class ScoreBidEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/scores",
            async Task<Ok<BidScoresResponse>> ([AsParameters] ScoreBid command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(ScoreBid), "Evaluation", "Score a bid",
            "By each person for itself, with a note, after it declared its interests. A criterion can be scored again until there is a consensus on it.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator)
        .Refuses(
            BidRefusals.Sealed, BidRefusals.NotSubmitted, EvaluationRefusals.NotEvaluating, EvaluationRefusals.NothingToScore,
            EvaluationRefusals.DeclarationMissing, EvaluationRefusals.InterestDeclared, EvaluationRefusals.UnknownCriterion,
            EvaluationRefusals.CriterionTwice, EvaluationRefusals.ConsensusGiven)
        .RequestExample(
            """
            {
              "bidId": "0198c0de-0000-4000-8000-000000000002",
              "scores": [{ "criterionId": "0198c0de-0000-7000-8000-000000000003", "score": "0.85", "note": "Answers within the hour, but not on Fridays." }]
            }
            """);
}
