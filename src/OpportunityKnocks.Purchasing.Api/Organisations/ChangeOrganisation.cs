using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Organisations;

/// <summary>The operator corrects what the service knows of an organisation.</summary>
public sealed record ChangeOrganisation(Guid OrganisationId, OrganisationDetails Body, [FromHeader(Name = "If-Match")] string? IfMatch)
    : IRequest<OrganisationResponse>;

public sealed class ChangeOrganisationValidator : AbstractValidator<ChangeOrganisation>
{
    public ChangeOrganisationValidator() => RuleFor(c => c.Body).SetValidator(new OrganisationDetailsValidator());
}

public sealed class ChangeOrganisationHandler(PurchasingDb db) : IRequestHandler<ChangeOrganisation, OrganisationResponse>
{
    public async Task<OrganisationResponse> Handle(ChangeOrganisation request, CancellationToken cancellationToken)
    {
        var organisation = await db.Organisations.SingleOrDefaultAsync(o => o.Id == new OrganisationId(request.OrganisationId), cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such organisation.");
        ETags.Require(request.IfMatch, organisation.Version);

        var (name, size, district, identifiers) = request.Body;
        organisation.Change(name, size, district, identifiers);

        // An organisation belongs to no cluster, so no journal tells of it.
        await db.SaveChangesUnlessTakenAsync(
            OrganisationRefusals.IdentifierTaken.Because("Look for the other one at /v1/organisations?identifier=..."), cancellationToken);
        return OrganisationResponse.Of(organisation);
    }
}

public sealed class ChangeOrganisationEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPut(
            "/organisations/{organisationId}",
            async Task<Ok<OrganisationResponse>> ([AsParameters] ChangeOrganisation command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(ChangeOrganisation), "Organisations", "Change an organisation")
        .Allows(Scopes.Operate, Roles.Operator)
        .Refuses(OrganisationRefusals.IdentifierTaken)
        .RequestExample(
            """
            {
              "name": "Highfields Community Association",
              "size": "from50To249",
              "postcodeDistrict": "LE2",
              "identifiers": [{ "scheme": "GB-CHC", "value": "1029990" }, { "scheme": "GB-COH", "value": "02812345" }]
            }
            """);
}
