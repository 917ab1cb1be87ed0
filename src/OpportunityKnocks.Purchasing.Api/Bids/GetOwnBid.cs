using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>A supplier looks at its own bid.</summary>
public sealed record GetOwnBid(Guid ClusterId, Guid RoundId) : IRequest<OwnBidResponse>;

/// <param name="OfferVersion">The version that counts: the last one sent.</param>
/// <param name="AcceptedAt">When that version was accepted.</param>
/// <param name="Commitment">To that version; see its receipt.</param>
/// <param name="Offer">What it says; left out before the bids are opened.</param>
public sealed record OwnBidResponse(
    Guid BidId,
    BidState State,
    int OfferVersion,
    DateTimeOffset AcceptedAt,
    string Commitment,
    ExclusionReason? ExclusionReason,
    string? ExclusionNote,
    BidDetails? Offer,
    int Version) : IVersioned
{
    /// <param name="content">Null while the bids are sealed.</param>
    public static OwnBidResponse Of(Bid bid, DateTimeOffset acceptedAt, byte[] commitment, string? content) => new(
        bid.Id.Value,
        bid.State,
        bid.OfferVersion,
        acceptedAt,
        Convert.ToHexStringLower(commitment),
        bid.ExclusionReason,
        bid.ExclusionNote,
        content is null ? null : BidContent.Read(content),
        bid.Version);
}

public sealed class GetOwnBidHandler(Caller caller, PurchasingDb db) : IRequestHandler<GetOwnBid, OwnBidResponse>
{
    public async Task<OwnBidResponse> Handle(GetOwnBid request, CancellationToken cancellationToken)
    {
        var (cluster, round, supplier) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), caller.Organisation!.Value);
        var own = await db.Bids.AsNoTracking().Where(b => b.ClusterId == cluster && b.RoundId == round && b.SupplierId == supplier)
            .Select(b => new
            {
                Bid = b,
                Offer = db.BidVersions.Where(v => v.ClusterId == cluster && v.BidId == b.Id && v.Number == b.OfferVersion)
                    .Select(v => new { v.AcceptedAt, v.Commitment }).Single(),

                // The text is not even read while it is sealed.
                Content = db.BidVersions.Where(v => v.ClusterId == cluster && v.BidId == b.Id && v.Number == b.OfferVersion)
                    .Where(v => db.Rounds.Any(r => r.ClusterId == cluster && r.Id == round && r.BidsOpenedAt != null))
                    .Select(v => v.Content).SingleOrDefault(),
            })
            .SingleOrDefaultAsync(cancellationToken) ?? throw HttpRefusals.NotFound.Because("You have no bid in this round.");
        return OwnBidResponse.Of(own.Bid, own.Offer.AcceptedAt, own.Offer.Commitment, own.Content);
    }
}

public sealed class GetOwnBidEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/tenders/{roundId}/bid",
            async Task<Ok<OwnBidResponse>> ([AsParameters] GetOwnBid query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetOwnBid), "Bids", "Read the own bid", "Version, time and commitment; what it says only after the bids are opened.")
        .Allows(Scopes.BidsWrite, Roles.Supplier)
        .KeepsBidsSecret();
}
