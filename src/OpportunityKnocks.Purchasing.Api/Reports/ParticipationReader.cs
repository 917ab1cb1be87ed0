using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>The members of one round, counted.</summary>
public sealed record RoundMembers
{
    public Guid RoundId { get; init; }

    public int Invited { get; init; }

    public int Submitted { get; init; }

    public int Confirmed { get; init; }

    public int PricedOut { get; init; }

    public int Withdrew { get; init; }

    public int Dropped { get; init; }

    public int RoundEnded { get; init; }

    public int Contracted { get; init; }
}

/// <summary>The bids for one lot, counted.</summary>
public sealed record LotBids
{
    public Guid LotId { get; init; }

    public int Bids { get; init; }
}

/// <summary>Counts in the database: what it gives back does not grow with the needs.</summary>
public static class ParticipationReader
{
    public static IQueryable<Round> PublishedRounds(this PurchasingDb db, ClusterId cluster, ReportDays days) => db.Rounds
        .Where(r => r.ClusterId == cluster && r.PublishedAt != null)
        .Where(r => (days.Start == null || r.PublishedAt >= days.Start) && (days.Before == null || r.PublishedAt < days.Before));

    /// <summary>The journal knows who was in a round; a need that left it is standing again, and may be in another by now.</summary>
    public static Task<List<RoundMembers>> CountMembersAsync(this PurchasingDb db, ClusterId cluster, Guid[] rounds, CancellationToken ct) =>
        db.Database.SqlQuery<RoundMembers>(
            $"""
            WITH chosen AS (
                SELECT id, group_ids, state, confirm_by, end_reason FROM rounds WHERE cluster_id = {cluster.Value} AND id = ANY ({rounds})),
            took_part AS (
                SELECT j.round_id, j.member_id, bool_or(j.needs_change > 0) AS submitted, bool_or(j.type = 'NeedConfirmed') AS confirmed,
                    sum(j.needs_change) AS needs,
                    (array_agg(CASE
                        WHEN j.type = 'NeedPricedOut' THEN 'priced'
                        WHEN j.type = 'NeedWithdrawn' THEN 'withdrew'
                        WHEN r.state IN ('NotReached', 'Cancelled') AND j.reason IS NOT DISTINCT FROM r.end_reason THEN 'ended'
                        ELSE 'dropped' END ORDER BY j.recorded_at DESC, j.id DESC) FILTER (WHERE j.needs_change < 0))[1] AS last_left
                FROM journal j JOIN chosen r ON r.id = j.round_id
                WHERE j.cluster_id = {cluster.Value} AND j.subject_kind = 'Need' AND j.member_id IS NOT NULL
                GROUP BY j.round_id, j.member_id),
            counted AS (
                SELECT t.round_id, count(*) AS submitted, count(*) FILTER (WHERE t.confirmed OR r.confirm_by IS NULL) AS confirmed,
                    count(*) FILTER (WHERE t.needs <= 0 AND t.last_left = 'priced') AS priced_out,
                    count(*) FILTER (WHERE t.needs <= 0 AND t.last_left = 'withdrew') AS withdrew,
                    count(*) FILTER (WHERE t.needs <= 0 AND t.last_left = 'dropped') AS dropped,
                    count(*) FILTER (WHERE t.needs <= 0 AND t.last_left = 'ended') AS round_ended
                FROM took_part t JOIN chosen r ON r.id = t.round_id WHERE t.submitted GROUP BY t.round_id),
            invited AS (
                SELECT r.id AS round_id, count(*) AS invited
                FROM chosen r JOIN members m ON m.cluster_id = {cluster.Value}
                LEFT JOIN took_part t ON t.round_id = r.id AND t.member_id = m.id AND t.submitted
                WHERE t.member_id IS NOT NULL OR m.active AND (cardinality(r.group_ids) = 0 OR r.group_ids && m.groups)
                GROUP BY r.id),
            contracted AS (
                SELECT a.round_id, count(DISTINCT c.member_id) AS contracted
                FROM chosen r JOIN awards a ON a.cluster_id = {cluster.Value} AND a.round_id = r.id AND a.state = 'Active'
                JOIN commitments c ON c.cluster_id = a.cluster_id AND c.award_id = a.id
                WHERE r.state IN ('Contracted', 'Settled') GROUP BY a.round_id)
            SELECT r.id AS round_id, coalesce(i.invited, 0)::int AS invited, coalesce(n.submitted, 0)::int AS submitted,
                coalesce(n.confirmed, 0)::int AS confirmed, coalesce(n.priced_out, 0)::int AS priced_out, coalesce(n.withdrew, 0)::int AS withdrew,
                coalesce(n.dropped, 0)::int AS dropped, coalesce(n.round_ended, 0)::int AS round_ended, coalesce(c.contracted, 0)::int AS contracted
            FROM chosen r LEFT JOIN counted n ON n.round_id = r.id LEFT JOIN invited i ON i.round_id = r.id LEFT JOIN contracted c ON c.round_id = r.id
            """).ToListAsync(ct);

    public static async Task<(int Submitted, int Contracted)> CountDifferentMembersAsync(
        this PurchasingDb db, ClusterId cluster, Guid[] rounds, CancellationToken ct)
    {
        var submitted = await db.Database.SqlQuery<int>(
            $"""
            SELECT count(DISTINCT member_id)::int AS "Value" FROM journal
            WHERE cluster_id = {cluster.Value} AND round_id = ANY ({rounds}) AND subject_kind = 'Need' AND needs_change > 0
            """).SingleAsync(ct);
        var ids = rounds.Select(id => new RoundId(id)).ToArray();
        var contracted = await db.Commitments.Where(c => c.ClusterId == cluster)
            .Where(c => db.Awards.Any(a => a.ClusterId == cluster && a.Id == c.AwardId && a.State == AwardState.Active && ids.Contains(a.RoundId)
                && db.Rounds.Any(r => r.ClusterId == cluster && r.Id == a.RoundId && (r.State == RoundState.Contracted || r.State == RoundState.Settled))))
            .Select(c => c.MemberId).Distinct().CountAsync(ct);
        return (submitted, contracted);
    }

    /// <summary>Of rounds whose bids are opened; the others have no row.</summary>
    public static async Task<Dictionary<Guid, int>> CountBidsAsync(this PurchasingDb db, ClusterId cluster, Guid[] rounds, CancellationToken ct) =>
        await db.Database.SqlQuery<LotBids>(
            $"""
            WITH offered AS (
                SELECT DISTINCT b.id AS bid_id, (offer ->> 'lotId')::uuid AS lot_id
                FROM rounds r
                JOIN bids b ON b.cluster_id = r.cluster_id AND b.round_id = r.id AND b.state IN ('Submitted', 'Excluded')
                JOIN bid_versions v ON v.cluster_id = b.cluster_id AND v.bid_id = b.id AND v.number = b.offer_version AND v.terms_version = r.terms_version
                CROSS JOIN LATERAL jsonb_array_elements(v.content::jsonb -> 'lots') AS offer
                WHERE r.cluster_id = {cluster.Value} AND r.id = ANY ({rounds}) AND r.bids_opened_at IS NOT NULL AND v.content IS NOT NULL)
            SELECT l.id AS lot_id, count(o.bid_id)::int AS bids
            FROM rounds r
            JOIN lots l ON l.cluster_id = r.cluster_id AND l.round_id = r.id
            LEFT JOIN offered o ON o.lot_id = l.id
            WHERE r.cluster_id = {cluster.Value} AND r.id = ANY ({rounds}) AND r.bids_opened_at IS NOT NULL
            GROUP BY l.id
            """).ToDictionaryAsync(lot => lot.LotId, lot => lot.Bids, ct);
}
