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

/// <summary>The deadlines to move; one that is left out stays.</summary>
public sealed record Extension(DateTimeOffset? NeedsCloseAt = null, DateTimeOffset? ConfirmBy = null, DateTimeOffset? BidsCloseAt = null);

/// <summary>Moves running deadlines to later.</summary>
public sealed record ExtendRound(Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch, Extension Body) : IRequest<RoundResponse>;

public sealed class ExtendRoundValidator : AbstractValidator<ExtendRound>
{
    public ExtendRoundValidator()
    {
        RuleFor(c => c.Body).Must(e => e.NeedsCloseAt is not null || e.ConfirmBy is not null || e.BidsCloseAt is not null).WithMessage("name a deadline to move");
        RuleFor(c => c.Body.NeedsCloseAt).Must(Dates.ArePlausible).WithMessage(Dates.Message);
        RuleFor(c => c.Body.ConfirmBy).Must(Dates.ArePlausible).WithMessage(Dates.Message);
        RuleFor(c => c.Body.BidsCloseAt).Must(Dates.ArePlausible).WithMessage(Dates.Message);
    }
}

public sealed class ExtendRoundHandler(PurchasingDb db, RoundGate gate, JournalWriter journal) : IRequestHandler<ExtendRound, RoundResponse>
{
    public async Task<RoundResponse> Handle(ExtendRound request, CancellationToken cancellationToken)
    {
        var (cluster, id) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        var (round, now) = await gate.TakeBesideWritersAsync(cluster, id, request.IfMatch, cancellationToken);

        round.Extend(request.Body.NeedsCloseAt, request.Body.ConfirmBy, request.Body.BidsCloseAt, now);
        journal.Record(EventType.RoundExtended, round, new Extension(round.NeedsCloseAt, round.ConfirmBy, round.BidsCloseAt));
        await db.SaveChangesAsync(cancellationToken);
        return RoundResponse.Of(round, now);
    }
}

public sealed class ExtendRoundEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/extend",
            async Task<Ok<RoundResponse>> ([AsParameters] ExtendRound command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(ExtendRound), "Rounds", "Extend a round", "A deadline moves only while it runs, and only to later. A round that waits for its coordinator runs again.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(RoundRefusals.WrongState, RoundRefusals.DeadlinePassed, RoundRefusals.OnlyLater, RoundRefusals.DatesOutOfOrder)
        .RequestExample("""{ "bidsCloseAt": "2027-02-19T12:00:00Z" }""");
}
