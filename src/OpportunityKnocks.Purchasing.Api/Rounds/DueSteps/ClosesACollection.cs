using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds.DueSteps;

/// <summary>When the time for needs is over.</summary>
public sealed class ClosesACollection(CollectionEnd collection) : IDueStep
{
    public DueStep Name => DueStep.CloseCollection;

    public string Condition => "r.state = 'Collecting' AND r.needs_close_at <= clock.at AND r.waits_since IS NULL";

    public bool IsDue(Round round, DateTimeOffset now) => round.State == RoundState.Collecting && round.NeedsCloseAt <= now && round.WaitsSince is null;

    public IEnumerable<DateTimeOffset> DueTimes(Round round) => round.State switch
    {
        RoundState.Draft when round.OpensAt is not null => [round.NeedsCloseAt],
        RoundState.Collecting when round.WaitsSince is null => [round.NeedsCloseAt],
        _ => [],
    };

    public Task TakeAsync(TakenRound taken, CancellationToken ct) => collection.CloseAsync(taken, decided: false, ct);
}
