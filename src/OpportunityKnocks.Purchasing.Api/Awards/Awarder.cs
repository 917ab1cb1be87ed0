using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Optimisation;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>An award that was computed and checked, and not yet fixed.</summary>
public sealed record ComputedAward(AwardInputs Inputs, AwardResult Result)
{
    public AwardProblem Problem => Inputs.Problem;

    public bool AwardsNothing => Result.Shares.Count == 0;

    /// <inheritdoc cref="Award.Fix"/>
    public Award Fix(Round round, string reason, DateTimeOffset now) => Award.Fix(round, Problem, Result, Inputs.OfferVersions, reason, now);

    /// <summary>Refuses an award to a supplier that is not bound by its bid any more.</summary>
    /// <exception cref="DomainException"><see cref="AwardRefusals.BidExpired"/></exception>
    public ComputedAward RequireBound(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        foreach (var supplier in Result.Shares.Select(lot => lot.SupplierId).Distinct())
        {
            if (Inputs.ValidUntil.TryGetValue(supplier, out var until) && until < today)
            {
                throw AwardRefusals.BidExpired.Because(
                    $"The bid of supplier {supplier.Value} was valid until {until:yyyy-MM-dd}. Exclude it to award without it.");
            }
        }

        return this;
    }
}

/// <summary>Computes an award from the round's needs and bids and writes what it means: the same for a scenario, when a round is closed, and
/// when an award is computed anew.</summary>
public sealed class Awarder(PurchasingDb db, AwardWriter writer, SharingWriter sharing, NeedRelease needs, SolverPlaces places)
{
    /// <summary>The round is taken.</summary>
    /// <param name="search">Where one is needed.</param>
    public async Task<ComputedAward> ComputeAsync(Round round, AwardQuestion question, AwardSearch search, CancellationToken ct) =>
        await ComputeAsync(await db.LoadAwardInputsAsync(round, question, ct), search, ct);

    public async Task<ComputedAward> ComputeAsync(AwardInputs inputs, AwardSearch search, CancellationToken ct)
    {
        var result = inputs.Problem.IsPlain ? Compute(inputs.Problem, search) : await places.RunAsync(() => Compute(inputs.Problem, search), ct);
        return new ComputedAward(inputs, result);
    }

    /// <summary>Looks for the best award with the solver.</summary>
    /// <param name="time">Deterministic time for each pass.</param>
    public static AwardSearch Solver(double time, CancellationToken ct, SolverControl? control = null) =>
        (problem, _) => AwardSolver.Solve(problem, new SolverOptions(time), control, ct);

    /// <summary>The same where nobody can wait: an award that is not proved in that time is left to a scenario.</summary>
    /// <exception cref="DomainException"><see cref="AwardRefusals.ScenarioNeeded"/></exception>
    public static AwardSearch ProvingSolver(double time, CancellationToken ct) => (problem, pass) =>
        Solver(time, ct)(problem, pass) is { Outcome: not OptimumOutcome.BestFound } result
            ? result
            : throw AwardRefusals.ScenarioNeeded.Because("Send POST .../award-scenarios, wait until it is computed, and close with its id.");

    /// <exception cref="InvalidOperationException">The award is wrong: our fault, not the caller's. Nobody may see it.</exception>
    public static AwardResult Compute(AwardProblem problem, AwardSearch search)
    {
        var result = Awarding.Compute(problem, search);
        return AwardChecker.Check(problem, result) is [var first, ..]
            ? throw new InvalidOperationException($"The computed award breaks a rule: {first}")
            : result;
    }

    /// <param name="accepted">Who accepted the award whose place this one takes, and when; null for a first one.</param>
    public async Task WriteAsync(
        Round round, Award award, ComputedAward computed, IReadOnlyDictionary<MemberId, DateTimeOffset>? accepted, CancellationToken ct)
    {
        db.Awards.Add(award);
        await db.SaveChangesAsync(ct);
        await writer.WriteAsync(round, award, computed.Result, accepted, ct);
        await sharing.WriteAsync(round, award, computed, ct);
        foreach (var lot in award.Lots.Where(lot => lot.NotAwarded is not null))
        {
            var reason = $"The lot is not awarded: {NotAwarded.InWords(lot.NotAwarded!.Value)}";
            await needs.ReleaseAsync(round, db.NeedsIn(round, [lot.LotId]), reason, award.AwardedAt, ct);
        }

        var withoutUnits = computed.Result.WithoutUnits.ToList();
        var unserved = db.PooledNeeds(round).Where(n => withoutUnits.Contains(n.Id));
        await needs.ReleaseAsync(round, unserved, "Only whole packs are ordered, and no unit was left for it or its bundle.", award.AwardedAt, ct);
    }
}
