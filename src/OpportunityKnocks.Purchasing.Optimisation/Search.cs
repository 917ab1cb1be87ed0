using Google.OrTools.Sat;

namespace OpportunityKnocks.Purchasing.Optimisation;

/// <summary>What a search came to.</summary>
/// <param name="Solution">A value for each variable, by index; null if none was found.</param>
/// <param name="IsProved">Whether the solution is the best, or that there is none.</param>
/// <param name="Bound">No solution's objective is lower.</param>
internal sealed record Found(IReadOnlyList<long>? Solution, bool IsProved, long Bound);

/// <summary>Runs the solver within what is left of the time, first alone (quick, for most models), then with several searches side by
/// side.</summary>
internal sealed class Search(SolverOptions options, SolverControl control, CancellationToken cancellationToken)
{
    private const double Alone = 0.5;

    // To take in a large model takes longer than one worker's try is worth.
    private const int Large = 10_000;

    private double _left = options.DeterministicTime;

    public bool IsStopped => control.StopWithBest.IsCancellationRequested;

    /// <summary>Another search, with a part of the time.</summary>
    public Search Beside(double part) => new(options with { DeterministicTime = options.DeterministicTime * part }, control, cancellationToken);

    /// <summary>The same time again, for another purpose.</summary>
    public void Renew() => _left = options.DeterministicTime;

    /// <param name="objective">What to minimise; null to find any solution.</param>
    /// <param name="atMost">Deterministic time, if less is left for this than for the whole.</param>
    /// <param name="progress">Hears of the best objective and the bound.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Found Run(CpModel model, LinearExpr? objective, IReadOnlyList<long>? hint = null, Action<double?, double?>? progress = null, double atMost = double.MaxValue)
    {
        if (objective is not null)
            model.Minimize(objective);
        var found = model.Model.Variables.Count > Large ? new Found(null, false, long.MinValue) : RunOnce(model, objective, hint, 1, Math.Min(Alone, _left), progress);
        if (found.IsProved)
            return found;

        var longer = RunOnce(model, objective, found.Solution ?? hint, options.Workers, Math.Min(_left, atMost), progress);
        return new Found(longer.Solution ?? found.Solution, longer.IsProved, Math.Max(found.Bound, longer.Bound));
    }

    private Found RunOnce(
        CpModel model, LinearExpr? objective, IReadOnlyList<long>? hint, int workers, double time, Action<double?, double?>? progress)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (time <= 0 || IsStopped)
            return new Found(null, false, long.MinValue);

        model.ClearHints();
        if (hint is not null)
        {
            model.Model.SolutionHint = new PartialVariableAssignment();
            model.Model.SolutionHint.Vars.AddRange(Enumerable.Range(0, hint.Count));
            model.Model.SolutionHint.Values.AddRange(hint);
        }

        using var solver = new CpSolver();
        solver.StringParameters = FormattableString.Invariant(
            $"num_workers:{workers} random_seed:1 max_deterministic_time:{time:F6} relative_gap_limit:0 absolute_gap_limit:0");
        // The solver forgets a stop that comes before it has begun, so it is told again.
        using var stop = new Timer(_ => { if (IsStopped || cancellationToken.IsCancellationRequested) solver.StopSearch(); }, null, 10, 10);
        using var listener = progress is null ? null : new Listener(progress);
        if (progress is not null)
            solver.SetBestBoundCallback(bound => progress(null, bound));
        var status = solver.Solve(model, listener);
        stop.Change(Timeout.Infinite, Timeout.Infinite);
        cancellationToken.ThrowIfCancellationRequested();
        var response = solver.Response!;
        _left -= response.DeterministicTime;
        if (status == CpSolverStatus.ModelInvalid)
            throw new InvalidOperationException($"The model is invalid: {model.Validate()}");

        var solution = status is CpSolverStatus.Optimal or CpSolverStatus.Feasible ? response.Solution.ToArray() : null;
        var bound = objective is null ? 0 : response.InnerObjectiveLowerBound;
        var isProved = status == CpSolverStatus.Infeasible
            || (status == CpSolverStatus.Optimal && (objective is null || solver.Value(objective) == bound));
        return new Found(solution, isProved, bound);
    }

    private sealed class Listener(Action<double?, double?> progress) : CpSolverSolutionCallback
    {
        public override void OnSolutionCallback() => progress(ObjectiveValue(), BestObjectiveBound());
    }
}
