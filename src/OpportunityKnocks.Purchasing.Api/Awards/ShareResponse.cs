using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>A part of a total, and how it came about: <c>total x weight / sumOfWeights</c> cut off to minor units (the floor), and one
/// minor unit more where what was cut off is among the largest fractions.</summary>
/// <param name="Floor">The amount before a missing unit is given.</param>
/// <param name="Fraction">What was cut off, in minor units: p/q.</param>
/// <param name="CutOff">The smallest fraction that still got a missing unit; left out if none was missing.</param>
/// <param name="GotMissingUnit">Equal fractions are decided by the members' ids.</param>
public sealed record ShareSplit(
    Money Total, long SumOfWeights, long Weight, Money Floor, string Fraction, string? CutOff, bool GotMissingUnit, Money Amount)
{
    public static ShareSplit Of(AllocationExplanation split, Currency currency) => new(
        new Money(split.Total, currency),
        split.SumOfWeights,
        split.Weight,
        new Money(split.Floor, currency),
        split.Fraction.ToString(),
        split.CutOff?.ToString(),
        split.GotMissingUnit,
        new Money(split.Floor + (split.GotMissingUnit ? 1 : 0), currency));
}

/// <summary>How the price of a need compares with the most its member will pay.</summary>
/// <param name="Ceiling">Left out if it takes any price.</param>
/// <param name="CostPerUnit">Per unit and period, all in.</param>
public sealed record ShareCeiling(Guid NeedId, UnitPrice? Ceiling, ExactAmount CostPerUnit, bool Within);

/// <summary>Enough to compute a share again: the line and the fixed fee are split as <see cref="ShareSplit"/> says. The line's amount is
/// spread over the periods: each gets the floor of <c>lineTotalPerPeriod x weight / sumOfWeights</c>, the minor units left over go one
/// each to the periods from <paramref name="FirstExtraPeriod"/> on, after the last comes the first. Fees are in period 1. VAT is half up
/// on each period's net; the unrecovered part half up on that.</summary>
/// <param name="Summary">One line for people.</param>
/// <param name="FirstExtraPeriod">From 1.</param>
/// <param name="Ceilings">Each of the member's needs in the lot.</param>
public sealed record ShareExplained(
    string Summary,
    ExactAmount UnitPrice,
    Money LineTotalPerPeriod,
    ShareSplit Line,
    int FirstExtraPeriod,
    ShareSplit FixedFee,
    Money FeePerMember,
    Percent VatRate,
    Percent VatRecovery,
    IReadOnlyList<ShareCeiling> Ceilings);

/// <summary>What the member's shares of all lots come to over the round.</summary>
/// <param name="Adjustment">What it pays more or less over the round; left out if nothing. It belongs to no lot.</param>
/// <param name="Core">Whether a group of members would do better on its own.</param>
public sealed record ShareOverTheRound(ShareAdjustment? Adjustment, CoreVerdict Core);

/// <summary>What one member pays of one lot, over the whole term.</summary>
/// <param name="Quantity">Units per period.</param>
/// <param name="Gross">What it pays.</param>
/// <param name="Cost">What that costs it in the end: net, and the VAT it cannot recover.</param>
/// <param name="OverTheRound">The same with each of the member's shares.</param>
public sealed record ShareResponse(
    Guid Id,
    Guid LotId,
    string LotTitle,
    Guid MemberId,
    string MemberName,
    NamedOrganisation Supplier,
    long Quantity,
    int Periods,
    Money Line,
    Money FixedFee,
    Money FeePerMember,
    Money Net,
    Money Vat,
    Money RecoveredVat,
    Money UnrecoveredVat,
    Money Gross,
    Money Cost,
    ShareExplained Explanation,
    ShareOverTheRound? OverTheRound = null)
{
    public static ShareResponse Of(Share share, ShareExplanation explained, string lotTitle, string memberName, NamedOrganisation supplier)
    {
        var (amounts, currency) = (explained.Amounts, explained.LineTotalPerPeriod.Currency);
        return new ShareResponse(
            share.Id.Value,
            share.LotId.Value,
            lotTitle,
            share.MemberId.Value,
            memberName,
            supplier,
            explained.Quantity,
            explained.Periods,
            amounts.Line,
            amounts.FixedFee,
            amounts.FeePerMember,
            amounts.Net,
            amounts.Vat,
            amounts.RecoveredVat,
            amounts.UnrecoveredVat,
            amounts.Gross,
            amounts.Cost,
            new ShareExplained(
                explained.Summary,
                ExactAmount.Of(explained.UnitPrice),
                explained.LineTotalPerPeriod,
                ShareSplit.Of(explained.Line, currency),
                explained.FirstExtraPeriod + 1,
                ShareSplit.Of(explained.FixedFee, currency),
                explained.FeePerMember,
                explained.VatRate,
                explained.VatRecovery,
                [.. explained.Ceilings.Select(c => new ShareCeiling(c.NeedId.Value, c.Ceiling, ExactAmount.Of(c.CostPerUnit), c.IsWithin))]));
    }
}
