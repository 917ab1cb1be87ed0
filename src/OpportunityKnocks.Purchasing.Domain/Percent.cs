namespace OpportunityKnocks.Purchasing.Domain;

/// <summary>A percentage from 0 to 100 with up to two decimals, kept as whole hundredths of a percent: 17.5 % is 1750.</summary>
public readonly record struct Percent
{
    /// <summary>Hundredths of a percent in the whole.</summary>
    public const int Whole = 10_000;

    public static readonly Percent Zero;

    public static readonly Percent Hundred = new(Whole);

    /// <exception cref="DomainException"><see cref="MoneyRefusals.InvalidPercent"/></exception>
    public Percent(int hundredths)
    {
        if (hundredths is < 0 or > Whole)
            throw MoneyRefusals.InvalidPercent.Because("A percentage lies between 0 and 100.");
        Hundredths = hundredths;
    }

    public int Hundredths { get; }

    /// <summary>What is left to 100 %.</summary>
    public Percent Remainder => new(Whole - Hundredths);

    /// <summary>Reads <c>20</c>, <c>17.5</c> or <c>0.25</c>.</summary>
    public static bool TryParse(string? text, out Percent percent)
    {
        var isPercent = PlainDecimal.TryParse(text, 3, 2, out var hundredths) && hundredths <= Whole;
        percent = isPercent ? new Percent((int)hundredths) : Zero;
        return isPercent;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="DomainException"><see cref="MoneyRefusals.InvalidPercent"/></exception>
    public static Percent Parse(string? text) =>
        TryParse(text, out var percent)
            ? percent
            : throw MoneyRefusals.InvalidPercent.Because("Write a number from 0 to 100 with up to two decimals.");

    /// <summary>20 % as 1/5.</summary>
    public Fraction ToFraction() => new(Hundredths, Whole);

    /// <summary>This share of an amount in minor units, half up. A refund is the mirror of a charge.</summary>
    public long Of(long minorUnits) => checked((long)Rounding.HalfUp((Int128)minorUnits * Hundredths, Whole));

    /// <summary>The canonical text, without trailing zeros: 20, 17.5, 0.25.</summary>
    public override string ToString() => PlainDecimal.Write(Hundredths, 2).TrimEnd('0').TrimEnd('.');
}
