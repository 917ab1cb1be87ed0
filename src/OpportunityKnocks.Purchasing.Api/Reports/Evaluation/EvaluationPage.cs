using System.Globalization;
using OpportunityKnocks.Purchasing.Domain;
using static OpportunityKnocks.Purchasing.Api.Reports.Evaluation.Markup;

namespace OpportunityKnocks.Purchasing.Api.Reports.Evaluation;

/// <summary>The evaluation as one page to print: HTML with its own style and its charts inside, and nothing else to load.</summary>
public static class EvaluationPage
{
    /// <summary>The longest bars of a chart; the tables show all.</summary>
    private const int MostBars = 15;

    private static readonly Markup Head = Literal(
        """
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <style>
        body { font: 11pt/1.4 Georgia, 'Times New Roman', serif; color: #111; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 20pt; margin: 0; } h2 { font-size: 14pt; margin: 2rem 0 .5rem; border-bottom: 1px solid #111; } h3 { font-size: 11pt; margin: 1.2rem 0 .3rem; }
        table { border-collapse: collapse; width: 100%; font-size: 9.5pt; font-variant-numeric: tabular-nums; }
        th, td { padding: .2rem .4rem; border-bottom: 1px solid #bbb; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
        thead { display: table-header-group; } th { border-bottom: 1px solid #111; } .n { text-align: right; white-space: nowrap; }
        dl { display: grid; grid-template-columns: repeat(4, 1fr); gap: .5rem 1rem; } dt { font-size: 9pt; color: #444; } dd { margin: 0; font-size: 15pt; }
        svg { max-width: 100%; height: auto; font: 12px Georgia, serif; } .label { text-anchor: end; } .gain { fill: #2f6f4f; } .loss { fill: #b3402f; }
        .axis { stroke: #111; } .note, .none { font-size: 9pt; color: #444; }
        @page { size: A4; margin: 18mm; }
        @media print { body { margin: 0; max-width: none; padding: 0; } tr, svg, dl { break-inside: avoid; } h2, h3 { break-after: avoid; }
          .gain, .loss { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        </style>
        """);

    /// <param name="today">When it is written.</param>
    public static string Write(EvaluationResponse e, DateOnly today) => Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <title>Evaluation: {e.ClusterName}</title>
        {Head}
        </head>
        <body>
        <h1>{e.ClusterName}</h1>
        <p>Evaluation of collective purchasing, {Days(e)}. Written on {Day(today)}.</p>
        {Summary(e)}
        {Participation(e.Participation)}
        {Savings(e.Savings)}
        {Spend(e.Spend)}
        {Grants(e.Grants)}
        </body>
        </html>

        """).ToString();

    private static Markup Summary(EvaluationResponse e) => Of(
        $"""
        <dl>
        {Fact("Members who took part", Number(e.Participation.Total.DifferentMembers))}{Fact("Members under contract", Number(e.Participation.Total.DifferentMembersContracted))}
        {Fact("Saved, contracted", Amount(e.Savings.Total.Contracted.Saved))}{Fact("Saved, to date", Amount(e.Savings.Total.ToDate.Saved))}
        {Fact("Bids for each lot", e.Participation.Total.BidsPerLot ?? "-")}{Fact("Spend, contracted", Amount(e.Spend.Total.Contracted))}
        {Fact("Grants for these days", Amount(e.Grants.Granted))}{Fact("Saved for each unit granted", e.Grants.ContractedPerUnit ?? "-")}
        </dl>
        """);

    private static Markup Participation(ParticipationResponse report)
    {
        var sum = report.Total.Members;
        return Of(
            $"""
            <h2>Participation</h2>
            {BarChart.Draw("Members in all rounds, each counted in each of its rounds",
            [
                Count("Invited", sum.Invited), Count("Submitted a need", sum.Submitted), Count("Confirmed it", sum.Confirmed), Count("Under contract", sum.Contracted),
                Count("Left: price above ceiling", sum.Left.PricedOut), Count("Left: withdrew", sum.Left.Withdrew), Count("Left: dropped", sum.Left.Dropped),
                Count("Left: round ended", sum.Left.RoundEnded),
            ])}
            {Table(
                ["Round", "State", "Invited", "Submitted", "Confirmed", "Left", "Contracted", "Lots", "Bids"],
                2,
                report.Rounds.Select(r => (string[])
                [
                    r.Title, r.State.ToString(), Number(r.Members.Invited), Number(r.Members.Submitted), Number(r.Members.Confirmed), Number(LeftOf(r.Members)),
                    Number(r.Members.Contracted), Number(r.Lots.Count), r.Lots.Any(lot => lot.Bids is not null) ? Number(r.Lots.Sum(lot => lot.Bids ?? 0)) : "sealed",
                ]))}
            """);

        static Bar Count(string label, int count) => new(label, count, Number(count));
    }

    private static Markup Savings(EvaluatedSavings savings) => Of(
        $"""
        <h2>Savings</h2>
        <p class="note">What members paid before, less what they pay now and what changing over cost them once; net, with the VAT they cannot recover.
        Losses are included. {Number(savings.Total.WithoutBaseline.Needs)} needs without a figure for before, of {Amount(savings.Total.WithoutBaseline.Contracted)},
        count in none of it.</p>
        {Table(
            ["Known from", "Needs", "Before", "Now", "Switching", "Saved", "%", "Saved to date"],
            1,
            [
                .. savings.Total.BySource.Select(s => Cells(s.Source.ToString(), s.Contracted, s.ToDate)),
                Cells("All", savings.Total.Contracted, savings.Total.ToDate),
            ])}
        {Breakdown("By category", savings.ByCategory)}
        {Breakdown("By round", savings.ByRound)}
        {Breakdown("By group", savings.ByGroup)}
        {Breakdown("By quarter in which charge periods start", savings.ByQuarter, inOrder: true)}
        {Breakdown("By member", savings.ByMember)}
        """);

    private static Markup Breakdown(string title, IReadOnlyList<SavingsRow> rows, bool inOrder = false)
    {
        var shown = inOrder ? rows.Take(MostBars * 2) : rows.OrderByDescending(row => Math.Abs(row.Savings.Contracted.Saved.MinorUnits)).Take(MostBars);
        return Of(
            $"""
            <h3>{title}</h3>
            {BarChart.Draw(
                $"Saved, contracted: {title}",
                [.. shown.Select(row => new Bar(row.Name, row.Savings.Contracted.Saved.MinorUnits, Amount(row.Savings.Contracted.Saved)))])}
            {Table(
                ["", "Needs", "Before", "Now", "Switching", "Saved", "%", "Saved to date"],
                1,
                rows.Select(row => Cells(row.Name, row.Savings.Contracted, row.Savings.ToDate)))}
            """);
    }

    private static Markup Spend(SpendResponse report) => Of(
        $"""
        <h2>Spend</h2>
        {BarChart.Draw(
            "Net spend, contracted",
            [
                Share("All suppliers", report.Total), Share("Local", report.Local), Share("Voluntary sector", report.VoluntarySector),
                Share("Local or voluntary sector", report.LocalOrVoluntary),
            ])}
        {Table(
            ["Supplier", "Local", "Voluntary sector", "Lots", "Contracted", "To date", "%"],
            3,
            report.Rows.Select(r => (string[])
            [
                r.Name, r.Local ? "yes" : "no", r.VoluntarySector ? "yes" : "no", Number(r.Spend.Lots), Amount(r.Spend.Contracted), Amount(r.Spend.ToDate),
                r.Spend.PercentOfContracted ?? "-",
            ]))}
        """);

    private static Markup Grants(GrantReturnsResponse report) => Of(
        $"""
        <h2>Grants and what they brought</h2>
        <p>{Amount(report.Granted)} for these days. For each unit of it {report.ContractedPerUnit ?? "-"} were saved over the terms of the contracts made,
        {report.ToDatePerUnit ?? "-"} of it in charge periods that are posted.</p>
        {Table(
            ["Funder", "From", "Until", "Amount", "For these days"],
            3,
            report.Grants.Select(g => (string[])[g.Funder, Day(g.From), Day(g.EndedOn ?? g.Until), Amount(g.Amount), Amount(g.AmountOnTheDays)]))}
        """);

    private static string[] Cells(string name, SavingsAmounts contracted, SavingsAmounts toDate) =>
    [
        name, Number(contracted.Needs), Amount(contracted.Baseline), Amount(contracted.Cost), Amount(contracted.SwitchingCost), Amount(contracted.Saved),
        contracted.SavedPercent ?? "-", Amount(toDate.Saved),
    ];

    /// <param name="words">How many columns at the beginning are not numbers.</param>
    private static Markup Table(IReadOnlyList<string> columns, int words, IEnumerable<string[]> rows)
    {
        return Of(
            $"""
            <table>
            <thead><tr>{All(columns.Select((column, i) => Of($"<th class=\"{Class(i)}\" scope=\"col\">{column}</th>")))}</tr></thead>
            <tbody>
            {All(rows.Select(row => Of($"<tr>{All(row.Select((cell, i) => Of($"<td class=\"{Class(i)}\">{cell}</td>")))}</tr>\n")))}</tbody>
            </table>
            """);

        string Class(int column) => column < words ? "w" : "n";
    }

    private static Markup Fact(string term, string value) => Of($"<div><dt>{term}</dt><dd>{value}</dd></div>");

    private static Bar Share(string label, SpendAmounts spend) => new(label, spend.Contracted.MinorUnits, Amount(spend.Contracted));

    private static int LeftOf(MemberCounts members) => members.Left.PricedOut + members.Left.Withdrew + members.Left.Dropped + members.Left.RoundEnded;

    private static string Days(EvaluationResponse e) => (e.From, e.To) switch
    {
        ({ } from, { } to) => $"{Day(from)} to {Day(to)}",
        ({ } from, null) => $"from {Day(from)}",
        (null, { } to) => $"until {Day(to)}",
        _ => "all of it",
    };

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The exact amount, its thousands set apart.</summary>
    private static string Amount(Money money)
    {
        var parts = money.ToAmount().Split('.');
        var sign = parts[0].StartsWith('-') ? "-" : "";
        var whole = long.Parse(parts[0].TrimStart('-'), CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture);
        return $"{money.Currency.Code} {sign}{whole}{(parts.Length > 1 ? "." + parts[1] : "")}";
    }
}
