using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Optimisation.Tests;

public sealed class StoppingASearch
{
    private static readonly Currency Pounds = Currency.Of("GBP");

    [Test]
    [CancelAfter(60_000)]
    public void keeps_the_best_so_far_and_says_how_far_from_best_it_could_be(CancellationToken tooLong)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(tooLong);
        var heard = new Heard(progress =>
        {
            if (progress.Best is not null)
                enough.Cancel();
        });

        var result = AwardSolver.Solve(Hard(), new SolverOptions(DeterministicTime: 1_000), new SolverControl(heard, enough.Token), tooLong);

        Assert.That(result.Outcome, Is.EqualTo(OptimumOutcome.BestFound));
        Assert.That(result.Bound, Is.LessThan(result.Award!.Evaluated));
        Assert.That(result.GapPercent, Is.Not.EqualTo("0"));
        Assert.That(heard.All.Where(p => p.Best is not null).Select(p => p.Best - p.Bound), Has.All.GreaterThanOrEqualTo(System.Numerics.BigInteger.Zero));
    }

    [Test]
    public void by_deterministic_time_gives_the_same_bound_and_award_with_one_worker()
    {
        var options = new SolverOptions(DeterministicTime: 0.4, Workers: 1);

        var results = Enumerable.Range(0, 3).Select(_ => AwardSolver.Solve(Hard(), options)).ToList();

        Assert.That(results[0].Outcome, Is.EqualTo(OptimumOutcome.BestFound));
        Assert.That(results.Select(r => (r.Award!.Evaluated, r.Bound)).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    [CancelAfter(60_000)]
    public void by_cancelling_gives_nothing(CancellationToken tooLong)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(tooLong);
        var heard = new Heard(_ => cancelled.Cancel());

        Assert.That(
            () => AwardSolver.Solve(Hard(), new SolverOptions(DeterministicTime: 1_000), new SolverControl(heard), cancelled.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(tooLong.IsCancellationRequested, Is.False);
    }

    [Test]
    public void before_anything_is_found_is_told_apart_from_impossible()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        Assert.That(
            () => AwardSolver.Solve(Hard(), new SolverOptions(), new SolverControl(StopWithBest: stopped.Token)),
            Throws.TypeOf<DomainException>().With.Property(nameof(DomainException.Code)).EqualTo("awardNotFoundInTime"));
    }

    /// <summary>Takes minutes to prove.</summary>
    private static OptimumProblem Hard()
    {
        var random = new Random(1);
        var lots = Enumerable.Range(1, 20).Select(i => new OptimumLot($"L{i:D2}", random.Next(50, 200), 5)).ToList();
        return new OptimumProblem(Pounds, lots, Enumerable.Range(1, 50).Select(i => Bid($"S{i:D2}")).ToList(), new OptimumRules(MaximumWinners: 5));

        OptimumBid Bid(string supplier) => new(
            supplier,
            [.. lots.Where(_ => random.Next(10) < 7).Select(lot => new OptimumOffer(
                lot.Id,
                PriceSchedule.Create(PriceBasis.AllUnits, [new(1, new UnitPrice(random.Next(95_000, 115_000))), new(lot.Quantity / 2, new UnitPrice(random.Next(85_000, 100_000)))]),
                new Money(random.Next(2_000), Pounds),
                new Money(random.Next(100), Pounds),
                random.Next(2) == 0 ? lot.Quantity * 2 / 3 : null))],
            [],
            [],
            new Money(random.Next(5_000, 20_000), Pounds));
    }

    /// <summary>Hears at once, on the search's own threads.</summary>
    private sealed class Heard(Action<SolverProgress> then) : IProgress<SolverProgress>
    {
        private readonly List<SolverProgress> _all = [];

        public IReadOnlyList<SolverProgress> All
        {
            get
            {
                lock (_all)
                    return [.. _all];
            }
        }

        public void Report(SolverProgress value)
        {
            lock (_all)
                _all.Add(value);
            then(value);
        }
    }
}
