using System.Globalization;
using System.Numerics;

namespace OpportunityKnocks.Purchasing.Domain;

/// <summary>An exact rational number in lowest terms, with a positive denominator of any size. The default value is zero.</summary>
public readonly record struct Fraction : IComparable<Fraction>
{
    public static readonly Fraction Zero;

    public static readonly Fraction One = 1;

    // One less than the denominator, so that the default value is 0/1 and equal to zero.
    private readonly BigInteger _denominatorLessOne;

    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public Fraction(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
            throw new DivideByZeroException("A fraction's denominator is not zero.");
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        _denominatorLessOne = (denominator / divisor) - 1;
    }

    public BigInteger Numerator { get; }

    public BigInteger Denominator => _denominatorLessOne + 1;

    public static implicit operator Fraction(long value) => new(value, 1);

    public static Fraction operator +(Fraction left, Fraction right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    public static Fraction operator -(Fraction left, Fraction right) => left + -right;

    public static Fraction operator -(Fraction value) => new(-value.Numerator, value.Denominator);

    public static Fraction operator *(Fraction left, Fraction right) =>
        new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    /// <exception cref="DivideByZeroException">The right side is zero.</exception>
    public static Fraction operator /(Fraction left, Fraction right) =>
        new(left.Numerator * right.Denominator, left.Denominator * right.Numerator);

    public static bool operator <(Fraction left, Fraction right) => left.CompareTo(right) < 0;

    public static bool operator >(Fraction left, Fraction right) => left.CompareTo(right) > 0;

    public static bool operator <=(Fraction left, Fraction right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Fraction left, Fraction right) => left.CompareTo(right) >= 0;

    public int CompareTo(Fraction other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>The largest whole number not above this one.</summary>
    /// <exception cref="OverflowException">It does not fit a long.</exception>
    public long Floor()
    {
        var quotient = BigInteger.DivRem(Numerator, Denominator, out var rest);
        return checked((long)(rest.Sign < 0 ? quotient - 1 : quotient));
    }

    /// <summary>The smallest whole number not below this one.</summary>
    public BigInteger Ceiling()
    {
        var quotient = BigInteger.DivRem(Numerator, Denominator, out var rest);
        return rest.Sign > 0 ? quotient + 1 : quotient;
    }

    /// <summary>The nearest whole number; halves go away from zero (see <see cref="Rounding"/>).</summary>
    /// <exception cref="OverflowException">It does not fit a long.</exception>
    public long RoundHalfUp() => checked((long)Rounding.HalfUp(Numerator, Denominator));

    /// <summary>A plain decimal with exactly so many decimals, half up.</summary>
    public string ToDecimal(int decimals) =>
        PlainDecimal.Write((Int128)Rounding.HalfUp(Numerator * BigInteger.Pow(10, decimals), Denominator), decimals);

    /// <summary>A plain decimal, half up, with no more decimals than it needs, but at least so many and at most so many.</summary>
    public string ToDecimal(int least, int most)
    {
        var text = ToDecimal(most);
        var spare = Math.Min(most - least, text.Length - text.TrimEnd('0').Length);
        return text[..^spare].TrimEnd('.');
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is nothing of the kind.</exception>
    public static Fraction Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('/');
        return new Fraction(Whole(parts[0]), parts.Length == 1 ? BigInteger.One : Whole(parts[1]));

        static BigInteger Whole(string digits) => BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    /// <summary>p/q, or p alone if it is whole.</summary>
    public override string ToString() => _denominatorLessOne.IsZero ? $"{Numerator}" : $"{Numerator}/{Denominator}";
}
