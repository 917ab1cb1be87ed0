using CsCheck;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class AllocatingMoney
{
    private static readonly Gen<(long Total, (Guid Id, long Weight)[] Weights)> Splits =
        from total in Gen.OneOf(Gen.Long[-50, 50], Gen.Long[-1_000_000_000_000, 1_000_000_000_000])
        from weights in Gen.OneOf(Gen.Long[0, 3], Gen.Long[1, 1_000_000_000]).Array[1, 12]
        where weights.Any(weight => weight > 0)
        from ids in Gen.Guid.ArrayUnique[weights.Length]
        select (total, ids.Zip(weights).ToArray());

    [Test]
    public void gives_the_missing_pennies_to_the_largest_fractions()
    {
        var weights = new[] { (Id(1), 1L), (Id(2), 1L), (Id(3), 1L) };

        var split = Allocation.Allocate(1_000, weights);

        Assert.Multiple(() =>
        {
            Assert.That(split.Entries.Select(entry => entry.Amount), Is.EqualTo(new[] { 334, 333, 333 }));
            Assert.That(split.CutOff, Is.EqualTo(new Fraction(1, 3)));
        });
    }

    [Test]
    public void says_what_a_member_needs_to_compute_its_part_again()
    {
        var split = Allocation.Allocate(100, [(Id(1), 5), (Id(2), 7)]);

        Assert.Multiple(() =>
        {
            Assert.That(split.Total, Is.EqualTo(100));
            Assert.That(split.SumOfWeights, Is.EqualTo(12));
            Assert.That(split.CutOff, Is.EqualTo(new Fraction(8, 12)));
            Assert.That(split.Entries[0], Is.EqualTo(new AllocatedEntry(Id(1), 5, 41, 8, 1)));
            Assert.That(split.Entries[1], Is.EqualTo(new AllocatedEntry(Id(2), 7, 58, 4, 0)));
        });
    }

    [Test]
    public void breaks_ties_by_the_text_of_the_id() =>
        Gen.Guid.Array[2, 20].Sample(ids =>
            ids.Order().SequenceEqual(ids.OrderBy(id => id.ToString(), StringComparer.Ordinal)),
            iter: Effort.Daily);

    [Test]
    public void sums_exactly_to_the_total_within_one_unit_of_the_ideal() => Splits.Sample(AgreesWithTheRule, iter: Effort.Daily);

    [Test]
    public void does_not_depend_on_the_order_of_the_members() =>
        Gen.Select(Splits, Gen.Int).Sample(IsTheSameInAnotherOrder, iter: Effort.Daily);

    [Test]
    public void mirrors_a_charge_in_its_refund() => Splits.Sample(MirrorsItsRefund, iter: Effort.Daily);

    [Test]
    public void rounds_exact_shares_like_the_slow_rule() => Splits.Sample(RoundsLikeTheSlowRule, iter: Effort.Daily);

    [Explicit("Takes longer than a daily run should")]
    [Category(Effort.CampaignCategory)]
    [Test]
    public void holds_in_a_campaign()
    {
        Splits.Sample(AgreesWithTheRule, iter: Effort.Campaign);
        Gen.Select(Splits, Gen.Int).Sample(IsTheSameInAnotherOrder, iter: Effort.Campaign);
        Splits.Sample(MirrorsItsRefund, iter: Effort.Campaign);
        Splits.Sample(RoundsLikeTheSlowRule, iter: Effort.Campaign);
    }

    [Test]
    public void of_nothing_gives_everyone_nothing() => Assert.Multiple(() =>
    {
        Assert.That(Allocation.Allocate(0, [(Id(1), 0), (Id(2), 0)]).Entries.Select(entry => entry.Amount), Is.All.Zero);
        Assert.That(Allocation.Allocate(0, []).Entries, Is.Empty);
    });

    [Test]
    public void refuses_a_total_that_nobody_can_bear() => Assert.Multiple(() =>
    {
        Assert.That(() => Allocation.Allocate(1, [(Id(1), 0)]), Throws.ArgumentException);
        Assert.That(() => Allocation.Allocate(1, []), Throws.ArgumentException);
        Assert.That(() => Allocation.Allocate(1, [(Id(1), 2), (Id(2), -1)]), Throws.ArgumentException);
        Assert.That(() => Allocation.Allocate(1, [(Id(1), 1), (Id(1), 2)]), Throws.ArgumentException);
        Assert.That(() => Allocation.RoundToTotal([(Id(1), new Fraction(1, 2))], 1), Throws.ArgumentException);
    });

    [Test]
    public void takes_the_largest_amounts_there_are()
    {
        var split = Allocation.Allocate(long.MinValue, [(Id(1), long.MaxValue - 1), (Id(2), 1)]);

        Assert.That(split.Entries.Sum(entry => entry.Amount), Is.EqualTo(long.MinValue));
    }

    private static bool AgreesWithTheRule((long Total, (Guid Id, long Weight)[] Weights) split)
    {
        var sum = split.Weights.Sum(entry => entry.Weight);
        var allocation = Allocation.Allocate(split.Total, split.Weights);

        return allocation.Entries.Sum(entry => entry.Amount) == split.Total
            && allocation.Entries.All(entry => IsWithinOneUnit(entry.Amount, new Fraction(entry.Weight, sum) * split.Total))
            && allocation.Entries.Select(entry => entry.Amount).SequenceEqual(SlowRounding.ToTotal(Exact(split), split.Total));
    }

    private static bool IsTheSameInAnotherOrder((long Total, (Guid Id, long Weight)[] Weights) split, int seed)
    {
        var shuffled = split.Weights.ToArray();
        new Random(seed).Shuffle(shuffled);

        return Amounts(split.Total, split.Weights).SequenceEqual(Amounts(split.Total, shuffled));

        static IEnumerable<(Guid, long)> Amounts(long total, (Guid, long)[] weights) =>
            Allocation.Allocate(total, weights).Entries.Select(entry => (entry.Id, entry.Amount)).OrderBy(entry => entry.Id);
    }

    private static bool MirrorsItsRefund((long Total, (Guid Id, long Weight)[] Weights) split) =>
        Allocation.Allocate(split.Total, split.Weights).Entries.Select(entry => entry.Amount)
            .SequenceEqual(Allocation.Allocate(-split.Total, split.Weights).Entries.Select(entry => -entry.Amount));

    private static bool RoundsLikeTheSlowRule((long Total, (Guid Id, long Weight)[] Weights) split) =>
        Allocation.RoundToTotal(Exact(split), split.Total).Select(share => share.Amount)
            .SequenceEqual(SlowRounding.ToTotal(Exact(split), split.Total));

    private static (Guid Id, Fraction Exact)[] Exact((long Total, (Guid Id, long Weight)[] Weights) split)
    {
        var sum = split.Weights.Sum(entry => entry.Weight);
        return [.. split.Weights.Select(entry => (entry.Id, new Fraction(entry.Weight, sum) * split.Total))];
    }

    private static bool IsWithinOneUnit(long amount, Fraction ideal) => amount - ideal < 1 && ideal - amount < 1;

    private static Guid Id(byte number) => new(0, 0, 0, [0, 0, 0, 0, 0, 0, 0, number]);
}
