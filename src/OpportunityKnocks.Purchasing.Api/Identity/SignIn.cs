using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.JsonWebTokens;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>OAuth 2.0 client credentials, issued here by OpenIddict and checked by the JWT handler against the same key; besides, when
/// configured, tokens of one outside OpenID Connect issuer.</summary>
public static class SignIn
{
    public const string Audience = "purchasing";
    private const string Ours = "Ours";
    private const string Outside = "Outside";

    public static void AddSignIn(this WebApplicationBuilder builder, SecretKeys keys)
    {
        var services = builder.Services;
        services.AddSingleton(keys);
        services.AddHttpContextAccessor();
        services.AddScoped<Caller>();
        services.AddScoped<ClientRegistry>();
        services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(keys.Folder)).SetApplicationName("OpportunityKnocks.Purchasing");
        services.AddAuthorization();
        AddTokenServer(services, builder.Configuration["SignIn:Issuer"], keys);
        AddTokenChecks(services, builder.Configuration, keys);
    }

    private static void AddTokenServer(IServiceCollection services, string? issuer, SecretKeys keys) => services.AddOpenIddict()
        .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<PurchasingDb>())
        .AddServer(server =>
        {
            if (issuer is not null)
                server.SetIssuer(new Uri(issuer));
            server.SetTokenEndpointUris("/connect/token")
                .SetConfigurationEndpointUris("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration")
                .SetJsonWebKeySetEndpointUris("/.well-known/jwks")
                .AllowClientCredentialsFlow()
                .RegisterScopes([.. Scopes.All])
                .SetAccessTokenLifetime(TimeSpan.FromMinutes(10))
                .DisableTokenStorage()
                .DisableAccessTokenEncryption()
                .AddSigningKey(keys.Signing)
                .AddEncryptionKey(keys.Encryption);

            // TLS ends at a proxy in front of the service, or there is none on a loopback address.
            server.UseAspNetCore().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement();
        });

    private static void AddTokenChecks(IServiceCollection services, IConfiguration configuration, SecretKeys keys)
    {
        var outsideIssuer = configuration["SignIn:OutsideIssuer"];
        var authentication = services.AddAuthentication(Ours).AddJwtBearer(Ours, bearer =>
        {
            bearer.TokenHandlers.Clear();
            bearer.TokenHandlers.Add(new RememberingTokenHandler { MapInboundClaims = false });
            bearer.TokenValidationParameters = new()
            {
                // Only this service holds the key; its own address may have many names.
                ValidateIssuer = configuration["SignIn:Issuer"] is not null,
                ValidIssuer = configuration["SignIn:Issuer"],
                ValidAudience = Audience,
                ValidTypes = ["at+jwt"],
                IssuerSigningKey = keys.Signing,
                ClockSkew = TimeSpan.Zero,
            };
            bearer.ForwardDefaultSelector = http => outsideIssuer is not null && IssuerOf(http) == outsideIssuer ? Outside : null;
            bearer.Events = new JwtBearerEvents { OnChallenge = ChallengeAsync };
        });
        if (outsideIssuer is null)
            return;

        authentication.AddJwtBearer(Outside, bearer =>
        {
            bearer.Authority = outsideIssuer;
            bearer.Audience = configuration["SignIn:OutsideAudience"] ?? Audience;
            bearer.MapInboundClaims = false;
            bearer.Events = new JwtBearerEvents { OnChallenge = ChallengeAsync, OnTokenValidated = OutsideClients.RecogniseAsync };
        });
    }

    private static string? IssuerOf(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var handler = new JsonWebTokenHandler();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && handler.CanReadToken(header[7..])
            ? handler.ReadJsonWebToken(header[7..]).Issuer
            : null;
    }

    private static async Task ChallengeAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        context.Response.Headers.WWWAuthenticate = context.Error is null ? "Bearer" : "Bearer error=\"invalid_token\"";
        await Problems.WriteAsync(
            context.HttpContext,
            HttpRefusals.NotSignedIn,
            context.AuthenticateFailure is null
                ? "Get a token at POST /connect/token and send it as: Authorization: Bearer <token>."
                : "The token is not valid, or no longer. Get a new one at POST /connect/token.");
    }
}
