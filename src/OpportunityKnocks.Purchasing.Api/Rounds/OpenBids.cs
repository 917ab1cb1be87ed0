using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>Opens the sealed bids, or approves that another person does, after their deadline and never before.</summary>
public sealed record OpenBids(Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<RoundResponse>;

public sealed class OpenBidsHandler(Caller caller, PurchasingDb db, RoundGate gate, TenderEnd tender) : IRequestHandler<OpenBids, RoundResponse>
{
    public async Task<RoundResponse> Handle(OpenBids request, CancellationToken cancellationToken)
    {
        var taken = await gate.TakeAsync(new ClusterId(request.ClusterId), new RoundId(request.RoundId), request.IfMatch, cancellationToken);

        if (taken.Round.State == RoundState.Tendering)
        {
            await tender.EndAsync(taken, cancellationToken);
            if (taken.Round.State == RoundState.Tendering)
                throw RoundRefusals.BidsNotClosed.Because("A question on the tender is not answered; the deadline moves by the round's policy.");
        }

        await tender.ApproveAsync(taken, caller.Person!, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return RoundResponse.Of(taken.Round, taken.Now);
    }
}

public sealed class OpenBidsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/open-bids",
            async Task<Ok<RoundResponse>> ([AsParameters] OpenBids command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(OpenBids), "Rounds", "Open the bids",
            "Once their deadline has passed, by the database's clock. Where two persons open bids, the first call is an approval and the second, by "
            + "another person, opens them; see the round's openingApprovedBy and bidsOpenedAt. Without any bid the round ends as notReached.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(RoundRefusals.WrongState, RoundRefusals.BidsNotClosed, RoundRefusals.SecondPersonNeeded, RoundRefusals.SealingKeyLost);
}
