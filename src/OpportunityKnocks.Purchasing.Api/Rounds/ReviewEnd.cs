using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>The end of a review: what is confirmed is the demand, and what silence means is the round's policy; it never confirms a need
/// without a ceiling. Needs of one bundle leave together.</summary>
public sealed class ReviewEnd(PurchasingDb db, WindowFinish windows, NeedRelease needs)
{
    /// <summary>The round is taken and its writers are out.</summary>
    /// <param name="decided">Whether the coordinator asked for it.</param>
    public async Task CloseAsync(TakenRound taken, bool decided, CancellationToken ct)
    {
        var (round, now) = taken;
        var silent = Silent(round);
        var left = silent.Where(n => n.Bundle != null);
        var (demand, members, leaving) = await db.PooledNeeds(round)
            .Where(n => !silent.Any(s => s.Id == n.Id) && !left.Any(s => s.MemberId == n.MemberId && s.Bundle == n.Bundle))
            .PoolRoundAsync(round, decided, ct);

        var outcome = round.CloseReview(demand, members, decided, now);
        if (outcome.End == WindowEnd.MovedOn)
        {
            var mates = db.PooledNeeds(round)
                .Where(n => !silent.Any(s => s.Id == n.Id) && left.Any(s => s.MemberId == n.MemberId && s.Bundle == n.Bundle));
            await needs.ReleaseAsync(round, mates, "Another need of its bundle was not confirmed in time.", now, ct);
            await needs.ReleaseAsync(round, silent, "Its member did not confirm it in time.", now, ct);
        }

        await windows.FinishAsync(taken, outcome, demand, ct);
        if (outcome.End == WindowEnd.MovedOn)
            await needs.ReleaseAsync(round, db.PooledNeeds(round).Where(n => leaving.Contains(n.Id)), NeedRelease.WithItsBundle, now, ct);
    }

    /// <summary>Those whose members said nothing, where that means that they leave.</summary>
    private IQueryable<Need> Silent(Round round)
    {
        var silenceConfirms = round.Silence == SilencePolicy.Confirms;
        return db.PooledNeeds(round).Where(n => n.ConfirmedAt == null && (!silenceConfirms || n.Ceiling == null));
    }
}
