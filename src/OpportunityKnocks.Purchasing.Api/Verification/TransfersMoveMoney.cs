namespace OpportunityKnocks.Purchasing.Api.Verification;

public sealed class TransfersMoveMoney() : SqlInvariant(
    "I1",
    "Every transfer has an amount above zero and two different accounts of one cluster.",
    """
    SELECT format('Transfer %s of cluster %s moves %s from %s %s to %s %s.', t.id, t.cluster_id, t.amount, t.from_kind, t.from_owner, t.to_kind, t.to_owner)
    FROM transfers t
    CROSS JOIN LATERAL (VALUES (t.from_kind, t.from_owner), (t.to_kind, t.to_owner)) AS a (kind, owner)
    LEFT JOIN members m ON a.kind = 'Member' AND m.cluster_id = t.cluster_id AND m.id = a.owner
    LEFT JOIN supplier_approvals s ON a.kind = 'Supplier' AND s.cluster_id = t.cluster_id AND s.organisation_id = a.owner
    LEFT JOIN rounds r ON a.kind = 'RoundClearing' AND r.cluster_id = t.cluster_id AND r.id = a.owner
    WHERE t.amount <= 0 OR (t.from_kind, t.from_owner) = (t.to_kind, t.to_owner)
        OR coalesce(m.id, s.organisation_id, r.id, CASE WHEN a.kind IN ('VatRounding', 'Bank') AND a.owner = t.cluster_id THEN a.owner END) IS NULL
    """);
