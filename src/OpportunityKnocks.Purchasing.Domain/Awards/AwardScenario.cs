using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>Where a scenario is in its life.</summary>
public enum ScenarioState
{
    /// <summary>The best award is being looked for; it can be stopped with the best that was found.</summary>
    Computing,

    Computed,

    /// <summary>There is no award under its rules, or none was found in time; its message says why.</summary>
    Impossible,
}

/// <summary>What one rule costs: the award under it alone beside the award under none.</summary>
/// <param name="Rule">Null for the award under no rule.</param>
/// <param name="Outcome">What is known of that award; <see cref="OptimumOutcome.Infeasible"/> if there is none, null if none was found in time.</param>
/// <param name="Units">Units per period that are served.</param>
/// <param name="EvaluatedCost">As in <see cref="OptimumAward.Evaluated"/>, exact, in major units; null if there is none.</param>
/// <param name="Difference">How much more that is than without the rule, exact.</param>
public sealed record RulePrice(AwardRule? Rule, OptimumOutcome? Outcome, long Units, string? EvaluatedCost, string? Difference);

/// <summary>An award that is considered: pooled, awarded, split and left by those it is too dear for, to its end. Coordinators compare
/// several before they close the round with one.</summary>
public sealed class AwardScenario
{
    private AwardScenario()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public AwardScenarioId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    public string Title { get; private set; } = "";

    public AwardQuestion Question { get; private set; } = AwardQuestion.Plain;

    /// <summary>Of everything the award depends on: needs, bids, scores and the round's policies.</summary>
    public byte[] Inputs { get; private set; } = [];

    public ScenarioState State { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why there is no award.</summary>
    public string? Message { get; private set; }

    public ScenarioFigures? Figures { get; private set; }

    public IReadOnlyList<RulePrice> RulePrices { get; private set; } = [];

    /// <summary>What the search decided, pass by pass: the award follows from it and the inputs.</summary>
    public IReadOnlyList<FoundAward> Found { get; private set; } = [];

    /// <summary>Of a search that runs: in which pass it is.</summary>
    public int Pass { get; private set; }

    /// <summary>The evaluated cost of the best award of that pass so far; null while there is none.</summary>
    public string? BestSoFar { get; private set; }

    /// <summary>No award of that pass has a lower one.</summary>
    public string? BoundSoFar { get; private set; }

    /// <summary>When the instance that computes it last said so; another takes over when it falls silent.</summary>
    public DateTimeOffset? HeardAt { get; private set; }

    public bool StopRequested { get; private set; }

    public int Version { get; private set; }

    public static AwardScenario Ask(
        ClusterId cluster, RoundId round, string title, AwardQuestion question, byte[] inputs, DateTimeOffset now) => new()
        {
            ClusterId = cluster,
            Id = AwardScenarioId.New(),
            RoundId = round,
            Title = title,
            Question = question,
            Inputs = inputs,
            State = ScenarioState.Computing,
            CreatedAt = now,
            Version = 1,
        };

    public void Complete(ScenarioFigures figures, IReadOnlyList<RulePrice> rulePrices, IReadOnlyList<FoundAward> found, DateTimeOffset now)
    {
        (Figures, RulePrices, Found) = (figures, rulePrices, found);
        End(ScenarioState.Computed, now);
    }

    public void Fail(string message, IReadOnlyList<RulePrice> rulePrices, DateTimeOffset now)
    {
        (Message, RulePrices) = (message, rulePrices);
        End(ScenarioState.Impossible, now);
    }

    /// <summary>Asks the search to end with the best it has; of one that has ended, nothing is asked.</summary>
    public void Stop()
    {
        if (State != ScenarioState.Computing || StopRequested)
            return;
        StopRequested = true;
        Version++;
    }

    /// <summary>Refuses to close a round with it.</summary>
    /// <param name="inputs">As they are now.</param>
    /// <exception cref="DomainException"><see cref="AwardRefusals.ScenarioUnfit"/> or <see cref="AwardRefusals.ScenarioStale"/></exception>
    public void RequireCloses(byte[] inputs)
    {
        if (State != ScenarioState.Computed)
            throw AwardRefusals.ScenarioUnfit.Because($"It is {State}. Close the round with one that is computed.");
        if (Question.IsWhatIf)
            throw AwardRefusals.ScenarioUnfit.Because("It imagines members or suppliers away. Exclude a bid first, if it is not to count.");
        if (!Inputs.AsSpan().SequenceEqual(inputs))
            throw AwardRefusals.ScenarioStale.Because("Needs, bids or scores have changed since. Ask for the scenario again.");
    }

    private void End(ScenarioState state, DateTimeOffset now)
    {
        if (State != ScenarioState.Computing)
            throw new InvalidOperationException("A scenario ends once.");
        (State, EndedAt) = (state, now);
        Version++;
    }
}
