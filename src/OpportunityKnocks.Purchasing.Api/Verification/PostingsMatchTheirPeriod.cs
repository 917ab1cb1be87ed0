namespace OpportunityKnocks.Purchasing.Api.Verification;

public sealed class PostingsMatchTheirPeriod() : SqlInvariant(
    "I10",
    "What a settlement and its corrections say of a period is in the ledger: its members were charged as much, and its supplier is due as much.",
    """
    WITH said AS (
        SELECT cluster_id, settlement_id, lot_id, part, period, supplier_id, net, vat, vat AS supplier_vat FROM settled_periods
        UNION ALL SELECT cluster_id, corrects, lot_id, part, period, supplier_id, net, vat, supplier_vat FROM corrected_periods),
    sums AS (
        SELECT cluster_id, settlement_id, lot_id, part, period, supplier_id, sum(net) AS net, sum(vat) AS vat, sum(supplier_vat) AS supplier_vat
        FROM said GROUP BY cluster_id, settlement_id, lot_id, part, period, supplier_id),
    sides AS (
        SELECT cluster_id, settlement_id, lot_id, part, period, from_kind AS kind, from_owner AS owner, amount, vat FROM transfers
        UNION ALL SELECT cluster_id, settlement_id, lot_id, part, period, to_kind, to_owner, -amount, -vat FROM transfers)
    SELECT format(
        'Period %s of lot %s of cluster %s, settlement %s, sums to %s; the ledger says otherwise.', period, lot_id, cluster_id, settlement_id, p.net + p.vat)
    FROM sums p
    LEFT JOIN sides t USING (cluster_id, settlement_id, lot_id, part, period)
    GROUP BY cluster_id, settlement_id, lot_id, part, period, p.supplier_id, p.net, p.vat, p.supplier_vat
    HAVING coalesce(sum(t.amount) FILTER (WHERE t.kind = 'Member'), 0) <> p.net + p.vat
        OR coalesce(sum(t.vat) FILTER (WHERE t.kind = 'Member'), 0) <> p.vat
        OR coalesce(-sum(t.amount) FILTER (WHERE t.kind = 'Supplier' AND t.owner = p.supplier_id), 0) <> p.net + p.supplier_vat
        OR coalesce(-sum(t.vat) FILTER (WHERE t.kind = 'Supplier' AND t.owner = p.supplier_id), 0) <> p.supplier_vat
    """);
