using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Organisations;

/// <summary>An organisation: for operators and coordinators any, for an organisation itself.</summary>
public sealed record GetOrganisation(Guid OrganisationId) : IRequest<OrganisationResponse>;

public sealed class GetOrganisationHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetOrganisation, OrganisationResponse>
{
    public async Task<OrganisationResponse> Handle(GetOrganisation request, CancellationToken cancellationToken)
    {
        var id = new OrganisationId(request.OrganisationId);
        var organisation = caller.Party is not PartyKind.Organisation || caller.Organisation == id
            ? await db.Organisations.Where(o => o.Id == id).Select(OrganisationResponse.Projection).SingleOrDefaultAsync(cancellationToken)
            : null;
        return organisation ?? throw HttpRefusals.NotFound.Because("There is no such organisation, or it is not yours to see.");
    }
}

public sealed class GetOrganisationEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/organisations/{organisationId}",
            async Task<Ok<OrganisationResponse>> ([AsParameters] GetOrganisation query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetOrganisation), "Organisations", "Read an organisation", "An organisation's own client reads that one only.")
        .Allows(Scopes.DirectoryRead, Roles.Operator | Roles.Coordinator | Roles.Member | Roles.Supplier);
}
