using CsCheck;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class SpreadingALineOverPeriods
{
    private static readonly Gen<(long PerPeriod, int Periods, (Guid Id, long Weight)[] Weights)> Terms =
        from perPeriod in Gen.OneOf(Gen.Long[0, 40], Gen.Long[0, 1_000_000_000])
        from periods in Gen.Int[1, 30]
        from weights in Gen.OneOf(Gen.Long[0, 3], Gen.Long[1, 1_000_000]).Array[1, 10]
        where weights.Any(weight => weight > 0)
        from ids in Gen.Guid.ArrayUnique[weights.Length]
        select (perPeriod, periods, ids.Zip(weights).ToArray());

    [Test]
    public void makes_every_row_and_every_column_sum_exactly() => Terms.Sample(SumsExactly, iter: Effort.Daily);

    [Test]
    public void keeps_every_cell_within_one_unit_of_the_ideal() => Terms.Sample(KeepsCellsNearTheIdeal, iter: Effort.Daily);

    [Test]
    public void does_not_depend_on_the_order_of_the_members() => Terms.Sample(IsTheSameBackwards, iter: Effort.Daily);

    [Explicit("Takes longer than a daily run should")]
    [Category(Effort.CampaignCategory)]
    [Test]
    public void holds_in_a_campaign()
    {
        Terms.Sample(SumsExactly, iter: Effort.Campaign);
        Terms.Sample(KeepsCellsNearTheIdeal, iter: Effort.Campaign);
        Terms.Sample(IsTheSameBackwards, iter: Effort.Campaign);
    }

    [Test]
    public void deals_the_pennies_above_the_floor_around_the_term()
    {
        var ids = new[] { Guid.Parse("00000000-0000-0000-0000-000000000001"), Guid.Parse("00000000-0000-0000-0000-000000000002") };

        var (_, spreads) = Allocation.OverPeriods(3, 3, [(ids[0], 1), (ids[1], 1)]);

        Assert.Multiple(() =>
        {
            Assert.That(spreads[0], Is.EqualTo(new PeriodSpread(1, 2, 0, 3)));
            Assert.That(spreads[1], Is.EqualTo(new PeriodSpread(1, 1, 2, 3)));
            Assert.That(Enumerable.Range(0, 3).Select(spreads[0].AmountIn), Is.EqualTo(new[] { 2, 2, 1 }));
            Assert.That(Enumerable.Range(0, 3).Select(spreads[1].AmountIn), Is.EqualTo(new[] { 1, 1, 2 }));
        });
    }

    [Test]
    public void knows_no_period_outside_the_term()
    {
        var spread = new PeriodSpread(1, 0, 0, 3);

        Assert.Multiple(() =>
        {
            Assert.That(() => spread.AmountIn(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => spread.AmountIn(3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    private static bool SumsExactly((long PerPeriod, int Periods, (Guid Id, long Weight)[] Weights) term)
    {
        var (whole, spreads) = Allocation.OverPeriods(term.PerPeriod, term.Periods, term.Weights);
        var periods = Enumerable.Range(0, term.Periods);

        return periods.All(period => spreads.Sum(spread => spread.AmountIn(period)) == term.PerPeriod)
            && spreads.Zip(whole.Entries).All(row =>
                row.First.Total == row.Second.Amount && periods.Sum(row.First.AmountIn) == row.Second.Amount);
    }

    private static bool KeepsCellsNearTheIdeal((long PerPeriod, int Periods, (Guid Id, long Weight)[] Weights) term)
    {
        var sum = term.Weights.Sum(entry => entry.Weight);
        var (_, spreads) = Allocation.OverPeriods(term.PerPeriod, term.Periods, term.Weights);

        return term.Weights.Zip(spreads).All(row =>
        {
            var floor = (new Fraction(row.First.Weight, sum) * term.PerPeriod).Floor();
            return Enumerable.Range(0, term.Periods).Select(row.Second.AmountIn).All(cell => cell == floor || cell == floor + 1);
        });
    }

    private static bool IsTheSameBackwards((long PerPeriod, int Periods, (Guid Id, long Weight)[] Weights) term) =>
        Allocation.OverPeriods(term.PerPeriod, term.Periods, term.Weights).Spreads.SequenceEqual(
            Allocation.OverPeriods(term.PerPeriod, term.Periods, [.. term.Weights.Reverse()]).Spreads.Reverse());
}
