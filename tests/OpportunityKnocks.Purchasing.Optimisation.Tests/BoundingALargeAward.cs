namespace OpportunityKnocks.Purchasing.Optimisation.Tests;

public sealed class BoundingALargeAward
{
    [Test]
    public void lot_by_lot_is_never_above_what_the_best_award_costs()
    {
        var close = 0;
        for (var seed = 1; seed <= Effort.Daily; seed++)
        {
            var problem = SmallProblems.Number(seed);
            if (BruteForce.Try(problem).Cost is not { } best)
                continue;

            var bound = LotByLot.Bound(problem, new Search(new SolverOptions(), new SolverControl(), CancellationToken.None));

            Assert.That(bound, Is.LessThanOrEqualTo(best), $"problem {seed}");
            close += bound * 10 >= best * 8 ? 1 : 0;
        }

        Assert.That(close, Is.GreaterThan(Effort.Daily / 4), "a bound far below says nothing");
    }
}
