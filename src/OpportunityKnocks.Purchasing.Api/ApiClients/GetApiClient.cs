using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.ApiClients;

/// <summary>An API client, without its secret.</summary>
public sealed record GetApiClient(Guid Id) : IRequest<ApiClientResponse>;

public sealed class GetApiClientHandler(PurchasingDb db) : IRequestHandler<GetApiClient, ApiClientResponse>
{
    public async Task<ApiClientResponse> Handle(GetApiClient request, CancellationToken cancellationToken) =>
        await db.ApiClients.Where(c => c.Id == new ApiClientId(request.Id)).Select(ApiClientResponse.Projection).SingleOrDefaultAsync(cancellationToken)
        ?? throw HttpRefusals.NotFound.Because("There is no such API client, or no longer.");
}

public sealed class GetApiClientEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/api-clients/{id}",
            async Task<Ok<ApiClientResponse>> ([AsParameters] GetApiClient query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetApiClient), "API clients", "Read an API client", "Its secret was shown when it was registered, and is not shown again.")
        .Allows(Scopes.Operate, Roles.Operator);
}
