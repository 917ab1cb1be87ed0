using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Reference;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>Some charge periods of a term, from 0: the first, and the one after the last.</summary>
public readonly record struct PeriodSpan(int From, int Until)
{
    /// <summary>The periods that start on the days asked for.</summary>
    public static PeriodSpan Of(Term term, ReportDays days)
    {
        var from = 0;
        while (from < term.Periods && term.StartOf(from + 1) < days.From)
            from++;
        var until = term.Periods;
        while (until > from && term.StartOf(until) > days.To)
            until--;
        return new PeriodSpan(from, until);
    }
}

/// <summary>Which rows of the report a need counts in, with which of its charge periods, and what the rows are called.</summary>
public sealed class SavingsKeys
{
    private const string NoGroup = "";

    private readonly IReadOnlyDictionary<string, string> _names;
    private readonly IReadOnlyDictionary<MemberId, IReadOnlyList<GroupId>> _groups;

    private SavingsKeys(SavingsBy by, IReadOnlyDictionary<string, string> names, IReadOnlyDictionary<MemberId, IReadOnlyList<GroupId>> groups) =>
        (By, _names, _groups) = (by, names, groups);

    public SavingsBy By { get; }

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

    public IEnumerable<(string Key, PeriodSpan Periods)> Of(MemberId member, ReportedLot lot, PeriodSpan periods) => By switch
    {
        SavingsBy.Member => [(Key(member.Value), periods)],
        SavingsBy.Group => _groups[member] is { Count: > 0 } groups ? groups.Select(g => (Key(g.Value), periods)) : [(NoGroup, periods)],
        SavingsBy.Round => [(Key(lot.RoundId.Value), periods)],
        SavingsBy.Category => [(lot.CategoryCode, periods)],
        _ => Cut(lot.Term, periods),
    };

    public SavingsRow ToRow(string key, SavingsSummary savings) => new(
        key == NoGroup ? null : key,
        By switch
        {
            SavingsBy.Category => Categories.Find(key)?.Description ?? key,
            SavingsBy.Month or SavingsBy.Quarter or SavingsBy.Year => key,
            _ when key == NoGroup => "In no group",
            _ => _names[key],
        },
        savings);

    /// <summary>Charge periods that start in the same month, quarter or year follow one another.</summary>
    private IEnumerable<(string Key, PeriodSpan Periods)> Cut(Term term, PeriodSpan periods)
    {
        var from = periods.From;
        for (var period = from + 1; period <= periods.Until; period++)
        {
            if (period < periods.Until && Key(term.StartOf(period + 1)) == Key(term.StartOf(from + 1)))
                continue;
            yield return (Key(term.StartOf(from + 1)), new PeriodSpan(from, period));
            from = period;
        }
    }

    private string Key(DateOnly day) => By switch
    {
        SavingsBy.Month => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        SavingsBy.Quarter => string.Create(CultureInfo.InvariantCulture, $"{day.Year:0000}-Q{((day.Month - 1) / 3) + 1}"),
        _ => day.ToString("yyyy", CultureInfo.InvariantCulture),
    };

    private static string Key(Guid id) => id.ToString("D", CultureInfo.InvariantCulture);
}
