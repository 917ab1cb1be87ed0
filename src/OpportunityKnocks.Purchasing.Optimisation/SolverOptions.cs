using System.Numerics;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>How much work a search may do.</summary>
/// <param name="DeterministicTime">The solver's own measure of work, about a second each on a free core, so that the same input stops at
/// the same place whatever else the machine does. The choice among equally good awards may take as much again.</param>
/// <param name="Workers">Searches of different kinds side by side once a problem turns out to be hard. More than there are cores helps.</param>
public sealed record SolverOptions(double DeterministicTime = 30, int Workers = 8);

/// <summary>How far a search has come, in evaluated cost with
/// <see cref="Domain.Awards.Optimum.OptimumAward.Decimals"/> decimals.</summary>
/// <param name="Best">Of the best award so far; null while there is none.</param>
/// <param name="Bound">No award costs less.</param>
public sealed record SolverProgress(BigInteger? Best, BigInteger Bound);

/// <summary>Ways to hear from a running search, and to end it.</summary>
/// <param name="Progress">Called from the search's own threads.</param>
/// <param name="StopWithBest">Ends it with the best award so far.</param>
public sealed record SolverControl(IProgress<SolverProgress>? Progress = null, CancellationToken StopWithBest = default);
