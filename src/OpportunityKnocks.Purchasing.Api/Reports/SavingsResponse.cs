using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Savings;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>How the savings are broken down: by whose or what they are, or by when charge periods start.</summary>
public enum SavingsBy
{
    Member,
    Group,
    Round,
    Category,
    Month,
    Quarter,
    Year,
}

/// <summary>What has to be on the days asked for.</summary>
public enum SavingsDates
{
    /// <summary>The award: its savings count over the whole term.</summary>
    Awarded,

    /// <summary>The start of a charge period: only such periods count, whenever the round was awarded.</summary>
    Charged,
}

/// <summary>What needs with a baseline cost before and cost now, as their members bear it: net, and the VAT they cannot recover.</summary>
/// <param name="SwitchingCost">What changing over costs once; it counts with the first charge period.</param>
/// <param name="Saved">Baseline minus cost minus switching cost: negative if they became dearer.</param>
/// <param name="SavedPercent">Of the baseline, two decimals; left out if that was nothing.</param>
public sealed record SavingsAmounts(int Needs, Money Baseline, Money Cost, Money SwitchingCost, Money Saved, string? SavedPercent)
{
    public static SavingsAmounts Of(SavingsFigures figures, Currency currency) => new(
        figures.Needs,
        new Money(figures.Baseline, currency),
        new Money(figures.Cost, currency),
        new Money(figures.Switching, currency),
        new Money(figures.Saved, currency),
        figures.Baseline == 0 ? null : new Fraction((Int128)figures.Saved * 100, figures.Baseline).ToDecimal(2));
}

/// <summary>The part of the savings whose baseline is known from one kind of source.</summary>
public sealed record SavingsBySource(BaselineSource Source, SavingsAmounts Contracted, SavingsAmounts ToDate);

/// <summary>What needs without a baseline cost: nothing can be said of their savings.</summary>
public sealed record SavingsUnknown(int Needs, Money Contracted, Money ToDate);

/// <summary>Savings of one kind of needs.</summary>
/// <param name="Contracted">Over the whole term.</param>
/// <param name="ToDate">Over the charge periods that are posted.</param>
public sealed record SavingsSummary(
    SavingsAmounts Contracted, SavingsAmounts ToDate, IReadOnlyList<SavingsBySource> BySource, SavingsUnknown WithoutBaseline)
{
    public static SavingsSummary Of(SavingsTally tally, Currency currency) => new(
        SavingsAmounts.Of(tally.Term, currency),
        SavingsAmounts.Of(tally.ToDate, currency),
        [.. tally.BySource.Select(s => new SavingsBySource(s.Source, SavingsAmounts.Of(s.Term, currency), SavingsAmounts.Of(s.ToDate, currency)))],
        new SavingsUnknown(
            tally.WithoutBaseline.Needs,
            new Money(tally.WithoutBaseline.Cost, currency),
            new Money(tally.WithoutBaselineToDate.Cost, currency)));
}

/// <summary>One line of the report.</summary>
/// <param name="Key">The member's, group's or round's id, the CPV code, or the month, quarter or year (2027-04, 2027-Q2, 2027); left out for
/// members that are in no group.</param>
/// <param name="Name">What it is called.</param>
public sealed record SavingsRow(string? Key, string Name, SavingsSummary Savings);

/// <summary>What the cluster saved in the rounds that were contracted.</summary>
/// <param name="Total">Every need once. Rows by group need not add up to it: a member in several groups counts in each.</param>
public sealed record SavingsResponse(
    SavingsBy By, SavingsDates Dates, DateOnly? From, DateOnly? To, SavingsSummary Total, IReadOnlyList<SavingsRow> Rows);
