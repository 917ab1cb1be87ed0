using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.ApiClients;

/// <summary>The operator takes a program's right to sign in away.</summary>
public sealed record RevokeApiClient(Guid Id, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<Unit>;

public sealed class RevokeApiClientHandler(PurchasingDb db, ClientRegistry registry) : IRequestHandler<RevokeApiClient, Unit>
{
    public async Task<Unit> Handle(RevokeApiClient request, CancellationToken cancellationToken)
    {
        var client = await db.ApiClients.SingleOrDefaultAsync(c => c.Id == new ApiClientId(request.Id), cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such API client, or no longer.");
        ETags.Require(request.IfMatch, client.Version);

        // The registry saves, together with OpenIddict.
        await registry.RemoveAsync(client, cancellationToken);
        return Unit.Value;
    }
}

public sealed class RevokeApiClientEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapDelete("/api-clients/{id}", async Task<NoContent> ([AsParameters] RevokeApiClient command, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(command, ct);
            return TypedResults.NoContent();
        })
        .Named(
            nameof(RevokeApiClient), "API clients", "Revoke an API client",
            "It cannot sign in any more. A token it has already is good until it ends, ten minutes after it was given.")
        .Allows(Scopes.Operate, Roles.Operator);
}
