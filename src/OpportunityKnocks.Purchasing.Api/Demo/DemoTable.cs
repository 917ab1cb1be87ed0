using System.Globalization;
using System.Text.Json.Nodes;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Demo;

/// <summary>The end of the demonstration: who takes what, pays what and saves what, for a trustee to read. Every figure is one the API
/// gives; a year is half of the two years' term, rounded so that the column still adds up.</summary>
public sealed class DemoTable(DemoSetting setting, string round, TextWriter say)
{
    private const int Years = DemoCast.Months / 12;
    private static readonly Currency Pounds = Currency.Of("GBP");

    public async Task ShowAsync(CancellationToken ct)
    {
        var coordinator = setting.Coordinator.Client;
        var award = await coordinator.GetAsync($"{round}/award", ct);
        var shares = await coordinator.ListAsync($"{round}/shares?limit=200", ct);
        var savings = await coordinator.GetAsync($"{setting.Cluster}/reports/savings?by=member&roundId={round.Split('/')[^1]}", ct);
        var rows = Rows(shares, savings);

        ShowWinners(award);
        ShowRows(rows);
        ShowReckoning(award, rows, shares);
        await ShowAShareAsync(ct);
    }

    private static List<Row> Rows(List<JsonNode> shares, JsonNode savings)
    {
        var saved = savings["rows"]!.AsArray().ToDictionary(r => (string)r!["key"]!, r => r!["savings"]!["contracted"]!, StringComparer.Ordinal);
        var members = shares.GroupBy(s => (Guid)s["memberId"]!).OrderBy(m => (string)m.First()["memberName"]!, StringComparer.Ordinal).ToList();
        var cost = members.ToDictionary(m => m.Key, m => m.Sum(s => Pence(s["cost"]!)));
        var before = members.ToDictionary(m => m.Key, m => Pence(saved[m.Key.ToString()]["baseline"]!));
        var (costAYear, beforeAYear) = (AYear(cost), AYear(before));
        return [.. members.Select(m => new Row(
            (string)m.First()["memberName"]!,
            Quantity(m, "Helpdesk"),
            Quantity(m, "On-site hours"),
            costAYear[m.Key],
            before[m.Key] == 0 ? null : beforeAYear[m.Key],
            cost[m.Key]))];
    }

    private void ShowWinners(JsonNode award)
    {
        say.WriteLine();
        foreach (var lot in award["lots"]!.AsArray())
        {
            var winner = lot!["winner"]!;
            say.WriteLine(
                $"{lot["title"]}: {winner["supplier"]!["name"]}, {lot["quantity"]} a period for {lot["members"]} members, best of {lot["candidates"]!.AsArray().Count} bids; "
                + $"{Amount(winner["totals"]!["net"]!)} net + {Amount(winner["totals"]!["vat"]!)} VAT over {lot["periods"]} periods.");
        }

        foreach (var left in award["departures"]!.AsArray())
        {
            say.WriteLine(
                $"One need left: its ceiling of {left!["ceiling"]} a unit, all in, is under what it would have paid ({left["costPerUnit"]!["rounded"]}).");
        }
    }

    private void ShowRows(List<Row> rows)
    {
        const string line = "{0,-34} {1,6} {2,9} {3,13} {4,13} {5,13} {6,8} {7,16}";
        say.WriteLine();
        Line("Member", "Users", "Hours/qtr", "Pays a year", "Paid before", "Saves a year", "Saves", "Over two years");
        foreach (var row in rows)
        {
            Line(
                row.Member, row.Users, row.Hours, Text(row.CostAYear), row.BeforeAYear is { } b ? Text(b) : "not known",
                row.BeforeAYear is { } before ? Text(before - row.CostAYear) : "", Percentage(row.BeforeAYear, row.CostAYear), Text(row.Cost));
        }

        var compared = rows.Where(r => r.BeforeAYear is not null).ToList();
        var (was, isNow) = (compared.Sum(r => r.BeforeAYear!.Value), compared.Sum(r => r.CostAYear));
        Line(
            "All together", rows.Sum(r => r.Users), rows.Sum(r => r.Hours), Text(rows.Sum(r => r.CostAYear)), Text(was), Text(was - isNow),
            Percentage(was, isNow), Text(rows.Sum(r => r.Cost)));

        void Line(params object[] cells) => say.WriteLine(string.Format(CultureInfo.InvariantCulture, line, cells));
    }

    private void ShowReckoning(JsonNode award, List<Row> rows, List<JsonNode> shares)
    {
        var (column, cost) = (rows.Sum(r => r.Cost), Pence(award["totals"]!["cost"]!));
        var (net, unrecovered) = (shares.Sum(s => Pence(s["net"]!)), shares.Sum(s => Pence(s["unrecoveredVat"]!)));
        say.WriteLine();
        say.WriteLine("What a member pays here is what it bears: the net price and the VAT it cannot recover. Savings are against those who said what they paid.");
        say.WriteLine($"The last column adds up to GBP {Text(column)}; the award costs the members GBP {Text(cost)}. {(column == cost ? "They agree to the penny." : "THEY DIFFER.")}");
        say.WriteLine($"Net {Text(net)} + VAT not recovered {Text(unrecovered)} = {Text(net + unrecovered)}.");
    }

    /// <summary>What one member sees of its own share, as it could recompute it.</summary>
    private async Task ShowAShareAsync(CancellationToken ct)
    {
        var member = setting.Members[1];
        var own = await member.Client.ListAsync($"{round}/shares", ct);
        say.WriteLine();
        say.WriteLine($"What {member.Name} is told of its own share:");
        foreach (var share in own)
            say.WriteLine($"  {share["lotTitle"]}: {share["explanation"]!["summary"]}");
    }

    private static Dictionary<Guid, long> AYear(Dictionary<Guid, long> term)
    {
        var total = (long)Rounding.HalfUp(term.Values.Sum(), Years);
        return Allocation.Allocate(total, [.. term.Select(t => (t.Key, t.Value))]).Entries.ToDictionary(e => e.Id, e => e.Amount);
    }

    private static long Quantity(IEnumerable<JsonNode> shares, string lot) =>
        shares.Where(s => (string?)s["lotTitle"] == lot).Sum(s => (long)s["quantity"]!);

    private static string Percentage(long? before, long cost) => before is > 0
        ? ((before.Value - cost) * 100m / before.Value).ToString("0.0' %'", CultureInfo.InvariantCulture)
        : "";

    private static long Pence(JsonNode money) => Money.TryParse(((string)money["amount"]!).TrimStart('-'), Pounds, out var amount)
        ? ((string)money["amount"]!)[0] == '-' ? -amount.MinorUnits : amount.MinorUnits
        : throw new DemoRefusalException("unreadableAmount", money.ToJsonString());

    private static string Amount(JsonNode money) => $"GBP {Text(Pence(money))}";

    private static string Text(long pence) => (pence / 100m).ToString("N2", CultureInfo.InvariantCulture);

    private sealed record Row(string Member, long Users, long Hours, long CostAYear, long? BeforeAYear, long Cost);
}
