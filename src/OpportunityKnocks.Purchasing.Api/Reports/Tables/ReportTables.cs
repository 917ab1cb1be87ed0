using static OpportunityKnocks.Purchasing.Api.Reports.Tables.Cell;

namespace OpportunityKnocks.Purchasing.Api.Reports.Tables;

/// <summary>The reports as flat tables: one kind of row each, amounts as plain numbers beside their currency.</summary>
public static class ReportTables
{
    /// <summary>The total first; of each row all of it, and what comes from each source of baselines.</summary>
    public static ReportTable ToTable(this SavingsResponse report) => new(
        [
            "key", "name", "source", "needs", "baseline", "cost", "switchingCost", "saved", "savedPercent",
            "baselineToDate", "costToDate", "switchingCostToDate", "savedToDate", "savedPercentToDate",
            "needsWithoutBaseline", "costWithoutBaseline", "costWithoutBaselineToDate", "currency",
        ],
        [.. SavingsRows(null, "Total", report.Total), .. report.Rows.SelectMany(row => SavingsRows(row.Key, row.Name, row.Savings))]);

    public static ReportTable ToTable(this ParticipationResponse report) => new(
        [
            "roundId", "title", "state", "publishedAt", "invited", "submitted", "confirmed", "pricedOut", "withdrew", "dropped", "roundEnded",
            "contracted", "lots", "bids",
        ],
        [
            .. report.Rounds.Select(r => (IReadOnlyList<Cell>)
            [
                Own(r.RoundId), Text(r.Title), Own(r.State), Own(r.PublishedAt), Own(r.Members.Invited), Own(r.Members.Submitted), Own(r.Members.Confirmed),
                Own(r.Members.Left.PricedOut), Own(r.Members.Left.Withdrew), Own(r.Members.Left.Dropped), Own(r.Members.Left.RoundEnded),
                Own(r.Members.Contracted), Own(r.Lots.Count), Own(r.Lots.Any(lot => lot.Bids is not null) ? r.Lots.Sum(lot => lot.Bids) : null),
            ]),
        ]);

    public static ReportTable ToTable(this SpendResponse report) => new(
        ["supplierId", "name", "local", "voluntarySector", "lots", "contracted", "toDate", "percentOfContracted", "currency"],
        [
            .. report.Rows.Select(r => (IReadOnlyList<Cell>)
            [
                Own(r.SupplierId), Text(r.Name), Own(r.Local), Own(r.VoluntarySector), Own(r.Spend.Lots), Own(r.Spend.Contracted), Own(r.Spend.ToDate),
                Own(r.Spend.PercentOfContracted), Own(r.Spend.Contracted.Currency.Code),
            ]),
        ]);

    public static ReportTable ToTable(this GrantReturnsResponse report) => new(
        ["grantId", "funder", "from", "until", "endedOn", "amount", "amountOnTheDays", "currency"],
        [
            .. report.Grants.Select(g => (IReadOnlyList<Cell>)
            [
                Own(g.GrantId), Text(g.Funder), Own(g.From), Own(g.Until), Own(g.EndedOn), Own(g.Amount), Own(g.AmountOnTheDays), Own(g.Amount.Currency.Code),
            ]),
        ]);

    private static IEnumerable<IReadOnlyList<Cell>> SavingsRows(string? key, string name, SavingsSummary savings)
    {
        var currency = savings.Contracted.Saved.Currency.Code;
        var unknown = savings.WithoutBaseline;
        yield return
        [
            Own(key), Text(name), Own("all"), .. Figures(savings.Contracted, savings.ToDate),
            Own(unknown.Needs), Own(unknown.Contracted), Own(unknown.ToDate), Own(currency),
        ];
        foreach (var source in savings.BySource)
            yield return [Own(key), Text(name), Own(source.Source), .. Figures(source.Contracted, source.ToDate), Own(null), Own(null), Own(null), Own(currency)];
    }

    private static IEnumerable<Cell> Figures(SavingsAmounts contracted, SavingsAmounts toDate) =>
    [
        Own(contracted.Needs), Own(contracted.Baseline), Own(contracted.Cost), Own(contracted.SwitchingCost), Own(contracted.Saved), Own(contracted.SavedPercent),
        Own(toDate.Baseline), Own(toDate.Cost), Own(toDate.SwitchingCost), Own(toDate.Saved), Own(toDate.SavedPercent),
    ];
}
