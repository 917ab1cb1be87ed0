using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>One posting to an account.</summary>
/// <param name="SettlementNumber">The settlement, or the correction, that posted it; left out for a payment, and so is what a charge is for.</param>
/// <param name="Period">The charge period, from 1.</param>
/// <param name="PeriodStartsOn">Its first day.</param>
/// <param name="PaymentId">The payment that posted it.</param>
/// <param name="Reference">What the payment said.</param>
/// <param name="AdjustsAwardId">The award whose sharing over the whole round moves this amount between members; see its shares.</param>
/// <param name="Amount">VAT included; positive raises the balance.</param>
/// <param name="Balance">After it.</param>
public sealed record StatementLine(
    Guid TransferId,
    DateTimeOffset At,
    long? SettlementNumber,
    Guid? RoundId,
    Guid? LotId,
    string? LotTitle,
    int? Period,
    DateOnly? PeriodStartsOn,
    Guid? PaymentId,
    string? Reference,
    Guid? AdjustsAwardId,
    Money Amount,
    Money Vat,
    Money Balance);

/// <summary>An account over some days.</summary>
public sealed record AccountPage(Money OpeningBalance, IReadOnlyList<StatementLine> Lines, Money ClosingBalance);

/// <summary>Reads what was posted to an account.</summary>
public static class AccountReader
{
    /// <param name="account">Whose.</param>
    /// <param name="sign">1 when what goes out of the account raises the balance (a member owes more), -1 when what comes in does.</param>
    public static async Task<AccountPage> ReadAccountAsync(
        this PurchasingDb db, ClusterId cluster, Account account, int sign, DateOnly? from, DateOnly? to, CancellationToken ct)
    {
        if (from > to)
            throw InvalidShapeException.Of("to", "must not be before from");

        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(ct);
        var transfers = db.Transfers.Where(t => t.ClusterId == cluster
            && ((t.FromOwner == account.Owner && t.FromKind == account.Kind) || (t.ToOwner == account.Owner && t.ToKind == account.Kind)));
        var opening = from is { } first
            ? sign * await transfers.Where(t => t.At < StartOf(first))
                .SumAsync(t => t.FromKind == account.Kind && t.FromOwner == account.Owner ? t.Amount : -t.Amount, ct)
            : 0;
        if (from is { } since)
            transfers = transfers.Where(t => t.At >= StartOf(since));
        if (to is { } last && last < DateOnly.MaxValue)
            transfers = transfers.Where(t => t.At < StartOf(last.AddDays(1)));

        var balance = new Money(opening, currency);
        var lines = new List<StatementLine>();
        foreach (var line in await db.LinesAsync(transfers, account, sign, currency, ct))
        {
            balance += line.Amount;
            lines.Add(line with { Balance = balance });
        }

        return new AccountPage(new Money(opening, currency), lines, balance);
    }

    private static async Task<List<StatementLine>> LinesAsync(
        this PurchasingDb db, IQueryable<Transfer> transfers, Account account, int sign, Currency currency, CancellationToken ct)
    {
        var rows = await transfers.OrderBy(t => t.At).ThenBy(t => t.Id)
            .Select(t => new
            {
                Transfer = t,
                Round = db.Settlements.Where(s => s.ClusterId == t.ClusterId && s.Id == t.SettlementId).Select(s => (RoundId?)s.RoundId).FirstOrDefault(),
                Lot = db.Lots.Where(l => l.ClusterId == t.ClusterId && l.Id == t.LotId).Select(l => l.Title).FirstOrDefault(),
                StartsOn = db.SettledPeriods
                    .Where(p => p.ClusterId == t.ClusterId && p.SettlementId == t.SettlementId && p.LotId == t.LotId && p.Part == t.Part && p.Period == t.Period)
                    .Select(p => (DateOnly?)p.StartsOn)
                    .FirstOrDefault(),
                Number = db.Settlements.Where(s => s.ClusterId == t.ClusterId && s.Id == (t.CorrectionId ?? t.SettlementId))
                    .Select(s => (long?)s.Number)
                    .FirstOrDefault(),
                Reference = db.Payments.Where(p => p.ClusterId == t.ClusterId && p.Id == t.PaymentId).Select(p => p.Reference).FirstOrDefault(),
            })
            .AsNoTracking()
            .ToListAsync(ct);
        return rows.ConvertAll(row =>
        {
            var change = row.Transfer.FromKind == account.Kind && row.Transfer.FromOwner == account.Owner ? sign : -sign;
            return new StatementLine(
                row.Transfer.Id.Value,
                row.Transfer.At,
                row.Number,
                row.Round?.Value,
                row.Transfer.LotId?.Value,
                row.Lot,
                row.Transfer.Period,
                row.StartsOn,
                row.Transfer.PaymentId?.Value,
                row.Reference,
                row.Transfer.Adjusts?.Value,
                new Money(change * row.Transfer.Amount, currency),
                new Money(change * row.Transfer.Vat, currency),
                Money.Zero(currency));
        });
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
