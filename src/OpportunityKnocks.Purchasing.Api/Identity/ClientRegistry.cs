using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>Keeps our list of API clients and OpenIddict's in step; both are rows of one database, written in one transaction.</summary>
public sealed class ClientRegistry(PurchasingDb db, IOpenIddictApplicationManager applications)
{
    public static string NewSecret() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    public async Task AddAsync(ApiClient client, string secret, CancellationToken ct)
    {
        db.ApiClients.Add(client);
        var application = new OpenIddictApplicationDescriptor
        {
            ClientId = client.ClientId,
            ClientSecret = secret,
            ClientType = OpenIddictConstants.ClientTypes.Confidential,
            DisplayName = client.Name,
            Permissions =
            {
                OpenIddictConstants.Permissions.Endpoints.Token,
                OpenIddictConstants.Permissions.GrantTypes.ClientCredentials,
            },
        };
        application.Permissions.UnionWith(client.Scopes.Select(s => OpenIddictConstants.Permissions.Prefixes.Scope + s));
        await applications.CreateAsync(application, ct);
        await db.SaveChangesAsync(ct);
    }

    public async Task RemoveAsync(ApiClient client, CancellationToken ct)
    {
        if (await applications.FindByClientIdAsync(client.ClientId, ct) is { } application)
            await applications.DeleteAsync(application, ct);
        db.ApiClients.Remove(client);
        await db.SaveChangesAsync(ct);
    }
}
