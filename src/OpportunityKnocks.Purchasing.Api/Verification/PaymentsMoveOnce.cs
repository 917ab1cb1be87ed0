namespace OpportunityKnocks.Purchasing.Api.Verification;

public sealed class PaymentsMoveOnce() : SqlInvariant(
    "I14",
    "Every payment moved its amount once between the bank and its party, and one from a bank statement is what its line says.",
    """
    SELECT format('Payment %s of cluster %s is not what its transfer or its line of the bank statement says.', p.id, p.cluster_id)
    FROM payments p
    LEFT JOIN transfers t ON t.cluster_id = p.cluster_id AND t.payment_id = p.id
    LEFT JOIN bank_lines l ON l.cluster_id = p.cluster_id AND l.id = p.bank_line_id
    GROUP BY p.cluster_id, p.id, p.amount, p.direction, p.party_kind, p.party_id, p.bank_line_id, l.amount
    HAVING count(t.id) <> 1 OR max(t.amount) <> p.amount
        OR NOT bool_and(CASE p.direction
            WHEN 'Received' THEN t.from_kind = 'Bank' AND t.to_kind = p.party_kind AND t.to_owner = p.party_id
            ELSE t.to_kind = 'Bank' AND t.from_kind = p.party_kind AND t.from_owner = p.party_id END)
        OR (p.bank_line_id IS NOT NULL AND l.amount IS DISTINCT FROM CASE p.direction WHEN 'Received' THEN p.amount ELSE -p.amount END)
    """);
