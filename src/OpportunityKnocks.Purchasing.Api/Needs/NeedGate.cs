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
    /// <summary>Takes a need of the calling member.</summary>
    /// <param name="lot">The lot it is to be in.</param>
    public async Task<Need> TakeOwnAsync(ClusterId cluster, NeedId id, string? ifMatch, LotToJoin? lot, CancellationToken ct)
    {
        var seen = await db.Needs.Where(n => n.ClusterId == cluster && n.Id == id && n.MemberId == caller.Member)
            .Select(n => new { n.RoundId, n.Version })
            .SingleOrDefaultAsync(ct) ?? throw HttpRefusals.NotFound.Because("There is no such need of yours.");
        ETags.Require(ifMatch, seen.Version);

        if (seen.RoundId is null && lot is not null && !await db.VisibleRounds(caller, cluster).AnyAsync(r => r.Id == lot.RoundId, ct))
            throw HttpRefusals.NotFound.Because("There is no such lot in a round that is open to you.");
        if ((seen.RoundId ?? lot?.RoundId) is { } round)
            await EnterAsync(cluster, round, ct);

        var need = (await TakeAsync(cluster, [id.Value], ct))[0];
        ETags.Require(ifMatch, need.Version);
        return need;
    }

    /// <summary>Takes the needs with these ids, whoever's they are; those that are not there are left out.</summary>
    public Task<List<Need>> TakeAsync(ClusterId cluster, Guid[] ids, CancellationToken ct) => db.Needs
        .FromSql($"SELECT * FROM needs WHERE cluster_id = {cluster.Value} AND id = ANY ({ids}) ORDER BY id FOR UPDATE")
        .ToListAsync(ct);

    /// <summary>Refuses unless the round collects by the database's clock.</summary>
    public async Task EnterAsync(ClusterId cluster, RoundId round, CancellationToken ct)
    {
        if (await rounds.EnterAsync(cluster, round, ct) is not { TakesNeeds: true })
            throw NeedRefusals.NotCollecting.Because("Needs of a round can be put in, changed and withdrawn only while it is collecting.");
    }
}
