using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>What is pooled in each lot of a round: live while needs are collected and confirmed, frozen from then on.</summary>
public sealed record GetDemand(Guid ClusterId, Guid RoundId) : IRequest<DemandResponse>;

/// <param name="Lots">In the order of their numbers.</param>
public sealed record DemandResponse(Guid RoundId, IReadOnlyList<DemandOfLot> Lots);

/// <param name="Quantity">Units per period: what is asked, and once final what is ordered. A member sees it, and all figures that follow from
/// it, once three members are in.</param>
/// <param name="PackSize">Only whole packs are ordered.</param>
/// <param name="MissingToNextPack">Units until what is asked fills one pack more; 0 when it fits, left out once final.</param>
/// <param name="MinimumQuantity">Below it the lot is not tendered.</param>
/// <param name="MissingToMinimum">Units until it is reached; 0 when it is.</param>
/// <param name="Final">Whether the tender has opened and the figures no longer change.</param>
public sealed record DemandOfLot(
    Guid LotId, long? Quantity, int? Members, bool Final, long PackSize, long? MissingToNextPack, long MinimumQuantity, long? MissingToMinimum);

public sealed class GetDemandHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetDemand, DemandResponse>
{
    public async Task<DemandResponse> Handle(GetDemand request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        var seen = await db.VisibleRounds(caller, cluster).Where(r => r.Id == round)
            .Select(r => new { Final = r.TenderOpenedAt != null })
            .SingleOrDefaultAsync(cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such round, or it is not yours to see.");

        var lots = await (seen.Final ? Frozen(cluster, round) : Live(cluster, round)).ToListAsync(cancellationToken);
        var all = caller.Is(Roles.Coordinator | Roles.Auditor);
        return new DemandResponse(request.RoundId, [.. lots.Select(l => all || l.Members >= RoundVisibility.FewestMembersToShow
            ? Shown(l, seen.Final)
            : new DemandOfLot(l.LotId, null, null, seen.Final, l.PackSize, null, l.MinimumQuantity, null))]);
    }

    private static DemandOfLot Shown(LotRow lot, bool final)
    {
        var over = lot.Quantity % lot.PackSize;
        return new DemandOfLot(
            lot.LotId,
            lot.Quantity,
            lot.Members,
            final,
            lot.PackSize,
            final ? null : over == 0 ? 0 : lot.PackSize - over,
            lot.MinimumQuantity,
            Math.Max(0, lot.MinimumQuantity - lot.Quantity));
    }

    private IQueryable<LotRow> Frozen(ClusterId cluster, RoundId round) => db.Lots
        .Where(l => l.ClusterId == cluster && l.RoundId == round)
        .OrderBy(l => l.Number)
        .Select(l => new LotRow { LotId = l.Id.Value, Quantity = l.PooledQuantity ?? 0, Members = l.PooledMembers ?? 0, PackSize = l.PackSize, MinimumQuantity = l.MinimumQuantity });

    /// <summary>The kept figures and, in the same snapshot, what the sequencer has not yet folded into them: exact, and as much work
    /// with ten needs as with a hundred thousand.</summary>
    private IQueryable<LotRow> Live(ClusterId cluster, RoundId round) => db.Database.SqlQuery<LotRow>(
        $"""
        WITH waiting AS (
            SELECT lot_id, member_id, sum(quantity_change) AS quantity, sum(needs_change) AS needs
            FROM journal WHERE cluster_id = {cluster.Value} AND round_id = {round.Value} AND position IS NULL AND lot_id IS NOT NULL
            GROUP BY lot_id, member_id),
        change AS (
            SELECT w.lot_id, sum(w.quantity) AS quantity,
                sum((coalesce(m.needs, 0) + w.needs > 0)::int - (coalesce(m.needs, 0) > 0)::int) AS members
            FROM waiting w
            LEFT JOIN member_demands m ON m.cluster_id = {cluster.Value} AND m.lot_id = w.lot_id AND m.member_id = w.member_id
            GROUP BY w.lot_id)
        SELECT l.id AS lot_id,
            (coalesce(d.quantity, 0) + coalesce(c.quantity, 0))::bigint AS quantity,
            (coalesce(d.members, 0) + coalesce(c.members, 0))::int AS members, l.pack_size, l.minimum_quantity
        FROM lots l
        LEFT JOIN lot_demands d ON d.cluster_id = l.cluster_id AND d.lot_id = l.id
        LEFT JOIN change c ON c.lot_id = l.id
        WHERE l.cluster_id = {cluster.Value} AND l.round_id = {round.Value}
        ORDER BY l.number
        """);

    private sealed record LotRow
    {
        public Guid LotId { get; init; }

        public long Quantity { get; init; }

        public int Members { get; init; }

        public long PackSize { get; init; }

        public long MinimumQuantity { get; init; }
    }
}

public sealed class GetDemandEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/demand",
            async ([AsParameters] GetDemand query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetDemand), "Rounds", "The pooled demand per lot", "Live until the tender opens, final from then on. A member sees a lot's figures once three members are in.")
        .Allows(Scopes.RoundsRead, Roles.Coordinator | Roles.Member | Roles.Auditor);
}
