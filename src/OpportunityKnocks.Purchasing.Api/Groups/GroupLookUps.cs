using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Groups;

/// <summary>The groups that a membership or a round's plan names must be there.</summary>
public static class GroupLookUps
{
    /// <summary>No group is ever removed, so what is true now stays true.</summary>
    /// <exception cref="DomainException"><see cref="ClusterRefusals.UnknownGroup"/></exception>
    public static async Task RequireGroupsAsync(this PurchasingDb db, ClusterId cluster, IReadOnlyList<GroupId> groups, CancellationToken ct)
    {
        if (groups.Count == 0)
            return;

        var known = await db.Groups.CountAsync(g => g.ClusterId == cluster && groups.Contains(g.Id), ct);
        if (known != groups.Distinct().Count())
            throw ClusterRefusals.UnknownGroup.Because("groupIds names a group this cluster does not have.");
    }
}
