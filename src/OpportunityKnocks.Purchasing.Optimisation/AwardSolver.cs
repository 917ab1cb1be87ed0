using System.Numerics;
using Google.OrTools.Sat;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>Finds the award with the lowest evaluated cost, and proves it, with CP-SAT (Perron and Didier, the CP-SAT solver of OR-Tools).
/// Lots that nothing ties together are solved apart. A pure function of its input whenever the award is proved.</summary>
public static class AwardSolver
{
    /// <returns>Checked by <see cref="OptimumChecker"/>.</returns>
    /// <exception cref="DomainException">A refusal of <see cref="OptimumRefusals"/>, or the award is larger than any amount.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; to keep the best so far use the control's stop.</exception>
    public static OptimumResult Solve(
        OptimumProblem problem, SolverOptions options, SolverControl? control = null, CancellationToken cancellationToken = default)
    {
        control ??= new SolverControl();
        var search = new Search(options, control, cancellationToken);
        if (Impossibilities.WithoutBid(problem) is { Count: > 0 } noBid)
            return OptimumResult.Impossible(noBid);

        var parts = new List<PartialAward>();
        foreach (var part in Coupling.Split(problem))
        {
            var (cost, bound) = Sums(parts);
            var award = PartialAward.Find(part, search, control.Progress, cost, bound);
            if (award is null)
                return OptimumChecker.Require(problem, OptimumResult.Impossible(Impossibilities.Find(problem, search)));
            parts.Add(award);
        }

        search.Renew();
        var areTiesBroken = parts.TrueForAll(part => part.IsProved) && TieBreak.Break(problem, parts, search);
        var choice = new OptimumChoice(
            parts.SelectMany(part => part.Choice.Quantities).ToDictionary(),
            parts.SelectMany(part => part.Choice.Packages).ToHashSet());
        var outcome = areTiesBroken ? OptimumOutcome.ProvedOptimal : OptimumOutcome.BestFound;
        return OptimumChecker.Require(problem, new OptimumResult(outcome, OptimumPricing.Price(problem, choice), Sums(parts).Bound, []));
    }

    private static (BigInteger Cost, BigInteger Bound) Sums(List<PartialAward> parts) => (
        parts.Aggregate(BigInteger.Zero, (sum, part) => sum + part.Cost), parts.Aggregate(BigInteger.Zero, (sum, part) => sum + part.Bound));
}

/// <summary>The award of lots that are solved together.</summary>
/// <param name="Digits">The value of each digit of the cost.</param>
internal sealed record PartialAward(OptimumProblem Problem, OptimumChoice Choice, IReadOnlyList<long> Digits, BigInteger Cost, BigInteger Bound)
{
    /// <summary>What solving each lot alone may take, as a part of the time for all together.</summary>
    private const double TimeForLotsAlone = 0.5;

    public bool IsProved => Cost == Bound;

    public IEnumerable<string> Winners =>
        Choice.Quantities.Keys.Select(key => key.SupplierId).Union(Choice.Packages.Select(key => key.SupplierId), StringComparer.Ordinal);

    /// <summary>Units of a supplier in a lot, those of packages included.</summary>
    public long UnitsOf(string lotId, string supplierId) =>
        Choice.Quantities.GetValueOrDefault((lotId, supplierId))
        + Problem.Bids.Single(bid => bid.SupplierId == supplierId).Packages
            .Where(package => Choice.Packages.Contains((supplierId, package.Id)))
            .SelectMany(package => package.Units).Where(units => units.LotId == lotId).Sum(units => units.Quantity);

    /// <param name="costBefore">Of the lots solved before, for the progress.</param>
    /// <returns>Null if no award keeps the rules.</returns>
    public static PartialAward? Find(
        OptimumProblem problem, Search search, IProgress<SolverProgress>? progress, BigInteger costBefore, BigInteger boundBefore)
    {
        var cpModel = new CpModel();
        var model = new AwardModel(cpModel, problem);
        var digits = model.Digits();
        var bound = BigInteger.Zero;
        var lotsAlone = problem.Lots.Count > 1 && FirstTry.IsLarge(problem) ? LotByLot.Bound(problem, search.Beside(TimeForLotsAlone)) : BigInteger.Zero;
        var best = FirstTry.Of(problem, search);
        var (seen, seenBound) = ((BigInteger?)null, lotsAlone);
        for (var i = 0; i < digits.Count; i++)
        {
            var (digit, before) = (digits[i], bound);
            var found = search.Run(cpModel, digit.Terms.Sum, hint: best, progress is null || i > 0 ? null : Tell);
            if (found is { Solution: null, IsProved: true })
                return null;
            best = found.Solution ?? best;
            bound = before + (found.Bound < 0 && i == 0 ? 0 : Math.Max(found.Bound, 0) * digit.Unit);
            if (!found.IsProved || i == digits.Count - 1)
                break;
            cpModel.Add(digit.Terms.Sum == found.Bound);
        }

        if (best is null)
            throw OptimumRefusals.NotFoundInTime.Because("Give fewer bids or lots, or looser rules.");
        var cost = model.Cost.ValueIn(best);
        bound = BigInteger.Max(bound, lotsAlone);
        return new PartialAward(
            problem, model.ChoiceIn(best), [.. digits.Select(d => d.Terms.In(best))], cost, BigInteger.Min(cost, bound));

        void Tell(double? objective, double? lower)
        {
            seen = objective is { } value ? (BigInteger)value * digits[0].Unit : seen;
            seenBound = lower is { } limit ? BigInteger.Max(seenBound, (BigInteger)Math.Max(0, limit) * digits[0].Unit) : seenBound;
            progress!.Report(new SolverProgress(seen is null ? null : costBefore + seen, boundBefore + seenBound));
        }
    }
}
