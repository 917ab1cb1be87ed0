using OpportunityKnocks.Purchasing.Domain.Savings;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class ComparingWithABaseline
{
    [TestCase(VatTreatment.Excluded, "0", "12")]
    [TestCase(VatTreatment.Excluded, "100", "10")]
    [TestCase(VatTreatment.Excluded, "50", "11")]
    [TestCase(VatTreatment.Included, "0", "10")]
    [TestCase(VatTreatment.Included, "100", "25/3")]
    [TestCase(VatTreatment.Included, "50", "55/6")]
    public void counts_net_and_the_vat_the_member_cannot_recover(VatTreatment treatment, string recovery, string cost)
    {
        var baseline = new Baseline(UnitPrice.Parse("10"), treatment, Percent.Parse("20"), BaselineSource.Invoice);

        Assert.That(baseline.CostPerUnit(Percent.Parse(recovery)).ToString(), Is.EqualTo(cost));
    }

    [Test]
    public void rounds_the_cost_over_the_term_once()
    {
        var baseline = new Baseline(UnitPrice.Parse("10"), VatTreatment.Included, Percent.Parse("20"), BaselineSource.Quote);

        Assert.That(baseline.Cost(7, periods: 3, Percent.Hundred, Gbp), Is.EqualTo(Money.Parse("175.00", Gbp)));
        Assert.That(baseline.Cost(1, periods: 1, Percent.Hundred, Gbp), Is.EqualTo(Money.Parse("8.33", Gbp)));
    }
}
