using System.Security.Cryptography;
using System.Text.Json;
using Jose;
using OpportunityKnocks.Purchasing.Api.Http;

namespace OpportunityKnocks.Purchasing.Api.Sealing;

/// <summary>The public key of a tender, as a JWK (RFC 7517): bids are sealed to it.</summary>
/// <param name="X">With <c>y</c>, the point on the curve P-256, base64url.</param>
/// <param name="Alg">The only key management an envelope may use; its content encryption is A256GCM.</param>
/// <param name="Kid">The key's thumbprint (RFC 7638).</param>
public sealed record SealingKey(string Kty, string Crv, string X, string Y, string Use, string Alg, string Kid)
{
    public const string Algorithm = "ECDH-ES+A256KW";
    public const string Encryption = "A256GCM";
    public const string Curve = "P-256";

    public static SealingKey Of(Jwk key) => new("EC", Curve, key.X, key.Y, "enc", Algorithm, Thumbprint(key));

    public static SealingKey Read(string json) => JsonSerializer.Deserialize<SealingKey>(json, StrictJson.Options)!;

    public string Write() => JsonSerializer.Serialize(this, StrictJson.Options);

    public Jwk ToJwk() => new() { Kty = Kty, Crv = Crv, X = X, Y = Y };

    private static string Thumbprint(Jwk key) =>
        Base64Url.Encode(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($$"""{"crv":"{{Curve}}","kty":"EC","x":"{{key.X}}","y":"{{key.Y}}"}""")));
}
