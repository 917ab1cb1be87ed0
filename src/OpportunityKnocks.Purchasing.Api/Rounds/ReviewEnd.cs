using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>The end of a review: what is confirmed is the demand, and what silence means is the round's policy; it never confirms a need
/// without a ceiling.</summary>
public sealed class ReviewEnd(PurchasingDb db, WindowFinish windows, NeedRelease needs)
{
    /// <summary>The round is taken and its writers are out.</summary>
    /// <param name="decided">Whether the coordinator asked for it.</param>
    public async Task CloseAsync(TakenRound taken, bool decided, CancellationToken ct)
    {
        var (round, now) = taken;
        var (demand, members) = await Confirmed(round).PoolAsync(ct);

        var outcome = round.CloseReview(demand, members, decided, now);
        if (outcome.End == WindowEnd.MovedOn)
            await needs.ReleaseAsync(round, Silent(round), "Its member did not confirm it in time.", now, ct);
        await windows.FinishAsync(taken, outcome, demand, ct);
    }

    private IQueryable<Need> Confirmed(Round round)
    {
        var silenceConfirms = round.Silence == SilencePolicy.Confirms;
        return db.PooledNeeds(round).Where(n => n.ConfirmedAt != null || (silenceConfirms && n.Ceiling != null));
    }

    private IQueryable<Need> Silent(Round round)
    {
        var silenceConfirms = round.Silence == SilencePolicy.Confirms;
        return db.PooledNeeds(round).Where(n => n.ConfirmedAt == null && (!silenceConfirms || n.Ceiling == null));
    }
}
