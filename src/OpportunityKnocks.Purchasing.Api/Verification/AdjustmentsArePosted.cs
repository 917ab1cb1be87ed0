namespace OpportunityKnocks.Purchasing.Api.Verification;

public sealed class AdjustmentsArePosted() : SqlInvariant(
    "I15",
    "What sharing over the round moves between members is posted with the award's first settlement, each once and as much.",
    """
    SELECT format('Member %s of cluster %s is adjusted by %s in award %s; the ledger moved %s.', member_id, cluster_id, due, award_id, moved)
    FROM (
        SELECT a.cluster_id, a.award_id, a.member_id, a.amount AS due, coalesce((
            SELECT sum(CASE WHEN t.from_kind = 'Member' THEN t.amount ELSE -t.amount END) FROM transfers t
            WHERE t.cluster_id = a.cluster_id AND t.adjusts = a.award_id AND a.member_id IN (t.from_owner, t.to_owner)), 0) AS moved
        FROM award_adjustments a
        WHERE EXISTS (SELECT 1 FROM settled_periods p WHERE p.cluster_id = a.cluster_id AND p.award_id = a.award_id)) AS adjusted
    WHERE due <> moved
    """);
