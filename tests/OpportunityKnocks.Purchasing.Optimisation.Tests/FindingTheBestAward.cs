using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Optimisation.Tests;

public sealed class FindingTheBestAward
{
    [Test]
    public void agrees_with_an_enumeration_of_every_award() => Agree(1, Effort.Daily, scale: 1);

    [Test]
    public void agrees_where_amounts_have_more_digits_than_the_solver() => Agree(5_000, Effort.Daily, scale: 10_000_000);

    [Test]
    [Explicit("A campaign of minutes.")]
    [Category(Effort.CampaignCategory)]
    public void agrees_with_an_enumeration_of_every_award_many_times() => Agree(1_000_000, Effort.Campaign, scale: 1);

    [Test]
    public void gives_the_same_award_twenty_times_whatever_the_order_of_bids()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var problem = SmallProblems.Number(seed);
            var order = new Random(seed);

            var answers = Enumerable.Range(0, 20).Select(_ => Text(AwardSolver.Solve(
                new OptimumProblem(problem.Currency, problem.Lots, problem.Bids.OrderBy(_ => order.Next()).ToList(), problem.Rules), new SolverOptions())));

            Assert.That(answers.Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1), $"problem {seed}");
        }
    }

    private static string Text(OptimumResult result) => string.Join(
        '\n', [$"{result.Outcome} {result.Bound} {result.Award?.Cost}", .. result.Because, .. result.Award?.Supplies ?? [], .. result.Award?.Packages ?? [], .. result.Award?.Winners ?? []]);

    private static void Agree(int from, int count, int scale)
    {
        var (impossible, tried) = (0, 0L);
        for (var seed = from; seed < from + count; seed++)
        {
            var problem = SmallProblems.Number(seed, scale);
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
