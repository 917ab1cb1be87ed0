using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
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

public sealed class CloseRoundHandler(
    PurchasingDb db, RoundGate gate, AwardWriter writer, NeedRelease needs, StandstillEnds standstills, JournalWriter journal)
    : IRequestHandler<CloseRound, RoundResponse>
{
    public async Task<RoundResponse> Handle(CloseRound request, CancellationToken cancellationToken)
    {
        var (round, now) = await gate.TakeAsync(new ClusterId(request.ClusterId), new RoundId(request.RoundId), request.IfMatch, cancellationToken);

        round.Close(await standstills.OfAsync(round, now, cancellationToken), now);
        var (problem, offerVersions) = await db.LoadAwardProblemAsync(round, cancellationToken);
        var result = Awarding.Compute(problem);
        RequireFlawless(problem, result);

        var award = Award.Fix(round, problem, result, offerVersions, request.Body.Reason, now);
        db.Awards.Add(award);
        journal.Record(EventType.RoundClosed, round, new { AwardId = award.Id.Value, award.Cost }).Because(request.Body.Reason);
        await db.SaveChangesAsync(cancellationToken);
        await writer.WriteAsync(round, award, result, cancellationToken);
        foreach (var lot in award.Lots.Where(lot => lot.NotAwarded is not null))
        {
            var reason = $"The lot is not awarded: {NotAwarded.InWords(lot.NotAwarded!.Value)}";
            await needs.ReleaseAsync(round, db.NeedsIn(round, [lot.LotId]), reason, now, cancellationToken);
        }

        return RoundResponse.Of(round, now);
    }

    /// <summary>A wrong award is our fault, not the caller's: nothing is written.</summary>
    private static void RequireFlawless(AwardProblem problem, AwardResult result)
    {
        if (AwardChecker.Check(problem, result) is [var first, ..])
            throw new InvalidOperationException($"The computed award breaks a rule: {first}");
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
        .Refuses(RoundRefusals.WrongState, AwardRefusals.NothingToAward)
        .RequestExample("""{ "reason": "Best evaluated cost in both lots" }""");
}
