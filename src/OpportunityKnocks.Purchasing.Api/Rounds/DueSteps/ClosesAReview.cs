using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds.DueSteps;

/// <summary>When the time to confirm is over.</summary>
public sealed class ClosesAReview(ReviewEnd review) : IDueStep
{
    public DueStep Name => DueStep.CloseReview;

    public string Condition => "r.state = 'Review' AND r.confirm_by <= clock.at AND r.waits_since IS NULL";

    public bool IsDue(Round round, DateTimeOffset now) => round.State == RoundState.Review && round.ConfirmBy <= now && round.WaitsSince is null;

    public IEnumerable<DateTimeOffset> DueTimes(Round round) => round switch
    {
        { ConfirmBy: null } or { WaitsSince: not null } => [],
        { State: RoundState.Draft, OpensAt: not null } or { State: RoundState.Collecting or RoundState.Review } => [round.ConfirmBy.Value],
        _ => [],
    };

    public Task TakeAsync(TakenRound taken, CancellationToken ct) => review.CloseAsync(taken, decided: false, ct);
}
