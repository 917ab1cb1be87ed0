namespace OpportunityKnocks.Purchasing.Domain;

/// <summary>A price per unit and period, in ten-thousandths of the currency's major unit (so 10.0000 is 100,000); never negative.
/// The currency is the cluster's.</summary>
public readonly record struct UnitPrice : IComparable<UnitPrice>
{
    public const int Decimals = 4;

    public const int MaximumIntegerDigits = 9;

    /// <summary>Ten-thousandths in one major unit.</summary>
    public const long PerUnit = 10_000;

    public static readonly UnitPrice Maximum = new((1_000_000_000 * PerUnit) - 1);

    /// <exception cref="DomainException"><see cref="MoneyRefusals.InvalidUnitPrice"/>: negative, or above 999999999.9999.</exception>
    public UnitPrice(long tenThousandths)
    {
        if (tenThousandths is < 0 or > (1_000_000_000 * PerUnit) - 1)
            throw MoneyRefusals.InvalidUnitPrice.Because("A unit price lies between 0.0000 and 999999999.9999.");
        TenThousandths = tenThousandths;
    }

    public long TenThousandths { get; }

    /// <summary>Reads a non-negative price with up to nine digits before and four after the point.</summary>
    public static bool TryParse(string? text, out UnitPrice price)
    {
        var isPrice = PlainDecimal.TryParse(text, MaximumIntegerDigits, Decimals, out var tenThousandths);
        price = new UnitPrice(tenThousandths);
        return isPrice;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="DomainException"><see cref="MoneyRefusals.InvalidUnitPrice"/></exception>
    public static UnitPrice Parse(string? text) =>
        TryParse(text, out var price)
            ? price
            : throw MoneyRefusals.InvalidUnitPrice.Because("Write the price in digits with up to 9 before and 4 after the point.");

    /// <summary>The canonical decimal string, always with four decimals: 10.0000.</summary>
    public string ToAmount() => PlainDecimal.Write(TenThousandths, Decimals);

    public Fraction ToFraction() => new(TenThousandths, PerUnit);

    public int CompareTo(UnitPrice other) => TenThousandths.CompareTo(other.TenThousandths);

    public override string ToString() => ToAmount();

    public static bool operator <(UnitPrice left, UnitPrice right) => left.CompareTo(right) < 0;

    public static bool operator >(UnitPrice left, UnitPrice right) => left.CompareTo(right) > 0;

    public static bool operator <=(UnitPrice left, UnitPrice right) => left.CompareTo(right) <= 0;

    public static bool operator >=(UnitPrice left, UnitPrice right) => left.CompareTo(right) >= 0;
}
