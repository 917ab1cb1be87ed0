namespace OpportunityKnocks.Purchasing.Api.Verification;

/// <summary>Foreign keys that carry the cluster cannot cross it; this looks for keys that do not carry it, and at the references that no
/// foreign key guards.</summary>
public sealed class ClustersStayApart() : SqlInvariant(
    "I8",
    "No row refers to a row of another cluster.",
    """
    WITH tenant AS (SELECT attrelid AS id, attnum FROM pg_attribute WHERE attname = 'cluster_id' AND attnum > 0 AND NOT attisdropped)
    SELECT format('Foreign key %s of %s does not carry the cluster, or is not validated.', k.conname, k.conrelid::regclass)
    FROM pg_constraint k JOIN tenant f ON f.id = k.conrelid JOIN tenant t ON t.id = k.confrelid
    WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace
        AND (NOT k.convalidated OR array_position(k.conkey, f.attnum) IS NULL
            OR k.confkey[array_position(k.conkey, f.attnum)] IS DISTINCT FROM t.attnum)
    UNION ALL
    SELECT format('Journal entry %s of cluster %s refers to a round, member or lot the cluster does not have.', j.id, j.cluster_id)
    FROM journal j
    LEFT JOIN rounds r ON r.cluster_id = j.cluster_id AND r.id = j.round_id
    LEFT JOIN members m ON m.cluster_id = j.cluster_id AND m.id = j.member_id
    WHERE (j.round_id IS NOT NULL AND r.id IS NULL) OR (j.member_id IS NOT NULL AND m.id IS NULL)
    """);
