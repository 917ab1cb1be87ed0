using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>The settlements of a round, in the order of their numbers.</summary>
public sealed record ListSettlements(Guid ClusterId, Guid RoundId, int? Limit, string? Cursor) : IRequest<Page<SettlementResponse>>;

public sealed class ListSettlementsHandler(PurchasingDb db, Caller caller) : IRequestHandler<ListSettlements, Page<SettlementResponse>>
{
    public async Task<Page<SettlementResponse>> Handle(ListSettlements request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        var page = new PageOf(request.Limit, request.Cursor);
        if (!await db.VisibleRounds(caller, cluster).AnyAsync(r => r.Id == round, cancellationToken))
            throw HttpRefusals.NotFound.Because("There is no such round in this cluster, or it is not yours to see.");

        var after = page.AfterPosition ?? 0;
        var rows = await db.Settlements.AsNoTracking()
            .Where(s => s.ClusterId == cluster && s.RoundId == round && s.Number > after)
            .OrderBy(s => s.Number)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var items = await db.ToResponsesAsync(cluster, [.. rows.Take(page.Size)], cancellationToken);
        return new Page<SettlementResponse>(items, rows.Count > page.Size ? PageOf.CursorOf(items[^1].Number) : null);
    }
}

public sealed class ListSettlementsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/settlements",
            async Task<Ok<Page<SettlementResponse>>> ([AsParameters] ListSettlements query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(ListSettlements),
            "Settlement",
            "List a round's settlements",
            "With the sums of each posted period; what one member was charged is in its statement.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor | Roles.Member);
}
