using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Organisations;

/// <summary>The organisations of the service, oldest first; coordinators look here for the ones they take in or approve.</summary>
/// <param name="Identifier">An identifier with its scheme, such as <c>GB-CHC-1029990</c>: the one organisation that has it.</param>
/// <param name="Name">A part of the name, in small or capital letters.</param>
public sealed record ListOrganisations(string? Identifier, string? Name, int? Limit, string? Cursor) : IRequest<Page<OrganisationResponse>>;

public sealed class ListOrganisationsHandler(PurchasingDb db) : IRequestHandler<ListOrganisations, Page<OrganisationResponse>>
{
    public Task<Page<OrganisationResponse>> Handle(ListOrganisations request, CancellationToken cancellationToken)
    {
        ShapeRules.RequirePlainText("name", request.Name);
        IQueryable<Organisation> organisations = db.Organisations;
        if (request.Identifier is not null)
        {
            var (scheme, value) = Split(request.Identifier);
            organisations = organisations.Where(o => o.Identifiers.Any(i => i.Scheme == scheme && i.Value == value));
        }

        if (request.Name is { } name)
            organisations = organisations.Where(o => EF.Functions.ILike(o.Name, Containing(name), "\\"));
        return organisations.PageByIdAsync(
            o => o.Id, OrganisationResponse.Projection, new PageOf(request.Limit, request.Cursor), cancellationToken);
    }

    private static string Containing(string text) => $"%{text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";

    // A scheme has one hyphen (GB-CHC); the number after the second may have more.
    private static (string Scheme, string Value) Split(string identifier)
    {
        ShapeRules.RequirePlainText("identifier", identifier);
        var parts = identifier.Split('-', 3);
        return parts.Length == 3
            ? ($"{parts[0]}-{parts[1]}", parts[2])
            : throw InvalidShapeException.Of("identifier", "is a list code of org-id.guide and a number, such as GB-CHC-1029990");
    }
}

public sealed class ListOrganisationsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/organisations",
            async Task<Ok<Page<OrganisationResponse>>> ([AsParameters] ListOrganisations query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(ListOrganisations), "Organisations", "List or look for organisations",
            "identifier finds the one that has it (GB-CHC-1029990); name finds those with that text in their name.")
        .Allows(Scopes.DirectoryRead, Roles.Operator | Roles.Coordinator);
}
