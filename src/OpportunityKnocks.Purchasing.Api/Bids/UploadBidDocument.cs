using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Sealing;
using OpportunityKnocks.Purchasing.Api.Tenders;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>A supplier sends a document that its bid will name.</summary>
public sealed record UploadBidDocument(Guid ClusterId, Guid RoundId, BidDocumentUpload Body) : IRequest<UploadedBidDocument>;

/// <param name="MediaType">Such as application/pdf.</param>
/// <param name="Content">Base64 of at most 2 MiB.</param>
public sealed record BidDocumentUpload(string MediaType, byte[] Content);

/// <param name="Sha256">What the bid names it by.</param>
/// <param name="Size">Bytes.</param>
public sealed record UploadedBidDocument(string Sha256, int Size);

public sealed class UploadBidDocumentValidator : AbstractValidator<UploadBidDocument>
{
    private const int Largest = 2 << 20;

    public UploadBidDocumentValidator()
    {
        RuleFor(c => c.Body.MediaType).Matches("^[a-z0-9][a-z0-9.+-]{0,48}/[a-z0-9][a-z0-9.+-]{0,48}$").WithMessage("is a media type in lower case, without parameters");
        RuleFor(c => c.Body.Content).Must(content => content.Length is >= 1 and <= Largest).WithMessage("is base64 of 1 byte to 2 MiB");
    }
}

public sealed class UploadBidDocumentHandler(Caller caller, PurchasingDb db, RoundGate gates, SealedDocuments documents)
    : IRequestHandler<UploadBidDocument, UploadedBidDocument>
{
    private const int Maximum = 40;

    public async Task<UploadedBidDocument> Handle(UploadBidDocument request, CancellationToken cancellationToken)
    {
        var (cluster, round, supplier) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), caller.Organisation!.Value);
        var tender = await db.RequireTenderAsync(cluster, round, cancellationToken);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(request.Body.Content));
        var fingerprint = documents.FingerprintOf(sha256);
        var gate = await gates.EnterAsync(cluster, round, cancellationToken) ?? throw TenderLookUps.NotFound;
        gate.RequireTakesBids();

        var own = db.BidDocuments.Where(d => d.ClusterId == cluster && d.RoundId == round && d.SupplierId == supplier);
        if (!await own.AnyAsync(d => d.Fingerprint == fingerprint, cancellationToken))
        {
            if (await own.CountAsync(cancellationToken) >= Maximum)
                throw BidRefusals.TooManyDocuments.Because($"You have uploaded {Maximum}.");
            var envelope = SealedDocuments.Seal(tender.RequireSealingKey(), request.Body.MediaType, request.Body.Content);
            db.BidDocuments.Add(BidDocument.Take(cluster, round, supplier, fingerprint, envelope, gate.Now));
            await db.SaveChangesUnlessTakenAsync(HttpRefusals.Busy.Because("The same document is being uploaded."), cancellationToken);
        }

        return new UploadedBidDocument(sha256, request.Body.Content.Length);
    }
}

public sealed class UploadBidDocumentEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/tenders/{roundId}/bid/documents",
            async Task<Ok<UploadedBidDocument>> ([AsParameters] UploadBidDocument command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(UploadBidDocument), "Bids", "Upload a document of the bid",
            "Before the bid that names it by its SHA-256. It is sealed to the tender's key on arrival and opened with the bid. One that no bid names is never opened.")
        .Allows(Scopes.BidsWrite, Roles.Supplier)
        .KeepsBidsSecret()
        .LargeBodies()
        .WithMetadata(new AnswersWithSecret())
        .Refuses(BidRefusals.TooLate, BidRefusals.NotTendering, BidRefusals.TooManyDocuments)
        .RequestExample("""{ "mediaType": "application/pdf", "content": "JVBERi0xLjcK" }""");
}
