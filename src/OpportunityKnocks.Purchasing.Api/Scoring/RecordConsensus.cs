using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <param name="Scores">Of some criteria or all.</param>
/// <param name="Reason">Why a score that was agreed on before is replaced; only then.</param>
public sealed record ConsensusDetails(IReadOnlyList<CriterionScoreDetails> Scores, string? Reason = null);

/// <summary>Records what those who scored a bid agreed on.</summary>
public sealed record RecordConsensus(
    Guid ClusterId, Guid RoundId, Guid BidId, [FromHeader(Name = "If-Match")] string? IfMatch, ConsensusDetails Body) : IRequest<BidScoresResponse>;

public sealed class RecordConsensusValidator : AbstractValidator<RecordConsensus>
{
    public RecordConsensusValidator()
    {
        RuleFor(c => c.Body.Scores).Must(list => list.Count is >= 1 and <= 20).WithMessage("1 to 20 scores");
        RuleForEach(c => c.Body.Scores).NotNull().SetValidator(new CriterionScoreValidator());
        RuleFor(c => c.Body.Reason).Must(r => r is null || r.Trim().Length > 0).WithMessage("must not be empty").MaximumLength(2000);
    }
}

public sealed class RecordConsensusHandler(Caller caller, PurchasingDb db, EvaluationDesk desks, BidScores scores, JournalWriter journal)
    : IRequestHandler<RecordConsensus, BidScoresResponse>
{
    public async Task<BidScoresResponse> Handle(RecordConsensus request, CancellationToken cancellationToken)
    {
        var (cluster, round, bid) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), new BidId(request.BidId));
        var desk = await desks.TakeAsync(cluster, round, bid, cancellationToken);
        await desks.RequireImpartialAsync(desk, cancellationToken);
        var sheets = await db.ScoreSheets.AsNoTracking().Where(s => s.ClusterId == cluster && s.BidId == bid).ToListAsync(cancellationToken);
        var consensus = await db.Consensuses.SingleOrDefaultAsync(c => c.ClusterId == cluster && c.BidId == bid, cancellationToken);
        ETags.Require(request.IfMatch, sheets.Sum(s => s.Version) + (consensus?.Version ?? 0));

        consensus ??= db.Consensuses.Add(Consensus.On(cluster, round, bid)).Entity;
        consensus.Agree(request.Body.Scores.For(desk.Round.Evaluation), sheets, request.Body.Reason, caller.Person!, desk.Now);
        var individual = sheets.Where(s => s.StruckAt is null).Select(s => new { s.Person, s.Scores });
        journal.Record(cluster, EventType.ConsensusRecorded, SubjectKind.Consensus, consensus.Id.Value, consensus.Version,
                new { request.BidId, request.Body.Scores, RestsOn = individual.Select(s => new { s.Person, Scores = s.Scores.Select(ToPayload) }) })
            .For(Audience.Coordinator, round).Because(request.Body.Reason);
        await db.SaveChangesAsync(cancellationToken);
        return (await scores.ReadAsync(cluster, round, bid, cancellationToken)).Single();
    }

    private static ScoreResponse ToPayload(CriterionScore score) => new(score.CriterionId.Value, score.Score, score.Note);
}

public sealed class RecordConsensusEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/scores/{bidId}/consensus",
            async Task<Ok<BidScoresResponse>> ([AsParameters] RecordConsensus command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(RecordConsensus), "Evaluation", "Record a consensus",
            "Per criterion, once at least one person has scored it. It counts; it is replaced only while bids are evaluated and with a reason. "
            + "Where suppliers are hidden, they are shown when it is complete for every bid.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator)
        .Refuses(
            BidRefusals.Sealed, BidRefusals.NotSubmitted, EvaluationRefusals.NotEvaluating, EvaluationRefusals.NothingToScore,
            EvaluationRefusals.DeclarationMissing, EvaluationRefusals.InterestDeclared, EvaluationRefusals.UnknownCriterion,
            EvaluationRefusals.CriterionTwice, EvaluationRefusals.NoIndividualScore, EvaluationRefusals.ConsensusGiven)
        .RequestExample(
            """
            {
              "scores": [{ "criterionId": "0198c0de-0000-7000-8000-000000000003", "score": "0.8", "note": "Good service; all agreed that Fridays matter little." }]
            }
            """);
}
