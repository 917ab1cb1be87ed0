using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>The end of a collection, the same for the coordinator's command and for the deadline.</summary>
public sealed class CollectionEnd(
    PurchasingDb db, IServiceScopeFactory scopes, ServiceClock clock, WindowFinish windows, NeedRelease needs, JournalWriter journal)
{
    /// <summary>Takes no more needs from now on: brings the deadline forward, in a transaction of its own, so that newcomers see it at once
    /// and the writers under the round run out. Should nothing follow, the deadline job closes the collection.</summary>
    /// <param name="version">The version that is meant; when the round is at another, nothing happens.</param>
    /// <returns>Whether it was stopped now: false when its deadline had passed before, or when it does not run.</returns>
    public async Task<bool> StopAsync(ClusterId cluster, RoundId round, int version, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PurchasingDb>().Database.ExecuteSqlAsync(
            $"""
            WITH stopped AS (
                UPDATE rounds SET needs_close_at = clock_timestamp() + {clock.Offset}, version = version + 1
                WHERE cluster_id = {cluster.Value} AND id = {round.Value} AND version = {version}
                    AND state = 'Collecting' AND needs_close_at > clock_timestamp() + {clock.Offset}
                RETURNING id, version, needs_close_at)
            INSERT INTO journal (cluster_id, id, type, actor, subject_kind, subject_id, subject_version, audience,
                round_id, quantity_change, needs_change, payload, at)
            SELECT {cluster.Value}, {JournalEntryId.New().Value}, 'CollectionStopped', {journal.Actor}, 'Round', id, version, 'Cluster',
                id, 0, 0, {"{}"}, needs_close_at
            FROM stopped
            """,
            ct) == 1;
    }

    /// <summary>The round is taken and its writers are out: what its needs add up to now is the demand.</summary>
    /// <param name="decided">Whether the coordinator asked for it.</param>
    public async Task CloseAsync(TakenRound taken, bool decided, CancellationToken ct)
    {
        var (round, now) = taken;
        var (demand, members, leaving) = await db.PooledNeeds(round).PoolRoundAsync(round, decided, ct);

        var outcome = round.CloseCollection(demand, members, decided, now);
        await windows.FinishAsync(taken, outcome, demand, ct);
        if (outcome.End != WindowEnd.MovedOn)
            return;

        await needs.ReleaseAsync(round, db.PooledNeeds(round).Where(n => leaving.Contains(n.Id)), NeedRelease.WithItsBundle, now, ct);
        await needs.ReleaseAsync(round, db.NeedsOf(round, NeedState.Proposed), "The collection ended before its member confirmed it.", now, ct);
    }
}
