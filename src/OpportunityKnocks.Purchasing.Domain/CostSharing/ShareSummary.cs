using System.Globalization;

namespace OpportunityKnocks.Purchasing.Domain.CostSharing;

/// <summary>Says in one line what a member pays and why.</summary>
internal static class ShareSummary
{
    public static string Of(MemberShare share, LotCost lot, string unitWord, string periodWord)
    {
        var amounts = share.Amounts;
        var recovery = amounts.RecoveredVat.MinorUnits == 0 ? "" : $", which costs you {Write(amounts.Cost)}";
        return string.Concat(
            Line(share, lot, unitWord, periodWord),
            Fee("set-up fee", amounts.FixedFee),
            Fee("fee per member", amounts.FeePerMember),
            $"; net {Write(amounts.Net)}",
            share.VatRate == Percent.Zero
                ? "; no VAT"
                : $"; VAT {share.VatRate} % {Write(amounts.Vat)}, of which you recover {Write(amounts.RecoveredVat)}",
            $"; you pay {Write(amounts.Gross)}{recovery}");
    }

    private static string Line(MemberShare share, LotCost lot, string unitWord, string periodWord)
    {
        var currency = lot.Offer.Currency;
        var rounded = (lot.UnitPrice * UnitPrice.PerUnit).RoundHalfUp();
        var isRounded = new Fraction(rounded, UnitPrice.PerUnit) != lot.UnitPrice;
        var product = string.Concat(
            $"{Group(share.Member.Quantity.ToString(CultureInfo.InvariantCulture))} {unitWord}",
            $" x {currency} {Group(PlainDecimal.Write(rounded, UnitPrice.Decimals))}{(isRounded ? " (rounded)" : "")}",
            lot.Periods == 1 ? "" : $" x {lot.Periods} {periodWord}");

        // Sharing to the penny may give the member a penny more or less than the product; then an equals sign would be a lie.
        var isProduct = new Fraction(rounded, UnitPrice.PerUnit) * share.Member.Quantity * lot.Periods * currency.MinorUnitsPerUnit
            == share.Line.MinorUnits;
        var total = new Money(checked(lot.LineTotalPerPeriod.MinorUnits * lot.Periods), currency);
        return isProduct ? $"{product} = {Write(share.Line)}" : $"{product}, as your share of {Write(total)}: {Write(share.Line)}";
    }

    private static string Fee(string name, Money fee) => fee.MinorUnits == 0 ? "" : $"; {name} {Write(fee)}";

    private static string Write(Money money) => $"{money.Currency} {Group(money.ToAmount())}";

    private static string Group(string amount)
    {
        var end = amount.IndexOf('.', StringComparison.Ordinal) is var point && point < 0 ? amount.Length : point;
        for (var i = end - 3; i > 0; i -= 3)
            amount = amount.Insert(i, ",");
        return amount;
    }
}
