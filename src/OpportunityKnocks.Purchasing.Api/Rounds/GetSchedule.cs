using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>What a round will do by itself, and when.</summary>
public sealed record GetSchedule(Guid ClusterId, Guid RoundId) : IRequest<ScheduleResponse>;

/// <param name="DueAt">If nothing comes between; a step that has not been taken though its time has come is being taken.</param>
public sealed record ScheduledStep(DueStep Name, DateTimeOffset DueAt);

/// <summary>A step that failed and is tried again.</summary>
/// <param name="Attempts">How often it failed.</param>
/// <param name="Message">What was wrong the last time.</param>
public sealed record FailedStep(DueStep Name, int Attempts, string Message, DateTimeOffset FirstFailedAt, DateTimeOffset RetryAt);

/// <param name="Steps">In their order.</param>
/// <param name="Failures">Told to coordinators only: what is due and did not succeed so far.</param>
public sealed record ScheduleResponse(Guid RoundId, RoundState State, IReadOnlyList<ScheduledStep> Steps, IReadOnlyList<FailedStep>? Failures);

public sealed class GetScheduleHandler(PurchasingDb db, Caller caller, IEnumerable<IDueStep> steps, TimeProvider time)
    : IRequestHandler<GetSchedule, ScheduleResponse>
{
    public async Task<ScheduleResponse> Handle(GetSchedule request, CancellationToken cancellationToken)
    {
        var (cluster, id) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        var round = await db.VisibleRounds(caller, cluster).AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such round, or it is not yours to see.");

        var now = time.GetUtcNow();
        var planned = steps.SelectMany(step => step.DueTimes(round)
            .Where(at => at > now || step.Name != DueStep.Remind)
            .Select(at => new ScheduledStep(step.Name, at)));
        return new ScheduleResponse(
            request.RoundId,
            round.State,
            [.. planned.OrderBy(step => step.DueAt).ThenBy(step => step.Name)],
            caller.Is(Roles.Coordinator) ? await FailuresAsync(round, now, cancellationToken) : null);
    }

    /// <summary>What failed once and is no longer due, because the coordinator did it or moved the deadline, is of no interest.</summary>
    private async Task<IReadOnlyList<FailedStep>> FailuresAsync(Round round, DateTimeOffset now, CancellationToken ct)
    {
        var failures = await db.StepFailures.AsNoTracking().Where(f => f.ClusterId == round.ClusterId && f.RoundId == round.Id)
            .OrderBy(f => f.FirstFailedAt).ToListAsync(ct);
        return
        [
            .. failures.Where(f => steps.Any(step => step.Name == f.Step && step.IsDue(round, now)))
                .Select(f => new FailedStep(f.Step, f.Attempts, f.Message, f.FirstFailedAt, f.RetryAt)),
        ];
    }
}

public sealed class GetScheduleEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/schedule",
            async Task<Ok<ScheduleResponse>> ([AsParameters] GetSchedule query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(GetSchedule), "Rounds", "What a round will do by itself",
            "Every step with its time, if nothing comes between. A coordinator also reads which one failed, why, and when it is tried again.")
        .Allows(Scopes.RoundsRead, Roles.Coordinator | Roles.Member | Roles.Auditor);
}
