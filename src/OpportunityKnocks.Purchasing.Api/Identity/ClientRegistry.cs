using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>Keeps our list of API clients and OpenIddict's in step; both are rows of one database, written in one transaction.</summary>
public sealed class ClientRegistry(PurchasingDb db, IOpenIddictApplicationManager applications)
{
    private const int SlugLength = 40;

    /// <summary>An id that people recognise in a log, and that nobody else has: <c>asha-s-laptop-5kq2m7xw</c>.</summary>
    public static string NewClientId(string name)
    {
        var plain = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' '));
        var slug = string.Join('-', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        slug = slug.Length > SlugLength ? slug[..SlugLength].TrimEnd('-') : slug;
        return $"{(slug.Length == 0 ? "client" : slug)}-{RandomNumberGenerator.GetString("23456789abcdefghjkmnpqrstuvwxyz", 8)}";
    }

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
        // Our row goes first: of two that remove the same client, one finds it gone and is told so.
        db.ApiClients.Remove(client);
        await db.SaveChangesAsync(ct);
        if (await applications.FindByClientIdAsync(client.ClientId, ct) is { } application)
            await applications.DeleteAsync(application, ct);
    }
}
