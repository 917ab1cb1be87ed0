using OpportunityKnocks.Purchasing.Api.Awards;
using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds.DueSteps;

/// <summary>When the answers to an award are due.</summary>
public sealed class EndsAcceptance(AcceptanceEnd acceptance) : IDueStep
{
    public DueStep Name => DueStep.EndAcceptance;

    public string Condition => "r.state = 'Awarded' AND r.accept_by <= clock.at AND r.acceptance_ended_at IS NULL";

    public bool IsDue(Round round, DateTimeOffset now) => round.AcceptsUntil <= now;

    public IEnumerable<DateTimeOffset> DueTimes(Round round) => round.AcceptsUntil is { } until ? [until] : [];

    public Task TakeAsync(TakenRound taken, CancellationToken ct) => acceptance.EndAsync(taken, ct);
}
