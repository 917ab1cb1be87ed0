using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Scoring;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Scoring;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>The coordinator closes the round: the best award is computed, checked, split, and fixed.</summary>
public sealed record CloseRound(
    Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch, CloseRoundDetails Body) : IRequest<RoundResponse>;

/// <param name="Reason">Why the round is closed now; kept with the award and in the journal.</param>
public sealed record CloseRoundDetails(string Reason);

public sealed class CloseRoundValidator : AbstractValidator<CloseRound>
{
    public CloseRoundValidator() => RuleFor(c => c.Body.Reason).NotEmpty().MaximumLength(2000);
}

public sealed class CloseRoundHandler(RoundGate gate, Awarder awarder, StandstillEnds standstills, EvaluationEnd evaluation, JournalWriter journal)
    : IRequestHandler<CloseRound, RoundResponse>
{
    public async Task<RoundResponse> Handle(CloseRound request, CancellationToken cancellationToken)
    {
        var (round, now) = await gate.TakeAsync(new ClusterId(request.ClusterId), new RoundId(request.RoundId), request.IfMatch, cancellationToken);

        var from = round.Acceptance == AcceptancePolicy.EachAccepts ? now.AddDays(round.AcceptDays) : now;
        round.Close(await standstills.OfAsync(round, from, cancellationToken), now);
        await evaluation.EndAsync(round, now, cancellationToken);
        var computed = await awarder.ComputeAsync(round, cancellationToken);
        var award = computed.Fix(round, request.Body.Reason, now);
        journal.Record(EventType.RoundClosed, round, new { AwardId = award.Id.Value, award.Cost, round.AcceptBy }).Because(request.Body.Reason);
        await awarder.WriteAsync(round, award, computed, accepted: null, cancellationToken);
        return RoundResponse.Of(round, now);
    }
}

public sealed class CloseRoundEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/close",
            async Task<Ok<RoundResponse>> ([AsParameters] CloseRound command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(CloseRound),
            "Rounds",
            "Close a round",
            "Awards each lot to the supplier with the lowest evaluated cost, lets needs leave whose ceiling is passed until everyone is "
            + "content, and splits the cost to the penny. A lot nobody can supply stays out, with its reason, and its needs are standing "
            + "again. The round is closed once.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(RoundRefusals.WrongState, AwardRefusals.NothingToAward, EvaluationRefusals.ScoresMissing)
        .RequestExample("""{ "reason": "Best evaluated cost in both lots" }""");
}
