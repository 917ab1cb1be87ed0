using System.Globalization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpportunityKnocks.Purchasing.Api.Identity;

namespace OpportunityKnocks.Purchasing.Api.Audit;

/// <summary>The head of a cluster's chain: whoever keeps it can tell later whether anything before it was changed.</summary>
/// <param name="Hash">SHA-256, hexadecimal.</param>
public sealed record ChainHead(Guid Cluster, long Position, string Hash);

/// <summary>Heads signed by the service, each a JWS (RFC 7515, compact); the public key is in <c>/.well-known/jwks</c>.</summary>
public static class AuditSignatures
{
    /// <summary>So that a head can never pass for an access token or a receipt.</summary>
    public const string TokenType = "audit-head+jwt";

    public static string Sign(this SecretKeys keys, ChainHead head, DateTimeOffset at) => keys.Sign(TokenType, new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["cluster"] = head.Cluster.ToString(),
        ["position"] = head.Position,
        ["hash"] = head.Hash,
        ["signedAt"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
    });

    /// <returns>Null when it is not a head that one of these keys has signed.</returns>
    public static async Task<ChainHead?> ReadAsync(string jws, IEnumerable<SecurityKey> publicKeys)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(jws, new TokenValidationParameters
        {
            IssuerSigningKeys = publicKeys,
            ValidTypes = [TokenType],
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        return result.IsValid
            && Guid.TryParse(result.Claims["cluster"] as string, out var cluster)
            && result.Claims["hash"] is string hash
            ? new ChainHead(cluster, Convert.ToInt64(result.Claims["position"], CultureInfo.InvariantCulture), hash)
            : null;
    }
}
