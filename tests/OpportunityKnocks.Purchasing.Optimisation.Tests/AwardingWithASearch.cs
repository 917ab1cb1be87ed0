using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Optimisation.Tests;

public sealed class AwardingWithASearch
{
    [Test]
    public void gives_awards_the_checker_finds_nothing_wrong_with() => Check(1, Effort.Daily);

    [Test]
    [Explicit("A campaign of minutes.")]
    [Category(Effort.CampaignCategory)]
    public void gives_awards_the_checker_finds_nothing_wrong_with_many_times() => Check(100_000, Effort.Campaign);

    [Test]
    public void gives_the_same_award_again_from_what_was_kept_of_the_search()
    {
        for (var seed = 1; seed <= Effort.Daily; seed++)
        {
            var (problem, found) = (SmallRounds.Number(seed), new FoundAwards());
            AwardResult result;
            try
            {
                result = Awarding.Compute(problem, found.Keep(Search));
            }
            catch (DomainException)
            {
                continue;
            }

            var again = Awarding.Compute(problem, FoundAwards.Replay(found.Answers));

            Assert.That(AwardChecker.Check(problem, again), Is.Empty, $"round {seed}");
            Assert.That(again.Shares.Select(lot => lot.Cost.Net), Is.EqualTo(result.Shares.Select(lot => lot.Cost.Net)), $"round {seed}");
        }
    }

    [Test]
    public void costs_no_more_without_a_rule_than_with_it()
    {
        for (var seed = 1; seed <= Effort.Daily; seed++)
        {
            var problem = SmallRounds.Number(seed);
            if (problem.Rules == AwardRules.None || FirstCost(problem) is not { } with)
                continue;

            var without = FirstCost(problem.With(new AwardRules(OverbuyLimit: problem.Rules.OverbuyLimit)));

            Assert.That(without, Is.LessThanOrEqualTo(with), $"round {seed}");
        }
    }

    /// <summary>Of the first pass: later ones may have other members in them.</summary>
    private static System.Numerics.BigInteger? FirstCost(AwardProblem problem)
    {
        try
        {
            var pass = Awarding.Compute(problem, Search).Passes[0];
            return pass.Searched?.Result.Award?.Evaluated
                ?? pass.Lots.Aggregate(System.Numerics.BigInteger.Zero, (sum, lot) => sum + ((lot.Winner?.Evaluation?.EvaluatedTenBillionths ?? 0) * 10_000));
        }
        catch (DomainException refused) when (refused.Refusal == AwardRefusals.Impossible)
        {
            return null;
        }
    }

    private static Domain.Awards.Optimum.OptimumResult Search(Domain.Awards.Optimum.OptimumProblem problem, int pass) =>
        AwardSolver.Solve(problem, new SolverOptions());

    private static void Check(int from, int count)
    {
        var (impossible, several, packages, ceilings) = (0, 0, 0, 0);
        for (var seed = from; seed < from + count; seed++)
        {
            var problem = SmallRounds.Number(seed);
            try
            {
                var result = Awarding.Compute(problem, Search);

                Assert.That(AwardChecker.Check(problem, result), Is.Empty, $"round {seed}");
                several += result.Lots.Any(lot => lot.Supplies.Count > 1) ? 1 : 0;
                packages += result.Lots.Any(lot => lot.Supplies.Any(supply => supply.Packages.Count > 0)) ? 1 : 0;
                ceilings += result.Passes.Count > 1 ? 1 : 0;
            }
            catch (DomainException refused) when (refused.Refusal == AwardRefusals.Impossible)
            {
                impossible++;
            }
        }

        TestContext.Out.WriteLine($"{count} rounds: {impossible} impossible, {several} with several suppliers of a lot, {packages} with packages, {ceilings} with needs that left.");
        Assert.That(new[] { several, packages, ceilings }, Is.All.GreaterThan(count / 50));
        Assert.That(impossible, Is.LessThan(count / 2));
    }
}
