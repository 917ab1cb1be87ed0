using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>Ends the collection, early or late, or goes on with a round that waits: the review begins, or without one the tender.</summary>
public sealed record CloseCollection(Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<RoundResponse>;

public sealed class CloseCollectionHandler(PurchasingDb db, RoundGate gate, CollectionEnd collection)
    : IRequestHandler<CloseCollection, RoundResponse>
{
    public async Task<RoundResponse> Handle(CloseCollection request, CancellationToken cancellationToken)
    {
        var (cluster, id) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        var version = await db.Rounds.Where(r => r.ClusterId == cluster && r.Id == id).Select(r => (int?)r.Version).SingleOrDefaultAsync(cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such round in this cluster.");
        ETags.Require(request.IfMatch, version);

        // Stopping raised the version that was meant; from there on the round is ours to close, whoever else looks at it.
        var stopped = await collection.StopAsync(cluster, id, version, cancellationToken);
        var taken = await gate.TakeAsync(cluster, id, stopped ? "*" : request.IfMatch, cancellationToken);

        // The deadline may have been faster. Then what was asked for is done.
        if (!stopped || taken.Round.CollectionClosedAt is null)
            await collection.CloseAsync(taken, decided: true, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return RoundResponse.Of(taken.Round, taken.Now);
    }
}

public sealed class CloseCollectionEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/close-collection",
            async Task<Ok<RoundResponse>> ([AsParameters] CloseCollection command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(CloseCollection),
            "Rounds",
            "Close the collection",
            "Begins the review, or without one fixes the pooled demand and opens the tender. Of a round that waits for its coordinator, it accepts "
            + "what there is. Without any need the round ends as notReached.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(RoundRefusals.WrongState);
}
