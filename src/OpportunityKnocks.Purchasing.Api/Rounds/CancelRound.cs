using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Awards;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Needs;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <param name="Code">The reason as one of the ten that procurement knows.</param>
/// <param name="Reason">For the members, and for the record.</param>
public sealed record Cancellation(NonAwardReason Code, string Reason);

/// <summary>Ends a round without a purchase.</summary>
public sealed record CancelRound(Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch, Cancellation Body) : IRequest<RoundResponse>;

public sealed class CancelRoundValidator : AbstractValidator<CancelRound>
{
    public CancelRoundValidator() => RuleFor(c => c.Body.Reason).NotEmpty().MaximumLength(2000);
}

public sealed class CancelRoundHandler(PurchasingDb db, RoundGate gate, NeedRelease needs, Proposals proposals, JournalWriter journal)
    : IRequestHandler<CancelRound, RoundResponse>
{
    public async Task<RoundResponse> Handle(CancelRound request, CancellationToken cancellationToken)
    {
        var (round, now) = await gate.TakeAsync(new ClusterId(request.ClusterId), new RoundId(request.RoundId), request.IfMatch, cancellationToken);

        round.Cancel(request.Body.Code, request.Body.Reason, now);
        journal.Record(EventType.RoundCancelled, round, new { request.Body.Code }).Because(request.Body.Reason);
        await db.CancelAwardAsync(round, cancellationToken);
        await needs.ReleaseAsync(round, now, cancellationToken);
        await proposals.ForgetAsync(round, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return RoundResponse.Of(round, now);
    }
}

public sealed class CancelRoundEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/cancel",
            async Task<Ok<RoundResponse>> ([AsParameters] CancelRound command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(CancelRound), "Rounds", "Cancel a round", "Until it is contracted. Its members' needs are standing again.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(RoundRefusals.WrongState)
        .RequestExample("""{ "code": "fundsInsufficient", "reason": "The funder withdrew." }""");
}
