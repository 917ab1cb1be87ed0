using System.Numerics;

namespace OpportunityKnocks.Purchasing.Domain;

/// <summary>Rounding of exact quotients to whole numbers. Halves go away from zero, so that a refund mirrors its charge; for amounts
/// that are not negative this is "half up". Denominators are positive.</summary>
public static class Rounding
{
    public static Int128 HalfUp(Int128 numerator, Int128 denominator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(denominator, Int128.One);
        if (Int128.IsNegative(numerator))
            return -HalfUp(-numerator, denominator);
        var (quotient, rest) = Int128.DivRem(numerator, denominator);
        // Not "twice the rest", which could overflow.
        return rest >= denominator - rest ? quotient + 1 : quotient;
    }

    public static BigInteger HalfUp(BigInteger numerator, BigInteger denominator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(denominator, BigInteger.One);
        var magnitude = BigInteger.DivRem(BigInteger.Abs(numerator), denominator, out var rest);
        return numerator.Sign * (rest * 2 >= denominator ? magnitude + 1 : magnitude);
    }
}
