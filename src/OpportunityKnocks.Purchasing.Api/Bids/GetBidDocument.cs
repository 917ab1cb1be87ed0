using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>A document of an opened bid.</summary>
public sealed record GetBidDocument(Guid ClusterId, Guid RoundId, Guid BidId, string Sha256) : IRequest<BidDocumentResponse>;

/// <param name="Name">As the bid calls it.</param>
/// <param name="Content">Base64. It is a supplier's: open it as you would any stranger's file.</param>
public sealed record BidDocumentResponse(string Sha256, string Name, string MediaType, byte[] Content);

public sealed class GetBidDocumentHandler(Caller caller, PurchasingDb db) : IRequestHandler<GetBidDocument, BidDocumentResponse>
{
    public async Task<BidDocumentResponse> Handle(GetBidDocument request, CancellationToken cancellationToken)
    {
        var (cluster, round, id) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), new BidId(request.BidId));
        await db.RequireOpenedAsync(caller, cluster, round, cancellationToken);

        var bid = await db.OpenedBidsOf(cluster, round).SingleOrDefaultAsync(b => b.Id == id, cancellationToken);
        var named = bid?.Offer.Content is { } content ? BidContent.Read(content).Documents?.SingleOrDefault(d => d.Sha256 == request.Sha256) : null;
        var document = named is null ? null : await db.BidDocuments.AsNoTracking().SingleOrDefaultAsync(
            d => d.ClusterId == cluster && d.RoundId == round && d.SupplierId == bid!.Bid.SupplierId && d.Sha256 == named.Sha256, cancellationToken);
        return document?.Content is { } bytes
            ? new BidDocumentResponse(named!.Sha256, named.Name, document.MediaType!, bytes)
            : throw HttpRefusals.NotFound.Because("The bid has no such document.");
    }
}

public sealed class GetBidDocumentEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/bids/{bidId}/documents/{sha256}",
            async Task<Ok<BidDocumentResponse>> ([AsParameters] GetBidDocument query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetBidDocument), "Bids", "Read a document of a bid", "Sealed until the bids are opened. Its bytes have the SHA-256 the bid names.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator | Roles.Auditor)
        .Refuses(BidRefusals.Sealed);
}
