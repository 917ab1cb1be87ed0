namespace OpportunityKnocks.Purchasing.Api.Verification;

public sealed class RoundsCloseOnce() : SqlInvariant(
    "I3",
    "A round closes once: it has one active award from awarded on, and none in any other state.",
    """
    SELECT format('Round %s of cluster %s is %s and has %s active awards.', r.id, r.cluster_id, r.state, count(a.id))
    FROM rounds r LEFT JOIN awards a ON a.cluster_id = r.cluster_id AND a.round_id = r.id AND a.state = 'Active'
    GROUP BY r.cluster_id, r.id, r.state
    HAVING count(a.id) <> (r.state IN ('Awarded', 'Contracted', 'Settled'))::int
    """);
