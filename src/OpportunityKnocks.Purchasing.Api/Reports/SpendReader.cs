using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>What is spent with one supplier: minor units, net.</summary>
public sealed record SupplierSpend
{
    public Guid SupplierId { get; init; }

    public string Name { get; init; } = "";

    public bool Local { get; init; }

    public bool VoluntarySector { get; init; }

    public int Lots { get; init; }

    public long Contracted { get; init; }

    public long ToDate { get; init; }
}

public static class SpendReader
{
    /// <summary>The registers of charities, as org-id.guide lists them: England and Wales, Scotland, Northern Ireland.</summary>
    private static readonly string[] CharityRegisters = ["GB-CHC", "GB-SC", "GB-NIC"];

    public static Task<List<SupplierSpend>> SupplierSpendAsync(this PurchasingDb db, ClusterId cluster, ReportDays days, CancellationToken ct) =>
        db.Database.SqlQuery<SupplierSpend>(
            $"""
            WITH chosen AS (
                SELECT a.id FROM awards a JOIN rounds r ON r.cluster_id = a.cluster_id AND r.id = a.round_id
                WHERE a.cluster_id = {cluster.Value} AND a.state = 'Active' AND r.state IN ('Contracted', 'Settled')
                    AND ({days.Start}::timestamptz IS NULL OR a.awarded_at >= {days.Start})
                    AND ({days.Before}::timestamptz IS NULL OR a.awarded_at < {days.Before})),
            contracted AS (
                SELECT l.supplier_id, count(DISTINCT l.lot_id) AS lots, sum(l.net) AS net
                FROM award_lots l JOIN chosen a ON a.id = l.award_id
                WHERE l.cluster_id = {cluster.Value} AND l.supplier_id IS NOT NULL GROUP BY l.supplier_id),
            posted AS (
                SELECT p.supplier_id, sum(p.net) AS net
                FROM settled_periods p JOIN chosen a ON a.id = p.award_id
                WHERE p.cluster_id = {cluster.Value} GROUP BY p.supplier_id)
            SELECT c.supplier_id, o.name, coalesce(s.local, false) AS local,
                coalesce(s.voluntary_sector, EXISTS (
                    SELECT 1 FROM organisation_identifiers i WHERE i.organisation_id = o.id AND i.scheme = ANY ({CharityRegisters}))) AS voluntary_sector,
                c.lots::int AS lots, c.net::bigint AS contracted, coalesce(p.net, 0)::bigint AS to_date
            FROM contracted c
            JOIN organisations o ON o.id = c.supplier_id
            LEFT JOIN supplier_approvals s ON s.cluster_id = {cluster.Value} AND s.organisation_id = c.supplier_id
            LEFT JOIN posted p ON p.supplier_id = c.supplier_id
            ORDER BY c.net DESC, c.supplier_id
            """).ToListAsync(ct);
}
