using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Suppliers;

/// <summary>The suppliers a cluster has decided on, in the order in which they came to the service.</summary>
/// <param name="Approved">Those that are, or are not.</param>
public sealed record ListSuppliers(Guid ClusterId, bool? Approved, int? Limit, string? Cursor) : IRequest<Page<SupplierResponse>>;

public sealed class ListSuppliersHandler(PurchasingDb db) : IRequestHandler<ListSuppliers, Page<SupplierResponse>>
{
    public Task<Page<SupplierResponse>> Handle(ListSuppliers request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var suppliers = db.SupplierApprovals.Where(s => s.ClusterId == cluster);
        if (request.Approved is { } approved)
            suppliers = suppliers.Where(s => s.Approved == approved);
        return suppliers.PageByIdAsync(
            s => s.OrganisationId, SupplierResponse.Projection(db), new PageOf(request.Limit, request.Cursor), cancellationToken);
    }
}

public sealed class ListSuppliersEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/suppliers",
            async Task<Ok<Page<SupplierResponse>>> ([AsParameters] ListSuppliers query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListSuppliers), "Suppliers", "List the suppliers of a cluster")
        .Allows(Scopes.DirectoryRead, Roles.Operator | Roles.Coordinator | Roles.Auditor);
}
