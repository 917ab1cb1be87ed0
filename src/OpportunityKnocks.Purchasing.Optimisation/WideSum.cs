using System.Numerics;
using Google.OrTools.Sat;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>A linear sum over variables that start at zero, with factors of any size.</summary>
internal sealed class WideSum
{
    private readonly List<IntVar> _vars = [];
    private readonly List<BigInteger> _factors = [];
    private readonly List<long> _largest = [];

    public void Add(IntVar variable, BigInteger factor, long largest)
    {
        if (factor.IsZero)
            return;
        _vars.Add(variable);
        _factors.Add(factor);
        _largest.Add(largest);
    }

    /// <summary>The largest number that divides all factors; 0 if there is none.</summary>
    public BigInteger Divisor(BigInteger and = default) => _factors.Aggregate(and, BigInteger.GreatestCommonDivisor);

    /// <summary>The largest absolute value that anything on the way can have.</summary>
    public BigInteger Reach =>
        _factors.Zip(_largest, (factor, largest) => BigInteger.Abs(factor) * largest).Aggregate(BigInteger.Zero, (a, b) => a + b);

    public BigInteger ValueIn(IReadOnlyList<long> solution)
    {
        var sum = BigInteger.Zero;
        for (var i = 0; i < _vars.Count; i++)
            sum += _factors[i] * solution[_vars[i].GetIndex()];
        return sum;
    }

    public Terms DividedBy(BigInteger divisor) => With(_factors.Select(factor => factor / divisor));

    /// <summary>The sum counted in parts of so many units, each factor rounded down: never more than the sum.</summary>
    public Terms RoundedDown(BigInteger part) => With(_factors.Select(factor => (factor - Modulo(factor, part)) / part));

    /// <summary>Breaks the sum into parts the solver can count exactly: to minimise the first and then, with it fixed, the second, is to
    /// minimise the sum. The solver has 64 bits, and compares in floating point with 53.</summary>
    /// <param name="ceiling">An upper limit of the sum's value in any solution worth having.</param>
    public IReadOnlyList<Digit> Digits(CpModel model, BigInteger ceiling)
    {
        var divisor = Divisor();
        if (divisor.IsZero)
            return [new Digit(new Terms(), BigInteger.One)];
        if (Reach / divisor < Limits.Reach && ceiling / divisor < Limits.Exact)
            return [new Digit(DividedBy(divisor), divisor)];

        var units = _largest.Aggregate(BigInteger.One, (sum, largest) => sum + largest);
        var low = BigInteger.Pow(2, (int)(Limits.Exact / units).GetBitLength() - 1);
        if (low < 2 || (ceiling / divisor / low) + units >= Limits.Exact || (Reach / divisor / low) + units + units >= Limits.Reach)
            throw OptimumRefusals.AmountsTooLarge.Because("Use larger units, or fewer decimals.");

        var carry = model.NewIntVar(0, (long)units, "carry");
        var rest = model.NewIntVar(0, (long)low - 1, "rest");
        model.Add(With(_factors.Select(factor => Modulo(factor / divisor, low))).Sum == (carry * (long)low) + rest);
        var high = With(_factors.Select(factor => ((factor / divisor) - Modulo(factor / divisor, low)) / low));
        return [new Digit(high.Add(carry), divisor * low), new Digit(new Terms().Add(rest), divisor)];
    }

    private Terms With(IEnumerable<BigInteger> factors) =>
        _vars.Zip(factors).Aggregate(new Terms(), (terms, term) => terms.Add(term.First, (long)term.Second));

    private static BigInteger Modulo(BigInteger value, BigInteger by)
    {
        var rest = value % by;
        return rest.Sign < 0 ? rest + by : rest;
    }
}

/// <summary>A part of a sum, counted in units of <paramref name="Unit"/>.</summary>
internal sealed record Digit(Terms Terms, BigInteger Unit);

/// <summary>How large numbers may become inside the solver.</summary>
internal static class Limits
{
    public static readonly BigInteger Reach = BigInteger.Pow(2, 60);

    public static readonly BigInteger Exact = BigInteger.Pow(2, 52);
}
