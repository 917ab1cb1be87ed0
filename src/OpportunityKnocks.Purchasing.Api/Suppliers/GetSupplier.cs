using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Suppliers;

/// <summary>The cluster's word on one supplier.</summary>
public sealed record GetSupplier(Guid ClusterId, Guid OrganisationId) : IRequest<SupplierResponse>;

public sealed class GetSupplierHandler(PurchasingDb db) : IRequestHandler<GetSupplier, SupplierResponse>
{
    public async Task<SupplierResponse> Handle(GetSupplier request, CancellationToken cancellationToken)
    {
        var (cluster, organisation) = (new ClusterId(request.ClusterId), new OrganisationId(request.OrganisationId));
        return await db.SupplierApprovals.Where(s => s.ClusterId == cluster && s.OrganisationId == organisation)
                .Select(SupplierResponse.Projection(db))
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("The cluster has not decided on such a supplier.");
    }
}

public sealed class GetSupplierEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/suppliers/{organisationId}",
            async Task<Ok<SupplierResponse>> ([AsParameters] GetSupplier query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetSupplier), "Suppliers", "Read the decision on a supplier")
        .Allows(Scopes.DirectoryRead, Roles.Operator | Roles.Coordinator | Roles.Auditor);
}
