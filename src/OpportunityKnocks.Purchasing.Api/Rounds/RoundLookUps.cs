using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>What a round's plan refers to must be there.</summary>
public static class RoundLookUps
{
    public static async Task RequireGroupsAsync(this PurchasingDb db, ClusterId cluster, IReadOnlyList<GroupId> groups, CancellationToken ct)
    {
        if (groups.Count == 0)
            return;

        var known = await db.Groups.CountAsync(g => g.ClusterId == cluster && groups.Contains(g.Id), ct);
        if (known != groups.Distinct().Count())
            throw RoundRefusals.UnknownGroup.Because("groupIds names a group this cluster does not have.");
    }
}
