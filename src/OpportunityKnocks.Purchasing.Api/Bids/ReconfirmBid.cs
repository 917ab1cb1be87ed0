using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Sealing;
using OpportunityKnocks.Purchasing.Api.Tenders;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <param name="Version">The version of the tender's terms that the supplier has read: the tender's <c>termsVersion</c>.</param>
public sealed record Reconfirmation(int Version);

/// <summary>A supplier lets its bid stand, word for word, after the tender's terms changed.</summary>
public sealed record ReconfirmBid(Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch, Reconfirmation Body)
    : IRequest<BidReceipt>;

public sealed class ReconfirmBidValidator : AbstractValidator<ReconfirmBid>
{
    public ReconfirmBidValidator() => RuleFor(c => c.Body.Version).GreaterThan(0);
}

public sealed class ReconfirmBidHandler(Caller caller, PurchasingDb db, RoundGate gates, SecretKeys secrets, BidReceipts receipts)
    : IRequestHandler<ReconfirmBid, BidReceipt>
{
    public async Task<BidReceipt> Handle(ReconfirmBid request, CancellationToken cancellationToken)
    {
        var (cluster, round, supplier) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), caller.Organisation!.Value);
        var none = HttpRefusals.NotFound.Because("You have no bid in this round.");
        var tender = await db.RequireTenderAsync(cluster, round, cancellationToken);
        var gate = await gates.EnterAsync(cluster, round, cancellationToken) ?? throw none;
        var bid = await db.TakeBidAsync(cluster, round, supplier, cancellationToken) ?? throw none;
        ETags.Require(request.IfMatch, bid.Version);
        gate.RequireTakesBids();
        gate.RequireTerms(tender, request.Body.Version);
        await db.RequireNoNeedAsync(cluster, round, supplier, cancellationToken);
        var offer = await db.BidVersions.AsNoTracking()
            .SingleAsync(v => v.ClusterId == cluster && v.BidId == bid.Id && v.Number == bid.OfferVersion, cancellationToken);
        if (bid.StateUnder(offer.TermsVersion, gate.TermsVersion) == BidState.Submitted)
            throw BidRefusals.NotStale.Because("There is nothing to confirm.");
        tender.RequireAnswered(offer.TermsVersion);

        bid.Reconfirm();
        var version = await receipts.AcceptAsync(bid, gate, tender, SealedOffer.Of(offer, tender, secrets), cancellationToken);
        db.BidLog.Add(BidLogEntry.Of(bid, BidEvent.Reconfirmed, caller.Actor, gate.Now, version.Commitment));
        await db.SaveChangesAsync(cancellationToken);
        return receipts.Of(version);
    }
}

public sealed class ReconfirmBidEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/tenders/{roundId}/bid/reconfirm",
            async Task<Ok<BidReceipt>> ([AsParameters] ReconfirmBid command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(ReconfirmBid), "Bids", "Let a stale bid stand",
            "After a change of terms: the bid counts again, word for word, with a receipt for the new terms. A bid that leaves a new requirement "
            + "unanswered is sent anew instead.")
        .Allows(Scopes.BidsWrite, Roles.Supplier)
        .KeepsBidsSecret()
        .WithMetadata(new AnswersWithSecret())
        .Refuses(
            BidRefusals.TooLate, BidRefusals.NotTendering, BidRefusals.HasNeed, BidRefusals.TermsChanged, BidRefusals.NotStale,
            BidRefusals.NotSubmitted, BidRefusals.AnswersMissing)
        .RequestExample("""{ "version": 2 }""");
}
