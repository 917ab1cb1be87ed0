using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>New words for a lot; what is left out stays.</summary>
public sealed record LotAmendmentDetails(Guid LotId, string? Title = null, string? Specification = null);

/// <summary>What changes; what is left out stays.</summary>
/// <param name="Reason">For everybody who sees the tender.</param>
/// <param name="Requirements">All that hold from now on. One that stands there word for word keeps its id, and the answers to it stand.</param>
/// <param name="BidsCloseAt">Only to later.</param>
public sealed record AmendmentDetails(
    string Reason,
    string? Description = null,
    IReadOnlyList<LotAmendmentDetails>? Lots = null,
    IReadOnlyList<string>? Requirements = null,
    DateTimeOffset? BidsCloseAt = null)
{
    public Amendment ToAmendment() => new(
        Description, [.. (Lots ?? []).Select(l => new LotAmendment(new LotId(l.LotId), l.Title, l.Specification))], Requirements, BidsCloseAt);
}

/// <summary>Changes the terms of a running tender: bids made before are stale until their suppliers confirm or change them.</summary>
public sealed record AmendRound(Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch, AmendmentDetails Body)
    : IRequest<RoundResponse>;

public sealed class AmendRoundValidator : AbstractValidator<AmendRound>
{
    public AmendRoundValidator()
    {
        RuleFor(c => c.Body.Reason).NotEmpty().MaximumLength(2000);
        RuleFor(c => c.Body).Must(a => a.Description is not null || a.Lots is { Count: > 0 } || a.Requirements is not null).WithMessage("name something to change");
        RuleFor(c => c.Body.Description).MaximumLength(10_000);
        RuleFor(c => c.Body.Lots).Must(lots => lots is null || lots.Count <= 50).WithMessage("at most 50 lots");
        RuleForEach(c => c.Body.Lots).NotNull().ChildRules(lot =>
        {
            lot.RuleFor(l => l).Must(l => l.Title is not null || l.Specification is not null).WithMessage("name something to change");
            lot.RuleFor(l => l.Title).Must(t => t is null || t.Trim().Length > 0).WithMessage("must not be empty").MaximumLength(200);
            lot.RuleFor(l => l.Specification).Must(t => t is null || t.Trim().Length > 0).WithMessage("must not be empty").MaximumLength(10_000);
        });
        RuleFor(c => c.Body.Lots).Must(lots => lots is null || lots.Where(l => l is not null).DistinctBy(l => l.LotId).Count() == lots.Count)
            .WithMessage("each lot once");
        RuleFor(c => c.Body.Requirements).Must(list => list is null || list.Count <= 50).WithMessage("at most 50 requirements")
            .Must(list => list is null || list.Distinct(StringComparer.Ordinal).Count() == list.Count).WithMessage("each requirement once");
        RuleForEach(c => c.Body.Requirements).NotEmpty().MaximumLength(2000);
        RuleFor(c => c.Body.BidsCloseAt).Must(Dates.ArePlausible).WithMessage(Dates.Message);
    }
}

public sealed class AmendRoundHandler(PurchasingDb db, RoundGate gate, JournalWriter journal) : IRequestHandler<AmendRound, RoundResponse>
{
    public async Task<RoundResponse> Handle(AmendRound request, CancellationToken cancellationToken)
    {
        var (cluster, id) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        var (round, now) = await gate.TakeBesideWritersAsync(cluster, id, request.IfMatch, cancellationToken);

        var effect = round.Amend(request.Body.ToAmendment(), now);
        journal.Record(EventType.RoundAmended, round, AmendmentPayload.Of(round, effect)).Because(request.Body.Reason);
        await db.SaveChangesAsync(cancellationToken);
        return RoundResponse.Of(round, now);
    }

    /// <param name="Description">Whether it was changed.</param>
    /// <param name="Lots">Those that read differently now.</param>
    private sealed record AmendmentPayload(
        int TermsVersion,
        DateTimeOffset BidsCloseAt,
        bool Description,
        IEnumerable<Guid> Lots,
        IReadOnlyList<string> RequirementsAdded,
        IReadOnlyList<string> RequirementsDropped)
    {
        public static AmendmentPayload Of(Round round, AmendmentEffect effect) => new(
            round.TermsVersion, round.BidsCloseAt, effect.Description, effect.Lots.Select(l => l.Value), effect.RequirementsAdded, effect.RequirementsDropped);
    }
}

public sealed class AmendRoundEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/amend",
            async Task<Ok<RoundResponse>> ([AsParameters] AmendRound command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(AmendRound), "Rounds", "Amend a running tender",
            "Description, words of lots, requirements; lots and demand stay. Every bid made before is stale until its supplier confirms it or sends "
            + "it anew. At least three days must be left then; move bidsCloseAt along if they are not.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(
            RoundRefusals.WrongState, RoundRefusals.DeadlinePassed, RoundRefusals.OnlyLater, RoundRefusals.NoticeTooShort,
            RoundRefusals.NothingAmended, RoundRefusals.AmendedLotUnknown)
        .RequestExample(
            """
            {
              "reason": "A supplier asked whether evenings are covered.",
              "lots": [{ "lotId": "0198c0de-0000-7000-8000-000000000001", "specification": "Telephone and remote help, weekdays 8 to 20." }],
              "bidsCloseAt": "2027-02-19T12:00:00Z"
            }
            """);
}
