using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds.DueSteps;

/// <summary>When the standstill is over and the coordinator has neither made the contracts nor cancelled within an hour.</summary>
public sealed class ContractsAnAward(JournalWriter journal) : IDueStep
{
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    public DueStep Name => DueStep.Contract;

    public string Condition =>
        "r.state = 'Awarded' AND r.standstill_ends_at <= clock.at - interval '1 hour' AND (r.accept_by IS NULL OR r.acceptance_ended_at IS NOT NULL)";

    public bool IsDue(Round round, DateTimeOffset now) => round is { State: RoundState.Awarded, AcceptsUntil: null } && round.StandstillEndsAt + Grace <= now;

    public IEnumerable<DateTimeOffset> DueTimes(Round round) =>
        round is { State: RoundState.Awarded, AcceptsUntil: null, StandstillEndsAt: { } end } ? [end + Grace] : [];

    public Task TakeAsync(TakenRound taken, CancellationToken ct)
    {
        taken.Round.Contract(taken.Now);
        journal.Record(EventType.RoundContracted, taken.Round);
        return Task.CompletedTask;
    }
}
