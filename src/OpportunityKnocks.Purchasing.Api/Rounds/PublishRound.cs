using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Needs;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>Opens a draft for needs; its lots and policies are fixed from now on.</summary>
public sealed record PublishRound(Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<RoundResponse>;

public sealed class PublishRoundHandler(PurchasingDb db, RoundGate gate, Proposals proposals, JournalWriter journal)
    : IRequestHandler<PublishRound, RoundResponse>
{
    public async Task<RoundResponse> Handle(PublishRound request, CancellationToken cancellationToken)
    {
        var (round, now) = await gate.TakeAsync(new ClusterId(request.ClusterId), new RoundId(request.RoundId), request.IfMatch, cancellationToken);

        round.Publish(now);
        journal.Record(EventType.RoundPublished, round);
        await db.SaveChangesAsync(cancellationToken);
        await proposals.PublishAsync(round, now, cancellationToken);
        return RoundResponse.Of(round, now);
    }
}

public sealed class PublishRoundEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/publish",
            async Task<Ok<RoundResponse>> ([AsParameters] PublishRound command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(PublishRound), "Rounds", "Publish a round", "Lots and policies are fixed from now on, and members can submit needs. Those chosen for its lots are proposed to their members.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(RoundRefusals.WrongState, RoundRefusals.DatesOutOfOrder);
}
