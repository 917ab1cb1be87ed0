using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>What differs in the copy.</summary>
/// <param name="Title">Left out: the same.</param>
/// <param name="ShiftDays">By how many days every date moves; left out: none moves.</param>
/// <param name="RecurrenceRule">Instead: to the next day that this rule of RFC 5545 names after the round's opening, or, when it has none, its
/// deadline for needs. By a monthly or yearly rule the first day of a term moves by whole months.</param>
public sealed record CloneDetails(string? Title = null, int? ShiftDays = null, string? RecurrenceRule = null);

/// <summary>Drafts a round like another one.</summary>
public sealed record CloneRound(Guid ClusterId, Guid RoundId, CloneDetails Body) : IRequest<RoundResponse>;

public sealed class CloneRoundValidator : AbstractValidator<CloneRound>
{
    private const int MostDays = 3660;

    public CloneRoundValidator()
    {
        RuleFor(c => c.Body.Title).Must(t => t is null || t.Trim().Length > 0).WithMessage("must not be empty").MaximumLength(200);
        RuleFor(c => c.Body.ShiftDays).InclusiveBetween(0, MostDays);
        RuleFor(c => c.Body.ShiftDays).Must((c, days) => days is null || c.Body.RecurrenceRule is null).WithMessage("not together with recurrenceRule");
        RuleFor(c => c.Body.RecurrenceRule).Must(rule => rule is null || Recurrence.TryParse(rule) is not null).WithMessage(Recurrence.Message);
    }
}

public sealed class CloneRoundHandler(PurchasingDb db, JournalWriter journal, TimeProvider time) : IRequestHandler<CloneRound, RoundResponse>
{
    public async Task<RoundResponse> Handle(CloneRound request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (cluster, id) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        var original = await db.Rounds.AsNoTracking().Include(r => r.Lots).Include(r => r.Requirements).AsSplitQuery()
            .SingleOrDefaultAsync(r => r.ClusterId == cluster && r.Id == id, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such round in this cluster.");

        var plan = RoundCopies.Of(original.ToPlan(), request.Body, now);
        var round = Round.Draft(cluster, plan, now);
        db.Rounds.Add(round);
        journal.Record(EventType.RoundDrafted, round, new { ClonedFrom = request.RoundId });
        await db.SaveChangesAsync(cancellationToken);
        return RoundResponse.Of(round, now);
    }
}

public sealed class CloneRoundEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/clone",
            async Task<Created<RoundResponse>> ([AsParameters] CloneRound command, IMediator mediator, CancellationToken ct) =>
            {
                var round = await mediator.Send(command, ct);
                return TypedResults.Created($"/v1/clusters/{command.ClusterId}/rounds/{round.Id}", round);
            })
        .Named(
            nameof(CloneRound), "Rounds", "Draft a round like another one",
            "With the same groups, lots, policies and requirements, and all dates moved in British time, from where they are now. An opening that "
            + "would be over is left out: the coordinator publishes the draft.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .RequestExample("""{ "title": "IT support 2029", "recurrenceRule": "FREQ=YEARLY;INTERVAL=2" }""");
}
