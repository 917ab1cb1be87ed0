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

/// <param name="State">Invalid when the opening could not read it. Stale when the tender's terms have changed since: it is not considered until it is confirmed or sent anew.</param>
/// <param name="TermsVersion">The version of the tender's terms that the bid is for.</param>
/// <param name="OfferVersion">The version that counts: the last one sent.</param>
/// <param name="AcceptedAt">When that version was accepted.</param>
/// <param name="Commitment">To that version; see its receipt.</param>
/// <param name="ExclusionNote">Why it is not considered; of an invalid bid, what was wrong with its envelope.</param>
/// <param name="Offer">What it says; left out before the bids are opened, and of a bid that stays sealed.</param>
public sealed record OwnBidResponse(
    Guid BidId,
    BidState State,
    int OfferVersion,
    DateTimeOffset AcceptedAt,
    string Commitment,
    ExclusionReason? ExclusionReason,
    string? ExclusionNote,
    BidDetails? Offer,
    int TermsVersion,
    int Version) : IVersioned
{
    /// <param name="content">Null while the bids are sealed.</param>
    /// <param name="terms">The versions of the terms: of the offer, and of the round.</param>
    public static OwnBidResponse Of(Bid bid, DateTimeOffset acceptedAt, byte[] commitment, string? content, (int Offer, int Round) terms) => new(
        bid.Id.Value,
        bid.StateUnder(terms.Offer, terms.Round),
        bid.OfferVersion,
        acceptedAt,
        Convert.ToHexStringLower(commitment),
        bid.ExclusionReason,
        bid.ExclusionNote,
        content is null ? null : BidContent.Read(content),
        terms.Offer,
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
                    .Select(v => new { v.AcceptedAt, v.Commitment, v.TermsVersion }).Single(),
                Terms = db.Rounds.Where(r => r.ClusterId == cluster && r.Id == round).Select(r => r.TermsVersion).Single(),

                // The text is not even read while it is sealed.
                Content = db.BidVersions.Where(v => v.ClusterId == cluster && v.BidId == b.Id && v.Number == b.OfferVersion)
                    .Where(v => db.Rounds.Any(r => r.ClusterId == cluster && r.Id == round && r.BidsOpenedAt != null))
                    .Select(v => v.Content).SingleOrDefault(),
            })
            .SingleOrDefaultAsync(cancellationToken) ?? throw HttpRefusals.NotFound.Because("You have no bid in this round.");
        return OwnBidResponse.Of(own.Bid, own.Offer.AcceptedAt, own.Offer.Commitment, own.Content, (own.Offer.TermsVersion, own.Terms));
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
