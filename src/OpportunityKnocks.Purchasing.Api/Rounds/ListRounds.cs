using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>The cluster's rounds, oldest first.</summary>
/// <param name="State">Only rounds in this state.</param>
public sealed record ListRounds(Guid ClusterId, RoundState? State, int? Limit, string? Cursor) : IRequest<Page<RoundSummary>>;

/// <summary>A round in a list.</summary>
/// <param name="Lots">How many.</param>
public sealed record RoundSummary(
    Guid Id, string Title, RoundState State, DateTimeOffset NeedsCloseAt, DateTimeOffset BidsCloseAt, int Lots, DateTimeOffset CreatedAt, int Version);

public sealed class ListRoundsHandler(PurchasingDb db, Caller caller) : IRequestHandler<ListRounds, Page<RoundSummary>>
{
    public async Task<Page<RoundSummary>> Handle(ListRounds request, CancellationToken cancellationToken)
    {
        var page = await db.VisibleRounds(caller, new ClusterId(request.ClusterId))
            .Where(r => request.State == null || r.State == request.State)
            .Select(r => new { r.Id, r.Title, r.State, r.NeedsCloseAt, r.BidsCloseAt, Lots = r.Lots.Count, r.CreatedAt, r.Version })
            .AsNoTracking()
            .PageByIdAsync(r => r.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        return page.Select(r => new RoundSummary(r.Id.Value, r.Title, r.State, r.NeedsCloseAt, r.BidsCloseAt, r.Lots, r.CreatedAt, r.Version));
    }
}

public sealed class ListRoundsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds",
            async Task<Ok<Page<RoundSummary>>> ([AsParameters] ListRounds query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListRounds), "Rounds", "List rounds", "Oldest first. A member sees those open to its groups.")
        .Allows(Scopes.RoundsRead, Roles.Coordinator | Roles.Member | Roles.Auditor);
}
