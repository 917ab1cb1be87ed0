namespace OpportunityKnocks.Purchasing.Api.Verification;

public sealed class PostingsMatchTheirPeriod() : SqlInvariant(
    "I10",
    "What a settlement says of a period is in the ledger: its members were charged as much, and its supplier is due as much.",
    """
    SELECT format(
        'Period %s of lot %s of cluster %s, settlement %s, sums to %s; the ledger says otherwise.', period, lot_id, cluster_id, settlement_id, p.net + p.vat)
    FROM settled_periods p
    LEFT JOIN transfers t USING (cluster_id, settlement_id, lot_id, part, period)
    GROUP BY cluster_id, settlement_id, lot_id, part, period, p.supplier_id, p.net, p.vat
    HAVING coalesce(sum(t.amount) FILTER (WHERE t.from_kind = 'Member'), 0) <> p.net + p.vat
        OR coalesce(sum(t.vat) FILTER (WHERE t.from_kind = 'Member'), 0) <> p.vat
        OR coalesce(sum(t.amount) FILTER (WHERE t.to_kind = 'Supplier' AND t.to_owner = p.supplier_id), 0) <> p.net + p.vat
        OR coalesce(sum(t.vat) FILTER (WHERE t.to_kind = 'Supplier' AND t.to_owner = p.supplier_id), 0) <> p.vat
    """);
