using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>What this client is here.</summary>
public sealed record WhoAmI : IRequest<WhoAmIResponse>;

/// <param name="Clusters">The clusters it has a part in, with its member id and roles there.</param>
public sealed record WhoAmIResponse(
    string ClientId, PartyKind Party, Guid? OrganisationId, string? Person, IReadOnlyList<string> Scopes, IReadOnlyList<WhoAmIResponse.InCluster> Clusters)
{
    public sealed record InCluster(Guid ClusterId, string Name, string Currency, Guid? MemberId, IReadOnlyList<Roles> Roles);
}

public sealed class WhoAmIHandler(Caller caller, PurchasingDb db) : IRequestHandler<WhoAmI, WhoAmIResponse>
{
    public async Task<WhoAmIResponse> Handle(WhoAmI request, CancellationToken cancellationToken)
    {
        var role = caller.Party == PartyKind.Auditor ? Roles.Auditor : Roles.Coordinator;
        var clusters = caller switch
        {
            { Cluster: { } cluster } => await db.Clusters.Where(c => c.Id == cluster)
                .Select(c => new WhoAmIResponse.InCluster(c.Id.Value, c.Name, c.Currency.Code, null, new[] { role }))
                .ToListAsync(cancellationToken),
            { Organisation: not null } => await OfOrganisationAsync(cancellationToken),
            _ => [],
        };
        return new WhoAmIResponse(caller.ClientId, caller.Party, caller.Organisation?.Value, caller.Person, caller.Scopes, clusters);
    }

    private async Task<List<WhoAmIResponse.InCluster>> OfOrganisationAsync(CancellationToken ct)
    {
        var organisation = caller.Organisation!.Value;
        var memberships = db.Members.Where(m => m.OrganisationId == organisation && m.Active);
        var approvals = db.SupplierApprovals.Where(s => s.OrganisationId == organisation && s.Approved);
        var rows = await db.Clusters
            .Where(c => memberships.Select(m => m.ClusterId).Contains(c.Id) || approvals.Select(s => s.ClusterId).Contains(c.Id))
            .OrderBy(c => c.Id)
            .Select(c => new
            {
                c.Id,
                c.Name,
                c.Currency,
                Member = memberships.Where(m => m.ClusterId == c.Id).Select(m => (MemberId?)m.Id).SingleOrDefault(),
                Supplies = approvals.Any(s => s.ClusterId == c.Id),
            })
            .ToListAsync(ct);
        return [.. rows.Select(r => new WhoAmIResponse.InCluster(
            r.Id.Value, r.Name, r.Currency.Code, r.Member?.Value, [.. RolesOf(r.Member is not null, r.Supplies)]))];
    }

    private static IEnumerable<Roles> RolesOf(bool member, bool supplier)
    {
        if (member)
            yield return Roles.Member;
        if (supplier)
            yield return Roles.Supplier;
    }
}

public sealed class WhoAmIEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet("/me", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new WhoAmI(), ct)))
        .Named(nameof(WhoAmI), "Sign-in", "Who am I: client, party, clusters, roles, scopes")
        .AllowsAnySignedIn();
}
