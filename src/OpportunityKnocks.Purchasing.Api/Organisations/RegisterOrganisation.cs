using FluentValidation;
using MediatR;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Organisations;

/// <summary>The operator makes a legal body known to the service; clusters then take it in as member or approve it as supplier.</summary>
public sealed record RegisterOrganisation(OrganisationDetails Body) : IRequest<OrganisationResponse>;

public sealed class RegisterOrganisationValidator : AbstractValidator<RegisterOrganisation>
{
    public RegisterOrganisationValidator() => RuleFor(c => c.Body).SetValidator(new OrganisationDetailsValidator());
}

public sealed class RegisterOrganisationHandler(PurchasingDb db) : IRequestHandler<RegisterOrganisation, OrganisationResponse>
{
    public async Task<OrganisationResponse> Handle(RegisterOrganisation request, CancellationToken cancellationToken)
    {
        var (name, size, district, identifiers) = request.Body;
        var organisation = Organisation.Register(name, size, district, identifiers);
        db.Organisations.Add(organisation);

        // An organisation belongs to no cluster, so no journal tells of it.
        await db.SaveChangesUnlessTakenAsync(
            OrganisationRefusals.IdentifierTaken.Because("Look for it at /v1/organisations?identifier=..."), cancellationToken);
        return OrganisationResponse.Of(organisation);
    }
}

public sealed class RegisterOrganisationEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost("/organisations", async ([AsParameters] RegisterOrganisation command, IMediator mediator, CancellationToken ct) =>
        {
            var organisation = await mediator.Send(command, ct);
            return TypedResults.Created($"/v1/organisations/{organisation.Id}", organisation);
        })
        .Named(nameof(RegisterOrganisation), "Organisations", "Register an organisation", "Once for the whole service, whether it buys, sells, or both.")
        .Allows(Scopes.Operate, Roles.Operator)
        .Refuses(OrganisationRefusals.IdentifierTaken)
        .RequestExample(
            """
            {
              "name": "Highfields Community Association",
              "size": "from10To49",
              "postcodeDistrict": "LE2",
              "identifiers": [{ "scheme": "GB-CHC", "value": "1029990" }]
            }
            """);
}
