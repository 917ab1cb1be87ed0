using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Tenders;

/// <summary>What a supplier may bid for, or might have, over all clusters that approved it.</summary>
public sealed record ListTenders(RoundState? State, int? Limit, string? Cursor) : IRequest<Page<TenderSummary>>;

/// <param name="Lots">How many lots the tender has.</param>
public sealed record TenderSummary(
    Guid ClusterId, string ClusterName, Guid RoundId, string Title, string Currency, RoundState State, DateTimeOffset BidsCloseAt, int Lots);

public sealed class ListTendersHandler(Caller caller, PurchasingDb db) : IRequestHandler<ListTenders, Page<TenderSummary>>
{
    public async Task<Page<TenderSummary>> Handle(ListTenders request, CancellationToken cancellationToken)
    {
        // Crosses clusters: one of the marked reads that do, and so it locks nothing.
        var supplier = caller.Organisation!.Value;
        var page = await db.Rounds.AsNoTracking().WhereTendered()
            .Where(r => request.State == null || r.State == request.State)
            .Where(r => db.SupplierApprovals.Any(s => s.ClusterId == r.ClusterId && s.OrganisationId == supplier && s.Approved))
            .Join(db.Clusters, r => r.ClusterId, c => c.Id, (r, c) => new
            {
                r.ClusterId,
                c.Name,
                r.Id,
                r.Title,
                c.Currency,
                r.State,
                r.BidsCloseAt,
                Lots = r.Lots.Count,
            })
            .PageByIdAsync(r => r.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        return page.Select(r => new TenderSummary(
            r.ClusterId.Value, r.Name, r.Id.Value, r.Title, r.Currency.Code, r.State, r.BidsCloseAt, r.Lots));
    }
}

public sealed class ListTendersEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/tenders",
            async Task<Ok<Page<TenderSummary>>> ([AsParameters] ListTenders query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListTenders), "Tenders", "List tenders", "Over all clusters where the caller is an approved supplier; ?state=tendering for those that take bids.")
        .Allows(Scopes.TendersRead, Roles.Supplier);
}
