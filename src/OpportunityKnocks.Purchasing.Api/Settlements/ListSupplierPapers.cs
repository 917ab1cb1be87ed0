using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>The suppliers' invoices and credit notes that led to corrections of a round.</summary>
public sealed record ListSupplierPapers(Guid ClusterId, Guid RoundId, int? Limit, string? Cursor) : IRequest<Page<SupplyRecordResponse>>;

public sealed class ListSupplierPapersHandler(PurchasingDb db, Caller caller) : IRequestHandler<ListSupplierPapers, Page<SupplyRecordResponse>>
{
    public async Task<Page<SupplyRecordResponse>> Handle(ListSupplierPapers request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        if (!await db.VisibleRounds(caller, cluster).AnyAsync(r => r.Id == round, cancellationToken))
            throw HttpRefusals.NotFound.Because("There is no such round in this cluster, or it is not yours to see.");

        var page = await db.SupplyRecords.AsNoTracking()
            .Where(r => r.ClusterId == cluster && r.Kind != SupplyRecordKind.Delivery)
            .Where(r => db.Lots.Any(l => l.ClusterId == cluster && l.Id == r.LotId && l.RoundId == round))
            .PageByIdAsync(r => r.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        return new Page<SupplyRecordResponse>(await db.ToResponsesAsync(cluster, page.Items, null, cancellationToken), page.NextCursor);
    }
}

public sealed class ListSupplierPapersEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/supplier-papers",
            async Task<Ok<Page<SupplyRecordResponse>>> ([AsParameters] ListSupplierPapers query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListSupplierPapers), "Settlement", "List differing invoices and credit notes", "In the order of recording.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor);
}
