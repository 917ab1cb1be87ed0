using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>Takes needs for a change, in the order of locks: the round first, shared with other writers, then the needs themselves; each
/// is judged after its lock. Needs a running transaction.</summary>
public sealed class NeedGate(PurchasingDb db, RoundGate rounds, Caller caller)
{
    /// <summary>Takes a need of the calling member, if its round collects.</summary>
    /// <param name="lot">The lot it is to be in.</param>
    public async Task<Need> TakeOwnAsync(ClusterId cluster, NeedId id, string? ifMatch, LotToJoin? lot, CancellationToken ct)
    {
        var (need, round) = await EnterOwnAsync(cluster, id, ifMatch, lot?.RoundId, ct);
        RequireCollecting(round);
        return need;
    }

    /// <summary>Takes a need of the calling member, whatever its round takes now.</summary>
    /// <param name="joining">The round it is to be in.</param>
    /// <returns>With its round as it is at the gate; null without one.</returns>
    public async Task<(Need Need, RoundAtGate? Round)> EnterOwnAsync(
        ClusterId cluster, NeedId id, string? ifMatch, RoundId? joining, CancellationToken ct)
    {
        var seen = await db.Needs.Where(n => n.ClusterId == cluster && n.Id == id && n.MemberId == caller.Member)
            .Select(n => new { n.RoundId, n.Version })
            .SingleOrDefaultAsync(ct) ?? throw HttpRefusals.NotFound.Because("There is no such need of yours.");
        ETags.Require(ifMatch, seen.Version);

        if (seen.RoundId is null && joining is not null && !await db.VisibleRounds(caller, cluster).AnyAsync(r => r.Id == joining, ct))
            throw HttpRefusals.NotFound.Because("There is no such lot in a round that is open to you.");
        var round = (seen.RoundId ?? joining) is { } its ? await rounds.EnterAsync(cluster, its, ct) : null;
        var need = (await TakeAsync(cluster, [id.Value], ct))[0];
        ETags.Require(ifMatch, need.Version);
        return (need, round);
    }

    /// <summary>Takes the needs with these ids, whoever's they are; those that are not there are left out.</summary>
    public Task<List<Need>> TakeAsync(ClusterId cluster, Guid[] ids, CancellationToken ct) => db.Needs
        .FromSql($"SELECT * FROM needs WHERE cluster_id = {cluster.Value} AND id = ANY ({ids}) ORDER BY id FOR UPDATE")
        .ToListAsync(ct);

    /// <summary>Refuses unless the round collects by the database's clock, or there is none.</summary>
    public static void RequireCollecting(RoundAtGate? round)
    {
        if (round is { TakesNeeds: false })
            throw NeedRefusals.NotCollecting.Because("Needs of a round can be put in and changed only while it is collecting.");
    }
}
