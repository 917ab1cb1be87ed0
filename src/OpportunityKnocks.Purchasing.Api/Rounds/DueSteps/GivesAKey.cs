using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Sealing;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds.DueSteps;

/// <summary>When a tender runs that was opened by a version of the service that did not seal bids.</summary>
public sealed class GivesAKey(TenderKey keys) : IDueStep
{
    public DueStep Name => DueStep.GiveKey;

    public string Condition => "r.state = 'Tendering' AND r.sealing_key IS NULL";

    public bool IsDue(Round round, DateTimeOffset now) => round.State == RoundState.Tendering && round.SealingKey is null;

    public Task TakeAsync(TakenRound taken, CancellationToken ct) => keys.GiveAsync(taken.Round, ct);
}
