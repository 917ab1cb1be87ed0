using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary><c>POST /connect/token</c>: OpenIddict has checked client and secret; this says who the client is.</summary>
public static class IssueToken
{
    public static void MapTokenEndpoint(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/connect/token", HandleAsync).ExcludeFromDescription();

    /// <summary>The claims of an access token for this client.</summary>
    public static ClaimsIdentity IdentityOf(ApiClient client, IEnumerable<string> scopes, string authenticationType)
    {
        var identity = new ClaimsIdentity(authenticationType);
        identity.AddClaim(new Claim(OpenIddictConstants.Claims.Subject, client.ClientId));
        identity.AddClaim(new Claim(PartyClaims.Client, client.ClientId));
        identity.AddClaim(new Claim(PartyClaims.Party, client.Party.ToString()));
        if (client.OrganisationId is { } organisation)
            identity.AddClaim(new Claim(PartyClaims.Organisation, organisation.Value.ToString()));
        if (client.ClusterId is { } cluster)
            identity.AddClaim(new Claim(PartyClaims.Cluster, cluster.Value.ToString()));
        if (client.Person is { } person)
            identity.AddClaim(new Claim(PartyClaims.Person, person));
        identity.AddClaim(new Claim(PartyClaims.Scope, string.Join(' ', scopes)));
        return identity;
    }

    private static async Task<IResult> HandleAsync(HttpContext http, PurchasingDb db)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var client = await db.ApiClients.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == request.ClientId, http.RequestAborted);
        if (client is null)
            return RevokedJustNow();

        // Without a wish the client gets all it has; OpenIddict has refused scopes it may not have.
        var asked = request.GetScopes();
        var granted = asked.Length == 0 ? client.Scopes : client.Scopes.Intersect(asked, StringComparer.Ordinal).ToList();
        var identity = IdentityOf(client, granted, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        identity.RemoveClaim(identity.FindFirst(PartyClaims.Scope));
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(granted);
        principal.SetAudiences(SignIn.Audience);
        principal.SetDestinations(_ => [OpenIddictConstants.Destinations.AccessToken]);
        return Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static IResult RevokedJustNow() => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = OpenIddictConstants.Errors.InvalidClient,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
