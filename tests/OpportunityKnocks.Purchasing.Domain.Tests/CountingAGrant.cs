using OpportunityKnocks.Purchasing.Domain.Grants;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class CountingAGrant
{
    [TestCase(null, null, 36500)]
    [TestCase("2026-04-01", "2027-03-31", 36500)]
    [TestCase("2026-04-01", "2026-04-10", 1000)]
    [TestCase("2027-03-31", null, 100)]
    [TestCase(null, "2026-04-01", 100)]
    [TestCase(null, "2026-03-31", 0)]
    [TestCase("2027-04-01", "2028-03-31", 0)]
    [TestCase("2020-01-01", "2030-01-01", 36500)]
    public void gives_each_of_its_365_days_an_equal_part(string? from, string? to, long expected)
    {
        var grant = Grant.Record(ClusterId.New(), Terms(36500));

        Assert.That(grant.AmountIn(Day(from), Day(to)), Is.EqualTo(expected));
    }

    [TestCase("2026-04-10", 1000)]
    [TestCase("2026-04-01", 100)]
    [TestCase("2026-03-31", 0)]
    [TestCase("2027-03-30", 36400)]
    public void counts_nothing_after_its_end(string on, long expected)
    {
        var grant = Grant.Record(ClusterId.New(), Terms(36500));

        grant.End(Day(on)!.Value);

        Assert.That(grant.AmountIn(null, null), Is.EqualTo(expected));
        Assert.That(() => grant.Change(Terms(1)), Throws.TypeOf<DomainException>().With.Property("Code").EqualTo("grantEnded"));
    }

    [Test]
    public void rounds_half_up_to_the_minor_unit()
    {
        // 100.01 over 365 days: 27.4 pence a day; two days 54.8.
        var grant = Grant.Record(ClusterId.New(), Terms(10001));

        Assert.That(grant.AmountIn(null, Day("2026-04-01")), Is.EqualTo(27));
        Assert.That(grant.AmountIn(null, Day("2026-04-02")), Is.EqualTo(55));
    }

    private static GrantTerms Terms(long pence) =>
        new("A trust", new Money(pence, Currency.Of("GBP")), new DateOnly(2026, 4, 1), new DateOnly(2027, 3, 31), "");

    private static DateOnly? Day(string? day) => day is null ? null : DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
