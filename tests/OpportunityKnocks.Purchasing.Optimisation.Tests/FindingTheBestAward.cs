using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Optimisation.Tests;

public sealed class FindingTheBestAward
{
    [Test]
    public void agrees_with_an_enumeration_of_every_award() => Agree(1, Effort.Daily);

    [Test]
    [Explicit("A campaign of minutes.")]
    [Category(Effort.CampaignCategory)]
    public void agrees_with_an_enumeration_of_every_award_many_times() => Agree(1_000_000, Effort.Campaign);

    private static void Agree(int from, int count)
    {
        var (impossible, tried) = (0, 0L);
        for (var seed = from; seed < from + count; seed++)
        {
            var problem = SmallProblems.Number(seed);
            var slow = BruteForce.Try(problem);

            var result = AwardSolver.Solve(problem, new SolverOptions());

            tried += slow.Tried;
            Assert.That(result.Outcome, Is.EqualTo(slow.Cost is null ? OptimumOutcome.Infeasible : OptimumOutcome.ProvedOptimal), $"problem {seed}");
            if (result.Award is null)
            {
                impossible++;
                continue;
            }

            Assert.That(result.Award.Evaluated, Is.EqualTo(slow.Cost), $"problem {seed}");
            Assert.That(result.Bound, Is.EqualTo(slow.Cost), $"problem {seed}");
            Assert.That(BruteForce.PlacesOf(problem, result.Award), Is.EqualTo(slow.Places), $"problem {seed}");
        }

        TestContext.Out.WriteLine($"{count} problems, {impossible} impossible, {tried} awards enumerated.");
        Assert.That(impossible, Is.LessThan(count / 2));
    }
}
