using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Sealing;
using OpportunityKnocks.Purchasing.Api.Tenders;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>A supplier sends its sealed bid, or a new version of it; a withdrawn bid comes back.</summary>
public sealed record PutBid(
    Guid ClusterId,
    Guid RoundId,
    BidSubmission Body,
    [FromHeader(Name = "If-Match")] string? IfMatch,
    [FromHeader(Name = "If-None-Match")] string? IfNoneMatch) : IRequest<BidReceipt>;

public sealed class PutBidValidator : AbstractValidator<PutBid>
{
    public PutBidValidator() => RuleFor(c => c.Body).SetValidator(new BidSubmissionValidator());
}

public sealed class PutBidHandler(
    Caller caller, PurchasingDb db, RoundGate gates, SecretKeys secrets, BidReceipts receipts, SealedDocuments documents)
    : IRequestHandler<PutBid, BidReceipt>
{
    private static DomainException AlreadyThere =>
        HttpRefusals.VersionStale.Because("You have a bid in this round. Send its ETag as If-Match to revise it.");

    public async Task<BidReceipt> Handle(PutBid request, CancellationToken cancellationToken)
    {
        var (cluster, round, supplier) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), caller.Organisation!.Value);
        var tender = await db.RequireTenderAsync(cluster, round, cancellationToken);
        var offer = request.Body.Seal(tender, secrets);
        var gate = await gates.EnterAsync(cluster, round, cancellationToken) ?? throw TenderLookUps.NotFound;
        var bid = await db.TakeBidAsync(cluster, round, supplier, cancellationToken);
        RequirePrecondition(request, bid);
        gate.RequireTakesBids();
        gate.RequireTerms(tender, request.Body.TermsVersion);
        await db.RequireNoNeedAsync(cluster, round, supplier, cancellationToken);
        await documents.RequireUploadedAsync(cluster, round, supplier, request.Body.Documents ?? [], cancellationToken);

        if (bid is null)
            db.Bids.Add(bid = Bid.Submit(cluster, round, supplier));
        else
            bid.Revise();
        var version = await receipts.AcceptAsync(bid, gate, tender, offer, cancellationToken);
        db.BidLog.Add(BidLogEntry.Of(bid, bid.Version == 1 ? BidEvent.Submitted : BidEvent.Revised, caller.Actor, gate.Now, version.Commitment));
        await db.SaveChangesUnlessTakenAsync(AlreadyThere, cancellationToken);
        return receipts.Of(version);
    }

    private static void RequirePrecondition(PutBid request, Bid? bid)
    {
        var creates = ETags.IsCreation(request.IfNoneMatch);
        if (!creates && string.IsNullOrEmpty(request.IfMatch))
            throw HttpRefusals.VersionRequired.Because("Send If-None-Match: * with the first bid, and the ETag you last got as If-Match to revise it.");
        if (bid is null && !string.IsNullOrEmpty(request.IfMatch))
            throw HttpRefusals.VersionStale.Because("You have no bid in this round. Send the first one with If-None-Match: *.");
        if (bid is not null && creates)
            throw AlreadyThere;
        if (bid is not null)
            ETags.Require(request.IfMatch, bid.Version);
    }
}

public sealed class PutBidEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPut("/clusters/{clusterId}/tenders/{roundId}/bid", HandleAsync)
        .Named(
            nameof(PutBid), "Bids", "Send the bid, or revise it",
            "Each request is a new version of the whole bid; the last one before the deadline counts. The first is sent with If-None-Match: *, "
            + "a later one with If-Match. Send the text, which is sealed to the tender's key on arrival, or an envelope that you sealed to it. The "
            + "answer is a receipt: what the bid says is told to nobody before the opening.")
        .Allows(Scopes.BidsWrite, Roles.Supplier)
        .KeepsBidsSecret()
        .WithMetadata(new AnswersWithSecret())
        .Refuses([BidRefusals.TooLate, BidRefusals.NotTendering, BidRefusals.HasNeed, BidRefusals.TermsChanged, .. BidRoutes.InvalidBids])
        .RequestExample(BidRoutes.Example);

    private static async Task<Results<Ok<BidReceipt>, Created<BidReceipt>>> HandleAsync(
        [AsParameters] PutBid command, IMediator mediator, CancellationToken ct)
    {
        var receipt = await mediator.Send(command, ct);
        return ETags.IsCreation(command.IfNoneMatch)
            ? TypedResults.Created($"/v1/clusters/{command.ClusterId}/tenders/{command.RoundId}/bid", receipt)
            : TypedResults.Ok(receipt);
    }
}
