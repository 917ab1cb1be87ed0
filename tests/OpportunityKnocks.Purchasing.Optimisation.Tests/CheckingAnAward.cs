using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Optimisation.Tests;

/// <summary>The checker against awards that were tampered with.</summary>
public sealed class CheckingAnAward
{
    private static readonly Dictionary<string, Func<OptimumResult, OptimumResult?>> Mutations = new(StringComparer.Ordinal)
    {
        ["a penny more"] = r => In(r, a => a with { Cost = More(a.Cost) }),
        ["evaluated otherwise"] = r => In(r, a => a with { Evaluated = a.Evaluated + 1 }, bound: 1),
        ["a line of a penny more"] = r => First(r, s => s with { Line = More(s.Line) }),
        ["a unit price of more"] = r => First(r, s => s.Quantity == 0 ? null : s with { UnitPrice = s.UnitPrice + new Fraction(1, 10_000) }),
        ["a fee of a penny more"] = r => First(r, s => s with { FixedFee = More(s.FixedFee) }),
        ["member fees of a penny more"] = r => First(r, s => s with { MemberFees = More(s.MemberFees) }),
        ["a unit more"] = r => First(r, s => s with { Quantity = s.Quantity + 1 }),
        ["a unit less"] = r => First(r, s => s.Quantity == 0 ? null : s with { Quantity = s.Quantity - 1 }),
        ["a supply less"] = r => In(r, a => a.Supplies.Count == 0 ? null : a with { Supplies = [.. a.Supplies.Skip(1)] }),
        ["a supply twice"] = r => In(r, a => a.Supplies.Count == 0 ? null : a with { Supplies = [a.Supplies[0], .. a.Supplies] }),
        ["supplies out of order"] = r => In(r, a => a.Supplies.Count < 2 ? null : a with { Supplies = [.. a.Supplies.Reverse()] }),
        ["a lot that is not there"] = r => First(r, s => s with { LotId = "L9" }),
        ["a supplier that is not there"] = r => First(r, s => s with { SupplierId = "S9" }),
        ["a package less"] = r => In(r, a => a.Packages.Count == 0 ? null : a with { Packages = [.. a.Packages.Skip(1)] }),
        ["a package of a penny more"] = r => In(
            r, a => a.Packages.Count == 0 ? null : a with { Packages = [a.Packages[0] with { Price = More(a.Packages[0].Price) }, .. a.Packages.Skip(1)] }),
        ["a winner less"] = r => In(r, a => a with { Winners = [.. a.Winners.Skip(1)] }),
        ["another discount"] = r => In(r, a => a with { Winners = [a.Winners[0] with { Discount = new Percent(1) }, .. a.Winners.Skip(1)] }),
        ["a bid's fee of a penny more"] = r => In(r, a => a with { Winners = [a.Winners[0] with { FixedFee = More(a.Winners[0].FixedFee) }, .. a.Winners.Skip(1)] }),
        ["a bound above the cost"] = r => r with { Bound = r.Bound + 1 },
        ["proved with a gap"] = r => r with { Bound = r.Bound - 1 },
        ["called impossible"] = r => r with { Outcome = OptimumOutcome.Infeasible },
        ["nothing, for no reason"] = r => r with { Award = null },
    };

    [TestCaseSource(nameof(Names))]
    public void finds(string mutation)
    {
        var tampered = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var problem = SmallProblems.Number(seed);
            var result = AwardSolver.Solve(problem, new SolverOptions());
            if (result.Award is null || Mutations[mutation](result) is not { } mutated)
                continue;

            tampered++;
            Assert.That(OptimumChecker.Faults(problem, result), Is.Empty, $"problem {seed}");
            Assert.That(OptimumChecker.Faults(problem, mutated), Is.Not.Empty, $"problem {seed}");
        }

        Assert.That(tampered, Is.GreaterThan(3));
    }

    [Test]
    public void holds_an_award_against_every_rule()
    {
        // The same award under rules it does not keep.
        for (var seed = 1; seed <= 60; seed++)
        {
            var problem = SmallProblems.Number(seed);
            var result = AwardSolver.Solve(problem, new SolverOptions());
            if (result.Award is not { } award)
                continue;

            var stricter = new Dictionary<string, OptimumProblem>(StringComparer.Ordinal)
            {
                ["budget"] = problem.With(problem.Rules with { Budget = award.Cost with { MinorUnits = award.Cost.MinorUnits - 1 } }),
                ["more winners"] = problem.With(problem.Rules with { MinimumWinners = award.Winners.Count + 1, MaximumWinners = null }),
                ["fewer winners"] = problem.With(problem.Rules with { MinimumWinners = 0, MaximumWinners = award.Winners.Count - 1 }),
                ["share"] = problem.With(problem.Rules with { MaximumShare = new Percent(1) }),
                ["larger lots"] = Lots(problem, lot => lot with { Quantity = lot.Quantity + problem.Rules.OverbuyLimit + 1 }),
                ["more winners in a lot"] = Lots(problem, lot => lot with { MinimumWinners = award.Winners.Count + 1 }),
                ["fewer winners in a lot"] = Lots(problem, lot => lot with { MaximumWinners = 0 }),
                ["capacity"] = Bids(problem, bid => bid with { Capacity = 0 }),
                ["capacity in a lot"] = Bids(problem, bid => bid with { Offers = [.. bid.Offers.Select(o => o with { Capacity = 0 })] }),
            };

            Assert.Multiple(() =>
            {
                foreach (var (rule, changed) in stricter.Where(s => s.Key != "capacity in a lot" || award.Supplies.Any(x => x.Quantity > 0)))
                    Assert.That(OptimumChecker.Faults(changed, result), Is.Not.Empty, $"problem {seed}: {rule}");
            });
        }
    }

    private static IEnumerable<string> Names() => Mutations.Keys;

    private static OptimumProblem Lots(OptimumProblem problem, Func<OptimumLot, OptimumLot> change) =>
        new(problem.Currency, problem.Lots.Select(change), problem.Bids, problem.Rules);

    private static OptimumProblem Bids(OptimumProblem problem, Func<OptimumBid, OptimumBid> change) =>
        new(problem.Currency, problem.Lots, problem.Bids.Select(change), problem.Rules);

    private static Money More(Money money) => money with { MinorUnits = money.MinorUnits + 1 };

    private static OptimumResult? In(OptimumResult result, Func<OptimumAward, OptimumAward?> change, int bound = 0) =>
        change(result.Award!) is { } award ? result with { Award = award, Bound = result.Bound + bound } : null;

    private static OptimumResult? First(OptimumResult result, Func<OptimumSupply, OptimumSupply?> change) => In(result, award =>
        award.Supplies.Count > 0 && change(award.Supplies[0]) is { } changed ? award with { Supplies = [changed, .. award.Supplies.Skip(1)] } : null);
}
