namespace OpportunityKnocks.Purchasing.Api.Verification;

public sealed class InvoicesMatchTheLedger() : SqlInvariant(
    "I11",
    "An invoice asks for what the ledger posted to its member, its lines sum to it, and the numbers of a seller have no gap.",
    """
    SELECT format('%s %s of cluster %s, to member %s, is over %s; the ledger or its lines say otherwise.', i.kind, i.number, i.cluster_id, i.member_id, i.payable)
    FROM invoices i
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(CASE t.from_kind WHEN 'Member' THEN t.amount ELSE -t.amount END), 0) AS amount
        FROM transfers t
        WHERE t.cluster_id = i.cluster_id AND coalesce(t.correction_id, t.settlement_id) = i.settlement_id
            AND ((t.from_owner = i.member_id AND t.from_kind = 'Member') OR (t.to_owner = i.member_id AND t.to_kind = 'Member'))) AS posted
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(l.net), 0) AS net FROM invoice_lines l WHERE l.cluster_id = i.cluster_id AND l.invoice_id = i.id) AS lines
    WHERE posted.amount <> CASE i.kind WHEN 'Invoice' THEN i.payable ELSE -i.payable END OR lines.net <> i.net
    UNION ALL
    SELECT format('The last %s of seller %s of cluster %s has number %s, and there are %s.', kind, seller_id, cluster_id, max(number), count(*))
    FROM invoices GROUP BY cluster_id, seller_id, kind HAVING count(*) <> max(number)
    """);
