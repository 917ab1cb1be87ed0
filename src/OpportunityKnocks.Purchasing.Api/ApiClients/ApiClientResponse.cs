using System.Linq.Expressions;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;

namespace OpportunityKnocks.Purchasing.Api.ApiClients;

/// <summary>A program that may sign in. Its secret is never shown again.</summary>
/// <param name="ClientId">The OAuth client id.</param>
/// <param name="OrganisationId">The organisation it acts for, if its party is one.</param>
/// <param name="ClusterId">The cluster of a coordinator's or auditor's client.</param>
/// <param name="Person">The person behind a coordinator's client.</param>
/// <param name="Scopes">What it may ask for at the token endpoint.</param>
public sealed record ApiClientResponse(
    Guid Id, string ClientId, string Name, PartyKind Party, Guid? OrganisationId, Guid? ClusterId, string? Person, IReadOnlyList<string> Scopes, int Version)
    : IVersioned
{
    public static readonly Expression<Func<ApiClient, ApiClientResponse>> Projection = c => new ApiClientResponse(
        c.Id.Value,
        c.ClientId,
        c.Name,
        c.Party,
        c.OrganisationId == null ? null : c.OrganisationId.Value.Value,
        c.ClusterId == null ? null : c.ClusterId.Value.Value,
        c.Person,
        c.Scopes,
        c.Version);
}
