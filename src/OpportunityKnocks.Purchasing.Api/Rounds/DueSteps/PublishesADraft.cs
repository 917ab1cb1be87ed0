using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Needs;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds.DueSteps;

/// <summary>When a draft opens by itself.</summary>
public sealed class PublishesADraft(Proposals proposals, JournalWriter journal) : IDueStep
{
    public DueStep Name => DueStep.Publish;

    public string Condition => "r.state = 'Draft' AND r.opens_at <= clock.at";

    public bool IsDue(Round round, DateTimeOffset now) => round.State == RoundState.Draft && round.OpensAt <= now;

    public IEnumerable<DateTimeOffset> DueTimes(Round round) => round is { State: RoundState.Draft, OpensAt: { } at } ? [at] : [];

    public Task TakeAsync(TakenRound taken, CancellationToken ct)
    {
        taken.Round.Publish(taken.Now);
        journal.Record(EventType.RoundPublished, taken.Round);
        return proposals.PublishAsync(taken.Round, taken.Now, ct);
    }
}
