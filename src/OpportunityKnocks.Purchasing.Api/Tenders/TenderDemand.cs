using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Tenders;

/// <summary>A size band as suppliers see it.</summary>
public enum DemandSize
{
    UpTo9,
    From10To49,
    From50To249,
    From250,

    /// <summary>All bands with fewer than three organisations, together.</summary>
    Other,
}

public sealed record SizeBandDemand(DemandSize Size, int Organisations);

/// <param name="District">The outward part of the postcode; <c>other</c> is all districts with fewer than three organisations, together.</param>
public sealed record DistrictDemand(string District, int Organisations);

/// <summary>What suppliers see of the members: how much, how many, how large and roughly where; never who.</summary>
/// <param name="Quantity">Units per period, frozen when the collection closed.</param>
public sealed record TenderLotDemand(
    long Quantity, int Organisations, IReadOnlyList<SizeBandDemand> SizeBands, IReadOnlyList<DistrictDemand> Districts);

/// <summary>Who needs a lot, counted by size and by district: one row for each pair.</summary>
public sealed record DemandRow(LotId LotId, SizeBand Size, string District, int Organisations);

/// <summary>Counts the organisations behind a tender's demand so that nobody can be told from the figures.</summary>
public static class TenderDemand
{
    private const int FewestShown = 3;

    public static Task<List<DemandRow>> LoadDemandRowsAsync(this PurchasingDb db, ClusterId cluster, RoundId round, CancellationToken ct) =>
        db.Needs.Where(n => n.ClusterId == cluster && n.RoundId == round && n.State != NeedState.Withdrawn && n.LotId != null)
            .Select(n => new { n.LotId, n.MemberId })
            .Distinct()
            .Join(db.Members.Where(m => m.ClusterId == cluster), n => n.MemberId, m => m.Id, (n, m) => new { n.LotId, m.OrganisationId })
            .Join(db.Organisations, n => n.OrganisationId, o => o.Id, (n, o) => new { n.LotId, o.Size, o.PostcodeDistrict })
            .GroupBy(o => o)
            .Select(g => new DemandRow(g.Key.LotId!.Value, g.Key.Size, g.Key.PostcodeDistrict, g.Count()))
            .ToListAsync(ct);

    public static IReadOnlyList<SizeBandDemand> SizeBands(IEnumerable<DemandRow> rows) =>
    [
        .. Merge(rows, row => (DemandSize)row.Size, DemandSize.Other).OrderBy(band => band.Key)
            .Select(band => new SizeBandDemand(band.Key, band.Organisations)),
    ];

    public static IReadOnlyList<DistrictDemand> Districts(IEnumerable<DemandRow> rows) =>
    [
        .. Merge(rows, row => row.District, "other").OrderBy(district => district.Key == "other").ThenBy(district => district.Key, StringComparer.Ordinal)
            .Select(district => new DistrictDemand(district.Key, district.Organisations)),
    ];

    private static IEnumerable<(TKey Key, int Organisations)> Merge<TKey>(IEnumerable<DemandRow> rows, Func<DemandRow, TKey> key, TKey other)
        where TKey : notnull =>
        rows.GroupBy(key, (value, group) => (Key: value, Organisations: group.Sum(row => row.Organisations)))
            .GroupBy(
                entry => entry.Organisations < FewestShown ? other : entry.Key,
                (value, group) => (value, group.Sum(entry => entry.Organisations)));
}
