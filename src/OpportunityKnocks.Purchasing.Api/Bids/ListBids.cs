using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Scoring;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>The bids of a round, once they are opened.</summary>
public sealed record ListBids(Guid ClusterId, Guid RoundId, int? Limit, string? Cursor) : IRequest<Page<BidResponse>>;

public sealed class ListBidsHandler(Caller caller, PurchasingDb db) : IRequestHandler<ListBids, Page<BidResponse>>
{
    public async Task<Page<BidResponse>> Handle(ListBids request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        var page = new PageOf(request.Limit, request.Cursor);
        await db.RequireOpenedAsync(caller, cluster, round, cancellationToken);

        var bids = await db.OpenedBidsOf(cluster, round).PageByIdAsync(b => b.Id, page, cancellationToken);
        var names = await db.NameBidsAsync(cluster, round, cancellationToken);
        return bids.Select(names.Show);
    }
}

public sealed class ListBidsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/bids",
            async Task<Ok<Page<BidResponse>>> ([AsParameters] ListBids query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListBids), "Bids", "List the bids of a round", "Sealed until they are opened, whatever is there. An auditor reads them after the award.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator | Roles.Auditor)
        .Refuses(BidRefusals.Sealed);
}
