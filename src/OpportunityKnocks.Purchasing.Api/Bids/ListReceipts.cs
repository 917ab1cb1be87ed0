using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>A supplier gets the receipts of all versions of its bid again.</summary>
public sealed record ListReceipts(Guid ClusterId, Guid RoundId, int? Limit, string? Cursor) : IRequest<Page<BidReceipt>>;

public sealed class ListReceiptsHandler(Caller caller, PurchasingDb db, BidReceipts receipts) : IRequestHandler<ListReceipts, Page<BidReceipt>>
{
    public async Task<Page<BidReceipt>> Handle(ListReceipts request, CancellationToken cancellationToken)
    {
        var (cluster, round, supplier) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), caller.Organisation!.Value);
        var page = new PageOf(request.Limit, request.Cursor);
        var after = page.AfterPosition ?? 0;
        var bid = await db.Bids.Where(b => b.ClusterId == cluster && b.RoundId == round && b.SupplierId == supplier)
            .Select(b => (BidId?)b.Id)
            .SingleOrDefaultAsync(cancellationToken) ?? throw HttpRefusals.NotFound.Because("You have no bid in this round.");
        var rows = await db.BidVersions.Where(v => v.ClusterId == cluster && v.BidId == bid && v.Number > after)
            .OrderBy(v => v.Number)
            .Select(v => new { v.Number, v.AcceptedAt, v.Commitment, v.Salt, v.Receipt, v.TermsVersion, v.ContentCommitment })
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return new Page<BidReceipt>(
            [.. rows.Take(page.Size).Select(v => receipts.Of(
                bid, v.Number, v.AcceptedAt, v.Commitment, v.Salt, v.Receipt, v.TermsVersion, v.ContentCommitment))],
            rows.Count > page.Size ? PageOf.CursorOf((long)rows[page.Size - 1].Number) : null);
    }
}

public sealed class ListReceiptsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/tenders/{roundId}/bid/receipts",
            async Task<Ok<Page<BidReceipt>>> ([AsParameters] ListReceipts query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListReceipts), "Bids", "List the receipts of the own bid", "One for each version, the first first.")
        .Allows(Scopes.BidsWrite, Roles.Supplier)
        .KeepsBidsSecret();
}
