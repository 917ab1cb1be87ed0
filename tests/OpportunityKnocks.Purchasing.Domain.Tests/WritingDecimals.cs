namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class WritingDecimals
{
    private static readonly string?[] Hostile =
    [
        null, "", " ", ".", "1.", ".5", "-", "-1", "-0", "+1", " 1", "1 ", "01", "00", "0x10", "1e2", "1E2", "1e400", "NaN", "nan",
        "Infinity", "∞", "1,000", "1_000", "1.2.3", "1..2", "٣", "１", "1.٣", "½", "1\n", "1\0", "\t1", "1.00001", "0.00001", "£1",
        "GBP 1", "null", "true", "9999999999999", "99999999999999999999999999", "1.+1", "1.-1", "1. 1",
    ];

    [TestCaseSource(nameof(Hostile))]
    public void refuses_any_other_form_of_an_amount(string? text) => Assert.Multiple(() =>
    {
        Assert.That(Money.TryParse(text, Currency.Of("GBP"), out _), Is.False);
        Assert.That(() => Money.Parse(text, Currency.Of("GBP")), Refusing.With(MoneyRefusals.InvalidAmount));
    });

    [TestCaseSource(nameof(Hostile))]
    public void refuses_any_other_form_of_a_unit_price(string? text) => Assert.Multiple(() =>
    {
        Assert.That(UnitPrice.TryParse(text, out _), Is.False);
        Assert.That(() => UnitPrice.Parse(text), Refusing.With(MoneyRefusals.InvalidUnitPrice));
    });

    [TestCaseSource(nameof(Hostile))]
    [TestCase("100.01")]
    [TestCase("101")]
    [TestCase("17.555")]
    public void refuses_any_other_form_of_a_percentage(string? text) => Assert.Multiple(() =>
    {
        Assert.That(Percent.TryParse(text, out _), Is.False);
        Assert.That(() => Percent.Parse(text), Refusing.With(MoneyRefusals.InvalidPercent));
    });

    [TestCase("0", "GBP", 0L, "0.00")]
    [TestCase("1234.5", "GBP", 123_450L, "1234.50")]
    [TestCase("0.07", "GBP", 7L, "0.07")]
    [TestCase("999999999999.99", "GBP", 99_999_999_999_999L, "999999999999.99")]
    [TestCase("1234", "JPY", 1234L, "1234")]
    [TestCase("1.234", "KWD", 1234L, "1.234")]
    public void reads_an_amount_in_the_minor_units_of_its_currency(string text, string code, long minorUnits, string canonical)
    {
        var money = Money.Parse(text, Currency.Of(code));

        Assert.Multiple(() =>
        {
            Assert.That(money.MinorUnits, Is.EqualTo(minorUnits));
            Assert.That(money.ToAmount(), Is.EqualTo(canonical));
        });
    }

    [TestCase("1.0", "JPY")]
    [TestCase("1.001", "GBP")]
    [TestCase("1.0001", "KWD")]
    public void refuses_more_decimals_than_the_currency_has(string text, string code) =>
        Assert.That(Money.TryParse(text, Currency.Of(code), out _), Is.False);

    [TestCase(-5L, "-0.05")]
    [TestCase(-123_450L, "-1234.50")]
    [TestCase(long.MinValue, "-92233720368547758.08")]
    public void writes_refunds_with_a_sign(long minorUnits, string canonical) =>
        Assert.That(new Money(minorUnits, Currency.Of("GBP")).ToAmount(), Is.EqualTo(canonical));

    [TestCase("10", "10.0000")]
    [TestCase("0.0001", "0.0001")]
    [TestCase("999999999.9999", "999999999.9999")]
    public void writes_unit_prices_with_four_decimals(string text, string canonical) =>
        Assert.That(UnitPrice.Parse(text).ToAmount(), Is.EqualTo(canonical));

    [TestCase("20", "20")]
    [TestCase("17.5", "17.5")]
    [TestCase("17.50", "17.5")]
    [TestCase("0.25", "0.25")]
    [TestCase("0", "0")]
    [TestCase("100", "100")]
    [TestCase("100.00", "100")]
    public void writes_percentages_without_trailing_zeros(string text, string canonical) =>
        Assert.That(Percent.Parse(text).ToString(), Is.EqualTo(canonical));

    [TestCase("gbp")]
    [TestCase("XXX")]
    [TestCase("XAU")]
    [TestCase("HRK")]
    [TestCase("GBP ")]
    [TestCase("")]
    [TestCase(null)]
    public void knows_no_currency_outside_the_active_list(string? code) => Assert.Multiple(() =>
    {
        Assert.That(Currency.TryOf(code, out _), Is.False);
        Assert.That(() => Currency.Of(code), Refusing.With(MoneyRefusals.UnknownCurrency));
    });
}
