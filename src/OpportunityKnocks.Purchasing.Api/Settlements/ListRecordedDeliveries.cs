using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Awards;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>What was recorded as received in a round.</summary>
public sealed record ListRecordedDeliveries(Guid ClusterId, Guid RoundId, int? Limit, string? Cursor) : IRequest<Page<SupplyRecordResponse>>;

public sealed class ListRecordedDeliveriesHandler(PurchasingDb db, Caller caller)
    : IRequestHandler<ListRecordedDeliveries, Page<SupplyRecordResponse>>
{
    public async Task<Page<SupplyRecordResponse>> Handle(ListRecordedDeliveries request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        if (!await db.VisibleRounds(caller, cluster).AnyAsync(r => r.Id == round, cancellationToken))
            throw HttpRefusals.NotFound.Because("There is no such round in this cluster, or it is not yours to see.");

        var page = await db.SupplyRecords.AsNoTracking()
            .Where(r => r.ClusterId == cluster && r.Kind == SupplyRecordKind.Delivery)
            .Where(r => db.Lots.Any(l => l.ClusterId == cluster && l.Id == r.LotId && l.RoundId == round))
            .PageByIdAsync(r => r.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        var of = caller.SeesWholeAwards() ? null : caller.Member;
        return new Page<SupplyRecordResponse>(await db.ToResponsesAsync(cluster, page.Items, of, cancellationToken), page.NextCursor);
    }
}

public sealed class ListRecordedDeliveriesEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/deliveries",
            async Task<Ok<Page<SupplyRecordResponse>>> ([AsParameters] ListRecordedDeliveries query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListRecordedDeliveries), "Settlement", "List what was received", "In the order of recording; a member sees its own quantities.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor | Roles.Member);
}
