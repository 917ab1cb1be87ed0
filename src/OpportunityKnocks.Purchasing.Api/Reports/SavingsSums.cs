using OpportunityKnocks.Purchasing.Api.Grants;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Savings;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>Which savings are asked for.</summary>
/// <param name="Round">One round only.</param>
/// <param name="Of">One member's only.</param>
public sealed record SavingsQuestion(ClusterId Cluster, ReportDays Days, SavingsDates Dates, RoundId? Round = null, MemberId? Of = null);

/// <summary>Savings added up in one pass, by as many ways as are asked for.</summary>
public sealed class SavingsSums
{
    private readonly Currency _currency;
    private readonly SavingsTally _total = new();
    private readonly List<(SavingsKeys Keys, Dictionary<string, SavingsTally> Rows)> _breakdowns = [];

    private SavingsSums(Currency currency) => _currency = currency;

    public SavingsSummary Total => SavingsSummary.Of(_total, _currency);

    public static async Task<SavingsSums> ReadAsync(PurchasingDb db, SavingsQuestion asked, IReadOnlyList<SavingsBy> by, CancellationToken ct)
    {
        var (cluster, days) = (asked.Cluster, asked.Days);
        var sums = new SavingsSums(await db.CurrencyAsync(cluster, ct));
        foreach (var way in by)
            sums._breakdowns.Add((await SavingsKeys.LoadAsync(db, way, cluster, ct), new Dictionary<string, SavingsTally>(StringComparer.Ordinal)));

        var byAward = asked.Dates == SavingsDates.Awarded;
        var awards = db.ContractedAwards(cluster, byAward ? days.Start : null, byAward ? days.Before : null)
            .Where(a => asked.Round == null || a.RoundId == asked.Round);
        await foreach (var member in db.ServedMembersAsync(awards, cluster, asked.Of, ct))
            sums.Add(member, byAward ? new PeriodSpan(0, member.Lot.Term.Periods) : PeriodSpan.Of(member.Lot.Term, days));
        return sums;
    }

    public IReadOnlyList<SavingsRow> By(SavingsBy by)
    {
        var (keys, rows) = _breakdowns.Single(breakdown => breakdown.Keys.By == by);
        return
        [
            .. rows.Select(row => keys.ToRow(row.Key, SavingsSummary.Of(row.Value, _currency)))
                .OrderBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Key, StringComparer.Ordinal),
        ];
    }

    private void Add(ServedMember member, PeriodSpan periods)
    {
        if (periods.From == periods.Until)
            return;
        _total.Add(member.Served, periods.From, periods.Until);
        foreach (var (keys, rows) in _breakdowns)
        {
            foreach (var (key, span) in keys.Of(member.MemberId, member.Lot, periods))
                TallyOf(rows, key).Add(member.Served, span.From, span.Until);
        }
    }

    private static SavingsTally TallyOf(Dictionary<string, SavingsTally> rows, string key) =>
        rows.TryGetValue(key, out var tally) ? tally : rows[key] = new SavingsTally();
}
