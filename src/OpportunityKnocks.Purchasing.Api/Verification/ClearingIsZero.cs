namespace OpportunityKnocks.Purchasing.Api.Verification;

public sealed class ClearingIsZero() : SqlInvariant(
    "I7",
    "What a round collected it passed on: its clearing account is zero after every settlement.",
    """
    SELECT format('The clearing account of round %s of cluster %s stands at %s.', owner, cluster_id, sum(change))
    FROM (
        SELECT cluster_id, to_owner AS owner, amount AS change FROM transfers WHERE to_kind = 'RoundClearing'
        UNION ALL SELECT cluster_id, from_owner, -amount FROM transfers WHERE from_kind = 'RoundClearing') AS movements
    GROUP BY cluster_id, owner
    HAVING sum(change) <> 0
    """);
