namespace OpportunityKnocks.Purchasing.Api.Verification;

/// <summary>Every version of an aggregate is the effect of one command. A bid's own commands are told in the log of its round.</summary>
public sealed class EffectsAreTold() : SqlInvariant(
    "I6",
    "Each command's effect on an aggregate has exactly one journal entry.",
    """
    WITH aggregates AS (
        SELECT 'Cluster' AS kind, id AS cluster_id, id, version FROM clusters
        UNION ALL SELECT 'Group', cluster_id, id, version FROM groups
        UNION ALL SELECT 'Member', cluster_id, id, version FROM members
        UNION ALL SELECT 'Supplier', cluster_id, organisation_id, version FROM supplier_approvals
        UNION ALL SELECT 'Round', cluster_id, id, version FROM rounds
        UNION ALL SELECT 'Need', cluster_id, id, version FROM needs
        UNION ALL SELECT 'Bid', cluster_id, id, version FROM bids
        UNION ALL SELECT 'Settlement', cluster_id, id, version FROM settlements
        UNION ALL SELECT 'InterestDeclaration', cluster_id, id, version FROM interest_declarations
        UNION ALL SELECT 'ScoreSheet', cluster_id, id, version FROM score_sheets
        UNION ALL SELECT 'PriceInquiry', cluster_id, id, version FROM price_inquiries
        UNION ALL SELECT 'Consensus', cluster_id, id, version FROM consensuses
        UNION ALL SELECT 'Invoice', cluster_id, id, version FROM invoices
        UNION ALL SELECT 'SupplyRecord', cluster_id, id, version FROM supply_records
        UNION ALL SELECT 'Payment', cluster_id, id, version FROM payments
        UNION ALL SELECT 'BankLine', cluster_id, id, version FROM bank_lines
        UNION ALL SELECT 'Charge', cluster_id, id, version FROM charge_invoices
        UNION ALL SELECT 'Subscription', cluster_id, id, version FROM subscriptions),
    told AS (
        SELECT cluster_id, subject_id, count(*) AS times, min(subject_version) AS first, max(subject_version) AS last
        FROM (
            SELECT cluster_id, subject_id, subject_version FROM journal
            UNION ALL SELECT cluster_id, bid_id, bid_version FROM bid_log) AS entries
        GROUP BY cluster_id, subject_id)
    SELECT format('%s %s of cluster %s is at version %s; %s entries tell of versions %s to %s.',
        a.kind, a.id, a.cluster_id, a.version, coalesce(t.times, 0), t.first, t.last)
    FROM aggregates a LEFT JOIN told t ON t.cluster_id = a.cluster_id AND t.subject_id = a.id
    WHERE (t.times, t.first, t.last) IS DISTINCT FROM (a.version::bigint, 1, a.version)
    """);
