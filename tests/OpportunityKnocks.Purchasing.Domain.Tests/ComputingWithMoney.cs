using System.Numerics;
using CsCheck;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class ComputingWithMoney
{
    private static readonly Currency Gbp = Currency.Of("GBP");
    private static readonly Currency Eur = Currency.Of("EUR");

    [Test]
    public void adds_and_takes_away_in_one_currency()
    {
        var ten = new Money(1_000, Gbp);
        var three = new Money(300, Gbp);

        Assert.Multiple(() =>
        {
            Assert.That(ten + three, Is.EqualTo(new Money(1_300, Gbp)));
            Assert.That(three - ten, Is.EqualTo(new Money(-700, Gbp)));
            Assert.That(-three, Is.EqualTo(new Money(-300, Gbp)));
        });
    }

    [Test]
    public void never_mixes_currencies() => Assert.Multiple(() =>
    {
        Assert.That(() => new Money(1, Gbp) + new Money(1, Eur), Throws.InvalidOperationException);
        Assert.That(() => new Money(1, Gbp) - new Money(1, Eur), Throws.InvalidOperationException);
    });

    [Test]
    public void never_overflows_silently() => Assert.Multiple(() =>
    {
        Assert.That(() => new Money(long.MaxValue, Gbp) + new Money(1, Gbp), Throws.TypeOf<OverflowException>());
        Assert.That(() => -new Money(long.MinValue, Gbp), Throws.TypeOf<OverflowException>());
    });

    [TestCase(1, 2, 1)]
    [TestCase(3, 2, 2)]
    [TestCase(5, 2, 3)]
    [TestCase(1, 3, 0)]
    [TestCase(2, 3, 1)]
    [TestCase(-1, 2, -1)]
    [TestCase(-1, 3, 0)]
    public void rounds_halves_up_and_mirrors_refunds(int numerator, int denominator, int rounded) => Assert.Multiple(() =>
    {
        Assert.That(Rounding.HalfUp((Int128)numerator, denominator), Is.EqualTo((Int128)rounded));
        Assert.That(Rounding.HalfUp((BigInteger)numerator, denominator), Is.EqualTo((BigInteger)rounded));
        Assert.That(new Fraction(numerator, denominator).RoundHalfUp(), Is.EqualTo(rounded));
    });

    [Test]
    public void takes_a_percentage_half_up() => Assert.Multiple(() =>
    {
        Assert.That(Percent.Parse("17.5").Of(20), Is.EqualTo(4));
        Assert.That(Percent.Parse("20").Of(622_307), Is.EqualTo(124_461));
        Assert.That(Percent.Parse("20").Of(-622_307), Is.EqualTo(-124_461));
    });

    [Test]
    public void keeps_fractions_in_lowest_terms() => Assert.Multiple(() =>
    {
        Assert.That(new Fraction(6, -4).ToString(), Is.EqualTo("-3/2"));
        Assert.That(new Fraction(6, 3).ToString(), Is.EqualTo("2"));
        Assert.That(default(Fraction), Is.EqualTo(new Fraction(0, 7)));
        Assert.That(() => new Fraction(1, 0), Throws.TypeOf<DivideByZeroException>());
        Assert.That(() => Fraction.One / Fraction.Zero, Throws.TypeOf<DivideByZeroException>());
    });

    [Test]
    public void obeys_the_laws_of_arithmetic_in_fractions()
    {
        var fraction = Gen.Select(Gen.Long[-1_000, 1_000], Gen.Long[1, 1_000], (p, q) => new Fraction(p, q));

        Gen.Select(fraction, fraction, fraction).Sample((a, b, c) =>
            a + b == b + a
            && (a + b) * c == (a * c) + (b * c)
            && a - b == -(b - a)
            && (b == Fraction.Zero || a / b * b == a)
            && (a < b) == (b > a)
            && a >= a.Floor() && a < a.Floor() + Fraction.One,
            iter: Effort.Daily);
    }
}
