using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>A supplier takes its bid back. Sending it again before the deadline brings it back.</summary>
public sealed record WithdrawBid(Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<OwnBidResponse>;

public sealed class WithdrawBidHandler(Caller caller, PurchasingDb db, RoundGate gates) : IRequestHandler<WithdrawBid, OwnBidResponse>
{
    public async Task<OwnBidResponse> Handle(WithdrawBid request, CancellationToken cancellationToken)
    {
        var (cluster, round, supplier) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), caller.Organisation!.Value);
        var none = HttpRefusals.NotFound.Because("You have no bid in this round.");
        var gate = await gates.EnterAsync(cluster, round, cancellationToken) ?? throw none;
        var bid = await db.TakeBidAsync(cluster, round, supplier, cancellationToken) ?? throw none;
        ETags.Require(request.IfMatch, bid.Version);
        gate.RequireTakesBids();

        bid.Withdraw();
        db.BidLog.Add(BidLogEntry.Of(bid, BidEvent.Withdrawn, caller.Actor, gate.Now, []));
        await db.SaveChangesAsync(cancellationToken);

        var last = await db.BidVersions.Where(v => v.ClusterId == cluster && v.BidId == bid.Id && v.Number == bid.OfferVersion)
            .Select(v => new { v.AcceptedAt, v.Commitment, v.TermsVersion }).SingleAsync(cancellationToken);
        return OwnBidResponse.Of(bid, last.AcceptedAt, last.Commitment, content: null, (last.TermsVersion, gate.TermsVersion));
    }
}

public sealed class WithdrawBidEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapDelete(
            "/clusters/{clusterId}/tenders/{roundId}/bid",
            async Task<Ok<OwnBidResponse>> ([AsParameters] WithdrawBid command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(WithdrawBid), "Bids", "Withdraw the bid", "Until the deadline; it can be sent again, with the ETag of this answer as If-Match.")
        .Allows(Scopes.BidsWrite, Roles.Supplier)
        .KeepsBidsSecret()
        .Refuses(BidRefusals.TooLate, BidRefusals.NotTendering, BidRefusals.NotSubmitted);
}
