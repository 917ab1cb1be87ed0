using System.Globalization;
using System.Numerics;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>Units of a lot by a supplier's schedule.</summary>
public sealed record ChosenQuantity(string LotId, string SupplierId, long Quantity);

/// <summary>A package that is taken.</summary>
public sealed record ChosenPackage(string SupplierId, string PackageId);

/// <summary>What a search decided once, as it is kept: all the rest follows from it.</summary>
/// <param name="Bound">Digits of a whole number, as in <see cref="OptimumResult.Bound"/>.</param>
/// <param name="Because">Why there is no award; empty if there is one.</param>
public sealed record FoundAward(
    OptimumOutcome Outcome,
    IReadOnlyList<ChosenQuantity> Quantities,
    IReadOnlyList<ChosenPackage> Packages,
    string Bound,
    IReadOnlyList<Impossibility> Because)
{
    public static FoundAward Of(OptimumResult result) => new(
        result.Outcome,
        [.. (result.Award?.Supplies ?? []).Where(s => s.Quantity > 0).Select(s => new ChosenQuantity(s.LotId, s.SupplierId, s.Quantity))],
        [.. (result.Award?.Packages ?? []).Select(p => new ChosenPackage(p.SupplierId, p.PackageId))],
        result.Bound.ToString(CultureInfo.InvariantCulture),
        result.Because);

    /// <summary>The same answer to the same problem.</summary>
    public OptimumResult ToResult(OptimumProblem problem) => Outcome == OptimumOutcome.Infeasible
        ? OptimumResult.Impossible(Because)
        : new OptimumResult(
            Outcome,
            OptimumPricing.Price(problem, new OptimumChoice(
                Quantities.ToDictionary(q => (q.LotId, q.SupplierId), q => q.Quantity), Packages.Select(p => (p.SupplierId, p.PackageId)).ToHashSet())),
            BigInteger.Parse(Bound, CultureInfo.InvariantCulture),
            []);
}

/// <summary>Keeps what a search answers, or gives the same answers again without searching.</summary>
public sealed class FoundAwards
{
    private readonly List<FoundAward> _answers = [];

    public IReadOnlyList<FoundAward> Answers => _answers;

    public AwardSearch Keep(AwardSearch search) => (problem, pass) =>
    {
        var result = search(problem, pass);
        _answers.Add(FoundAward.Of(result));
        return result;
    };

    /// <exception cref="InvalidOperationException">More is asked than was: the inputs are not the same.</exception>
    public static AwardSearch Replay(IReadOnlyList<FoundAward> answers)
    {
        var next = 0;
        return (problem, _) => next < answers.Count
            ? answers[next++].ToResult(problem)
            : throw new InvalidOperationException("The kept award is one of other inputs.");
    }
}
