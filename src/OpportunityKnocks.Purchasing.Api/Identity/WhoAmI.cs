using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>What this client is here.</summary>
public sealed record WhoAmI : IRequest<WhoAmIResponse>;

/// <param name="Clusters">The clusters it has a part in, with its member id and roles there.</param>
public sealed record WhoAmIResponse(
    string ClientId, PartyKind Party, Guid? OrganisationId, string? Person, IReadOnlyList<string> Scopes, IReadOnlyList<WhoAmIResponse.InCluster> Clusters)
{
    public sealed record InCluster(Guid ClusterId, string Name, string Currency, Guid? MemberId, IReadOnlyList<string> Roles);
}

public sealed class WhoAmIHandler(Caller caller, PurchasingDb db) : IRequestHandler<WhoAmI, WhoAmIResponse>
{
    public async Task<WhoAmIResponse> Handle(WhoAmI request, CancellationToken cancellationToken)
    {
        var clusters = caller switch
        {
            { Cluster: { } cluster } => await db.Clusters.Where(c => c.Id == cluster)
                .Select(c => new WhoAmIResponse.InCluster(c.Id.Value, c.Name, c.Currency.Code, null, new[] { caller.Party.ToString() }))
                .ToListAsync(cancellationToken),
            { Organisation: not null } => await OfOrganisationAsync(cancellationToken),
            _ => [],
        };
        return new WhoAmIResponse(caller.ClientId, caller.Party, caller.Organisation?.Value, caller.Person, caller.Scopes, clusters);
    }

    private async Task<List<WhoAmIResponse.InCluster>> OfOrganisationAsync(CancellationToken ct)
    {
        var organisation = caller.Organisation!.Value;
        var rows = await db.Clusters
            .Select(c => new
            {
                c.Id,
                c.Name,
                c.Currency,
                Member = db.Members.SingleOrDefault(m => m.ClusterId == c.Id && m.OrganisationId == organisation && m.Active),
                Supplies = db.SupplierApprovals.Any(s => s.ClusterId == c.Id && s.OrganisationId == organisation && s.Approved),
            })
            .Where(c => c.Member != null || c.Supplies)
            .OrderBy(c => c.Id)
            .ToListAsync(ct);
        return [.. rows.Select(r => new WhoAmIResponse.InCluster(
            r.Id.Value, r.Name, r.Currency.Code, r.Member?.Id.Value, [.. RolesOf(r.Member is not null, r.Supplies)]))];
    }

    private static IEnumerable<string> RolesOf(bool member, bool supplier)
    {
        if (member)
            yield return nameof(Roles.Member);
        if (supplier)
            yield return nameof(Roles.Supplier);
    }
}

public sealed class WhoAmIEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet("/me", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new WhoAmI(), ct)))
        .Named(nameof(WhoAmI), "Sign-in", "Who am I: client, party, clusters, roles, scopes")
        .AllowsAnySignedIn();
}
