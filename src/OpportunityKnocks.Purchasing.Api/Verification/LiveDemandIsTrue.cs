namespace OpportunityKnocks.Purchasing.Api.Verification;

/// <summary>The kept figures and the entries that wait to be folded into them, against the needs themselves. A lot whose round is over
/// keeps the figures it had.</summary>
public sealed class LiveDemandIsTrue() : SqlInvariant(
    "I9",
    "The live demand of a lot is the sum of its needs.",
    """
    WITH kept AS (
        SELECT cluster_id, lot_id, quantity, needs FROM lot_demands
        UNION ALL
        SELECT cluster_id, lot_id, quantity_change, needs_change FROM journal WHERE position IS NULL AND lot_id IS NOT NULL),
    shown AS (SELECT cluster_id, lot_id, sum(quantity) AS quantity, sum(needs) AS needs FROM kept GROUP BY cluster_id, lot_id),
    pooled AS (
        SELECT cluster_id, lot_id, sum(quantity) AS quantity, count(*) AS needs FROM needs WHERE state = 'Pooled' GROUP BY cluster_id, lot_id)
    SELECT format('Lot %s of cluster %s shows %s units of %s needs; there are %s units of %s needs.', l.id, l.cluster_id,
        coalesce(s.quantity, 0), coalesce(s.needs, 0), coalesce(p.quantity, 0), coalesce(p.needs, 0))
    FROM lots l
    JOIN rounds r ON r.cluster_id = l.cluster_id AND r.id = l.round_id AND r.state IN ('Collecting', 'Review')
    LEFT JOIN shown s ON s.cluster_id = l.cluster_id AND s.lot_id = l.id
    LEFT JOIN pooled p ON p.cluster_id = l.cluster_id AND p.lot_id = l.id
    WHERE (coalesce(s.quantity, 0), coalesce(s.needs, 0)) <> (coalesce(p.quantity, 0), coalesce(p.needs, 0))
    """);
