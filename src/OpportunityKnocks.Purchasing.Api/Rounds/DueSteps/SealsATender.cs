using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds.DueSteps;

/// <summary>When the time for bids is over.</summary>
public sealed class SealsATender(TenderEnd tender) : IDueStep
{
    public DueStep Name => DueStep.Seal;

    public string Condition => "r.state = 'Tendering' AND r.bids_close_at <= clock.at";

    public bool IsDue(Round round, DateTimeOffset now) => round.State == RoundState.Tendering && round.BidsCloseAt <= now;

    public IEnumerable<DateTimeOffset> DueTimes(Round round) => round switch
    {
        { WaitsSince: not null } => [],
        { State: RoundState.Draft, OpensAt: not null } or { State: RoundState.Collecting or RoundState.Review or RoundState.Tendering } => [round.BidsCloseAt],
        _ => [],
    };

    public Task TakeAsync(TakenRound taken, CancellationToken ct) => tender.EndAsync(taken, ct);
}
