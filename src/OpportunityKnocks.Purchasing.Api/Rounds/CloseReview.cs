using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>Goes on after a review that is over: usually its deadline does it; of a round that waits, the coordinator.</summary>
public sealed record CloseReview(Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<RoundResponse>;

public sealed class CloseReviewHandler(PurchasingDb db, RoundGate gate, ReviewEnd review) : IRequestHandler<CloseReview, RoundResponse>
{
    public async Task<RoundResponse> Handle(CloseReview request, CancellationToken cancellationToken)
    {
        var taken = await gate.TakeAsync(new ClusterId(request.ClusterId), new RoundId(request.RoundId), request.IfMatch, cancellationToken);

        await review.CloseAsync(taken, decided: true, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return RoundResponse.Of(taken.Round, taken.Now);
    }
}

public sealed class CloseReviewEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/close-review",
            async Task<Ok<RoundResponse>> ([AsParameters] CloseReview command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(CloseReview), "Rounds", "Close the review", "Once confirmBy has passed. Of a round that waits for its coordinator, it accepts what is confirmed.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(RoundRefusals.WrongState, RoundRefusals.ReviewRunning);
}
