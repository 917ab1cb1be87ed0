using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Finds out what the caller is in the path's cluster: nothing is 404 (the cluster may as well not exist), something else than
/// the route allows is 403.</summary>
public sealed class ClusterAccessFilter(Caller caller, PurchasingDb db) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var endpoint = http.GetEndpoint()!.Metadata;
        var access = endpoint.GetMetadata<EndpointAccess>()!;
        if (access.Roles == Roles.None || endpoint.GetMetadata<StoresItsOwnAnswer>() is not null)
            return await next(context);

        if (Guid.TryParse(http.Request.RouteValues["clusterId"]?.ToString(), out var cluster))
        {
            await ResolveAsync(new ClusterId(cluster), http.RequestAborted);
            if (caller.Roles == Roles.None)
                throw HttpRefusals.NotFound.Because("There is no such cluster, or it is not yours to see.");
        }
        else
        {
            caller.Roles = caller.Party switch
            {
                PartyKind.Operator => Roles.Operator,
                PartyKind.Coordinator => Roles.Coordinator,
                PartyKind.Auditor => Roles.Auditor,
                _ => Roles.Member | Roles.Supplier,
            };
        }

        if (!caller.Is(access.Roles))
            throw HttpRefusals.WrongRole.Because($"This is for: {access.Roles.ToString().ToLowerInvariant()}.");

        return await next(context);
    }

    private async Task ResolveAsync(ClusterId cluster, CancellationToken ct)
    {
        switch (caller.Party)
        {
            case PartyKind.Operator:
                caller.Roles = await db.Clusters.AnyAsync(c => c.Id == cluster, ct) ? Roles.Operator : Roles.None;
                break;
            case PartyKind.Coordinator:
                caller.Roles = caller.Cluster == cluster ? Roles.Coordinator : Roles.None;
                break;
            case PartyKind.Auditor:
                caller.Roles = caller.Cluster == cluster ? Roles.Auditor : Roles.None;
                break;
            case PartyKind.Organisation when caller.Organisation is { } organisation:
                caller.Member = await db.Members.Where(m => m.ClusterId == cluster && m.OrganisationId == organisation && m.Active)
                    .Select(m => (MemberId?)m.Id).SingleOrDefaultAsync(ct);
                var supplies = await db.SupplierApprovals.AnyAsync(s => s.ClusterId == cluster && s.OrganisationId == organisation && s.Approved, ct);
                caller.Roles = (caller.Member is null ? Roles.None : Roles.Member) | (supplies ? Roles.Supplier : Roles.None);
                break;
            default:
                break;
        }
    }
}
