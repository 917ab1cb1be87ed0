using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Reference;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>Which rows of the report a share counts in, and what they are called.</summary>
public sealed class SavingsKeys
{
    private const string NoGroup = "";

    private readonly SavingsBy _by;
    private readonly IReadOnlyDictionary<string, string> _names;
    private readonly IReadOnlyDictionary<MemberId, IReadOnlyList<GroupId>> _groups;

    private SavingsKeys(SavingsBy by, IReadOnlyDictionary<string, string> names, IReadOnlyDictionary<MemberId, IReadOnlyList<GroupId>> groups) =>
        (_by, _names, _groups) = (by, names, groups);

    public static async Task<SavingsKeys> LoadAsync(PurchasingDb db, SavingsBy by, ClusterId cluster, CancellationToken ct)
    {
        var names = by switch
        {
            SavingsBy.Member => await db.Members.Where(m => m.ClusterId == cluster)
                .Join(db.Organisations, m => m.OrganisationId, o => o.Id, (m, o) => new { m.Id, o.Name })
                .ToDictionaryAsync(m => Key(m.Id.Value), m => m.Name, StringComparer.Ordinal, ct),
            SavingsBy.Group => await db.Groups.Where(g => g.ClusterId == cluster)
                .ToDictionaryAsync(g => Key(g.Id.Value), g => g.Name, StringComparer.Ordinal, ct),
            SavingsBy.Round => await db.Rounds.Where(r => r.ClusterId == cluster)
                .Select(r => new { r.Id, r.Title })
                .ToDictionaryAsync(r => Key(r.Id.Value), r => r.Title, StringComparer.Ordinal, ct),
            _ => [],
        };
        var groups = by == SavingsBy.Group
            ? await db.Members.Where(m => m.ClusterId == cluster).AsNoTracking().ToDictionaryAsync(m => m.Id, m => m.Groups, ct)
            : [];
        return new SavingsKeys(by, names, groups);
    }

    public IEnumerable<string> Of(MemberId member, Lot lot) => _by switch
    {
        SavingsBy.Member => [Key(member.Value)],
        SavingsBy.Group => _groups[member] is { Count: > 0 } groups ? groups.Select(g => Key(g.Value)) : [NoGroup],
        SavingsBy.Round => [Key(lot.RoundId.Value)],
        _ => [lot.CategoryCode],
    };

    public SavingsRow ToRow(string key, SavingsSummary savings) => new(
        key == NoGroup ? null : key,
        _by switch
        {
            SavingsBy.Category => Categories.Find(key)?.Description ?? key,
            _ when key == NoGroup => "In no group",
            _ => _names[key],
        },
        savings);

    private static string Key(Guid id) => id.ToString("D", CultureInfo.InvariantCulture);
}
