using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Scoring;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>One bid of a round, once the bids are opened.</summary>
public sealed record GetBid(Guid ClusterId, Guid RoundId, Guid BidId) : IRequest<BidResponse>;

public sealed class GetBidHandler(Caller caller, PurchasingDb db) : IRequestHandler<GetBid, BidResponse>
{
    public async Task<BidResponse> Handle(GetBid request, CancellationToken cancellationToken)
    {
        var (cluster, round, id) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), new BidId(request.BidId));
        await db.RequireOpenedAsync(caller, cluster, round, cancellationToken);

        var bid = await db.OpenedBidsOf(cluster, round).SingleOrDefaultAsync(b => b.Id == id, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such bid in this round.");
        return (await db.NameBidsAsync(cluster, round, cancellationToken)).Show(bid);
    }
}

public sealed class GetBidEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/bids/{bidId}",
            async Task<Ok<BidResponse>> ([AsParameters] GetBid query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetBid), "Bids", "Read a bid", "Sealed until the bids are opened, whatever is there. An auditor reads them after the award.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator | Roles.Auditor)
        .Refuses(BidRefusals.Sealed);
}
