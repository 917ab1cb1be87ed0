using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>Who declared what of its interests in a round.</summary>
public sealed record ListDeclarations(Guid ClusterId, Guid RoundId, int? Limit, string? Cursor) : IRequest<Page<DeclarationResponse>>;

/// <param name="Suppliers">In whom; empty with an interest: in the whole round.</param>
/// <param name="DeclaredAt">When it was said last.</param>
public sealed record DeclarationResponse(
    Guid Id, string Person, bool HasInterest, IReadOnlyList<Guid> Suppliers, string? Note, DateTimeOffset DeclaredAt, int Version) : IVersioned
{
    public static DeclarationResponse Of(InterestDeclaration declaration) => new(
        declaration.Id.Value,
        declaration.Person,
        declaration.HasInterest,
        [.. declaration.SupplierIds.Select(s => s.Value)],
        declaration.Note,
        declaration.DeclaredAt,
        declaration.Version);
}

public sealed class ListDeclarationsHandler(Caller caller, PurchasingDb db) : IRequestHandler<ListDeclarations, Page<DeclarationResponse>>
{
    public async Task<Page<DeclarationResponse>> Handle(ListDeclarations request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        if (!await db.VisibleRounds(caller, cluster).AnyAsync(r => r.Id == round, cancellationToken))
            throw HttpRefusals.NotFound.Because("There is no such round in this cluster, or it is not yours to see.");

        var page = await db.InterestDeclarations.AsNoTracking().Where(d => d.ClusterId == cluster && d.RoundId == round)
            .PageByIdAsync(d => d.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        return page.Select(DeclarationResponse.Of);
    }
}

public sealed class ListDeclarationsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/declarations",
            async Task<Ok<Page<DeclarationResponse>>> ([AsParameters] ListDeclarations query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListDeclarations), "Evaluation", "List the declarations of interest")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator | Roles.Auditor);
}
