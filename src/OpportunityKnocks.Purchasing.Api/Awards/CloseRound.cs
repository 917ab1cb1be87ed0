using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Awards.Scenarios;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Api.Scoring;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>The coordinator closes the round: the best award is computed, checked, split, and fixed.</summary>
public sealed record CloseRound(
    Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch, CloseRoundDetails Body) : IRequest<RoundResponse>;

/// <param name="Reason">Why the round is closed now, and so; kept with the award and in the journal.</param>
/// <param name="AwardScenarioId">The scenario that becomes the award; left out: the best award without any rules, computed now.</param>
public sealed record CloseRoundDetails(string Reason, Guid? AwardScenarioId = null);

public sealed class CloseRoundValidator : AbstractValidator<CloseRound>
{
    public CloseRoundValidator() => RuleFor(c => c.Body.Reason).NotEmpty().MaximumLength(2000);
}

public sealed class CloseRoundHandler(
    PurchasingDb db, RoundGate gate, Awarder awarder, StandstillEnds standstills, EvaluationEnd evaluation, JournalWriter journal)
    : IRequestHandler<CloseRound, RoundResponse>
{
    /// <summary>Everybody who reads or writes the round waits as long.</summary>
    private const double SearchTime = 3;

    public async Task<RoundResponse> Handle(CloseRound request, CancellationToken cancellationToken)
    {
        var (round, now) = await gate.TakeAsync(new ClusterId(request.ClusterId), new RoundId(request.RoundId), request.IfMatch, cancellationToken);

        var from = round.Acceptance == AcceptancePolicy.EachAccepts ? now.AddDays(round.AcceptDays) : now;
        round.Close(await standstills.OfAsync(round, from, cancellationToken), now);
        await evaluation.EndAsync(round, now, cancellationToken);
        var computed = (await ComputeAsync(round, request.Body.AwardScenarioId, cancellationToken)).RequireBound(now);
        var award = computed.Fix(round, request.Body.Reason, now);
        journal.Record(EventType.RoundClosed, round, new { AwardId = award.Id.Value, award.Cost, round.AcceptBy }).Because(request.Body.Reason);
        await awarder.WriteAsync(round, award, computed, accepted: null, cancellationToken);
        return RoundResponse.Of(round, now);
    }

    private async Task<ComputedAward> ComputeAsync(Round round, Guid? scenarioId, CancellationToken ct)
    {
        if (scenarioId is not { } id)
            return await awarder.ComputeAsync(round, AwardQuestion.Plain, Awarder.ProvingSolver(SearchTime, ct), ct);

        var scenario = await db.ScenarioAsync(round.ClusterId, round.Id, new AwardScenarioId(id), ct);
        var inputs = await db.LoadAwardInputsAsync(round, scenario.Question, ct);
        scenario.RequireCloses(inputs.Fingerprint);
        return await awarder.ComputeAsync(inputs, FoundAwards.Replay(scenario.Found), ct);
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
            "Makes a computed scenario the award or, without one, awards to the lowest evaluated cost, lets needs leave whose ceiling is passed "
            + "until everyone is content, and splits the cost to the penny. A lot nobody can supply stays out, with its reason, and its needs are "
            + "standing again. The round is closed once.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(
            RoundRefusals.WrongState, AwardRefusals.NothingToAward, AwardRefusals.Impossible, AwardRefusals.BidExpired, AwardRefusals.ScenarioNeeded,
            AwardRefusals.ScenarioUnfit, AwardRefusals.ScenarioStale, OptimumRefusals.AmountsTooLarge, OptimumRefusals.NotFoundInTime, MoneyRefusals.AmountTooLarge, EvaluationRefusals.ScoresMissing,
            EvaluationRefusals.LowPriceUndecided)
        .RequestExample("""{ "reason": "Best evaluated cost in both lots" }""");
}
