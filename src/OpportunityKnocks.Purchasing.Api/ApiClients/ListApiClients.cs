using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.ApiClients;

/// <summary>The API clients, oldest first, without their secrets.</summary>
/// <param name="OrganisationId">Those that act for this organisation.</param>
/// <param name="ClusterId">Those of this cluster's coordinators and auditors.</param>
public sealed record ListApiClients(Guid? OrganisationId, Guid? ClusterId, int? Limit, string? Cursor) : IRequest<Page<ApiClientResponse>>;

public sealed class ListApiClientsHandler(PurchasingDb db) : IRequestHandler<ListApiClients, Page<ApiClientResponse>>
{
    public Task<Page<ApiClientResponse>> Handle(ListApiClients request, CancellationToken cancellationToken)
    {
        IQueryable<ApiClient> clients = db.ApiClients;
        if (request.OrganisationId is { } organisation)
            clients = clients.Where(c => c.OrganisationId == new OrganisationId(organisation));
        if (request.ClusterId is { } cluster)
            clients = clients.Where(c => c.ClusterId == new ClusterId(cluster));
        return clients.PageByIdAsync(c => c.Id, ApiClientResponse.Projection, new PageOf(request.Limit, request.Cursor), cancellationToken);
    }
}

public sealed class ListApiClientsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/api-clients",
            async Task<Ok<Page<ApiClientResponse>>> ([AsParameters] ListApiClients query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListApiClients), "API clients", "List the API clients")
        .Allows(Scopes.Operate, Roles.Operator);
}
