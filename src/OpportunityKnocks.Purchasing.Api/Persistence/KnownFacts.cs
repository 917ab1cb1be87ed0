using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>Facts that never change once they are true, remembered so that a hot write need not ask again: which member an organisation
/// is in a cluster, and which round, unit and periods a published lot has. Whether the member is active, or the round takes needs, is never
/// remembered: the write itself checks that.</summary>
public sealed class KnownFacts(IServiceScopeFactory scopes)
{
    private readonly ConcurrentDictionary<(ClusterId, OrganisationId), MemberId> _members = new();
    private readonly ConcurrentDictionary<(ClusterId, LotId), KnownLot> _lots = new();

    /// <returns>Null when the organisation is no member of the cluster.</returns>
    public async ValueTask<MemberId?> MemberAsync(ClusterId cluster, OrganisationId organisation, CancellationToken ct)
    {
        if (_members.TryGetValue((cluster, organisation), out var known))
            return known;

        await using var scope = scopes.CreateAsyncScope();
        var id = await scope.ServiceProvider.GetRequiredService<PurchasingDb>().Members
            .Where(m => m.ClusterId == cluster && m.OrganisationId == organisation)
            .Select(m => (MemberId?)m.Id)
            .SingleOrDefaultAsync(ct);
        if (id is { } found)
            _members[(cluster, organisation)] = found;
        return id;
    }

    /// <returns>Null when there is no such lot, or its round is still a draft.</returns>
    public async ValueTask<KnownLot?> LotAsync(ClusterId cluster, LotId lot, CancellationToken ct)
    {
        if (_lots.TryGetValue((cluster, lot), out var known))
            return known;

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PurchasingDb>();
        var found = await db.Lots
            .Where(l => l.ClusterId == cluster && l.Id == lot)
            .Where(l => db.Rounds.Any(r => r.ClusterId == cluster && r.Id == l.RoundId && r.State != RoundState.Draft))
            .Select(l => new KnownLot(l.RoundId, l.Unit, l.Periods, db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).First()))
            .SingleOrDefaultAsync(ct);
        if (found is not null)
            _lots[(cluster, lot)] = found;
        return found;
    }
}

/// <summary>What never changes of a published lot.</summary>
public sealed record KnownLot(RoundId Round, string Unit, int Periods, Currency Currency);
