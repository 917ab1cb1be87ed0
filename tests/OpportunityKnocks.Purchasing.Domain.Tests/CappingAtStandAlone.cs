using OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class CappingAtStandAlone
{
    [Test]
    public void moves_nothing_where_nobody_pays_more_than_alone()
    {
        var cap = StandAloneCap.Apply([10, 20], [10, 25]);

        Assert.That(cap.Status, Is.EqualTo(CapStatus.NotNeeded));
        Assert.That(cap.Shares, Is.EqualTo(new Fraction[] { 10, 20 }));
    }

    [Test]
    public void lets_the_others_pay_more_by_one_factor()
    {
        var cap = StandAloneCap.Apply([30, 30, 40], [18, 50, null]);

        Assert.That(cap.Status, Is.EqualTo(CapStatus.Applied));
        Assert.That(cap.Lambda, Is.EqualTo(new Fraction(82, 70)));
        Assert.That(cap.Shares, Is.EqualTo(new[] { 18, new Fraction(246, 7), new Fraction(328, 7) }));
        Assert.That(cap.Capped, Is.EqualTo(new[] { 0 }));
        Assert.That(cap.StandAlones, Is.Null, "one of them cannot be supplied alone");
    }

    [Test]
    public void says_with_figures_when_all_would_pay_less_alone()
    {
        // A cheap bid with little capacity: alone 42 each, together 90.
        var cap = StandAloneCap.Apply([45, 45], [42, 42]);

        Assert.That((cap.Status, cap.StandAlones), Is.EqualTo((CapStatus.Impossible, (Fraction?)84)));
        Assert.That(cap.Shares, Is.EqualTo(new Fraction[] { 45, 45 }));
    }

    [Test]
    public void gives_exactly_the_total_and_the_one_factor_whatever_the_figures()
    {
        var random = new Random(3);
        for (var i = 0; i < 3_000; i++)
        {
            var shares = Enumerable.Range(0, random.Next(1, 8)).Select(_ => new Fraction(random.Next(0, 500), random.Next(1, 9))).ToArray();
            Fraction?[] alone = [.. shares.Select(share => random.Next(5) == 0 ? (Fraction?)null : share * new Fraction(random.Next(5, 20), 10))];

            var cap = StandAloneCap.Apply(shares, alone);

            Assert.That(Sum(cap.Shares), Is.EqualTo(Sum(shares)));
            if (cap.Status == CapStatus.Applied)
            {
                for (var m = 0; m < shares.Length; m++)
                {
                    var byFactor = cap.Lambda * shares[m];
                    Assert.That(cap.Shares[m], Is.EqualTo(alone[m] < byFactor ? alone[m]!.Value : byFactor));
                }
            }
            else if (cap.Status == CapStatus.Impossible)
            {
                Assert.That(cap.StandAlones is null ? alone.Where((cost, m) => cost is null && shares[m] > Fraction.Zero) : [], Is.Empty);
                Assert.That(Sum(alone.Select(cost => cost ?? Fraction.Zero)), Is.LessThan(Sum(shares)));
            }
        }
    }

    private static Fraction Sum(IEnumerable<Fraction> parts) => parts.Aggregate(Fraction.Zero, (sum, part) => sum + part);
}
