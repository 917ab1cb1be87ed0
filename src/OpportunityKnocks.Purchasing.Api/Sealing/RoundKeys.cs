using System.Security.Cryptography;
using System.Text;
using Jose;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Sealing;

/// <summary>The private keys of the rounds: one file each in the keys folder, never in the database. A file is a JWE that holds a JWK
/// (RFC 7517, section 7), wrapped by a key of the service, so that it is of no use without the rest of the folder.</summary>
public sealed class RoundKeys(SecretKeys keys)
{
    private readonly byte[] _wrapping = keys.Derive("round keys");

    private string Folder => Path.Combine(keys.Folder, "rounds");

    /// <summary>Makes the round's key pair, unless it is there. The file is on the disk when this returns, before the database names the
    /// public key; a file whose round was rolled back is taken up again the next time.</summary>
    public SealingKey Make(ClusterId cluster, RoundId round)
    {
        KeyFiles.MakePrivateFolder(Folder);
        var file = KeyFiles.ReadOrMake(PathOf(cluster, round), () => Encoding.ASCII.GetBytes(Wrap(cluster, round)));
        return SealingKey.Of(Unwrap(Encoding.ASCII.GetString(file), cluster, round));
    }

    /// <summary>The private key to a public one.</summary>
    /// <exception cref="DomainException"><see cref="RoundRefusals.SealingKeyLost"/></exception>
    public Jwk Take(ClusterId cluster, RoundId round, SealingKey publicKey)
    {
        try
        {
            var key = Unwrap(File.ReadAllText(PathOf(cluster, round)), cluster, round);
            if (SealingKey.Of(key) == publicKey)
                return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JoseException or ArgumentException or FormatException)
        {
            throw Lost(publicKey);
        }

        throw Lost(publicKey);
    }

    private static DomainException Lost(SealingKey key) => RoundRefusals.SealingKeyLost.Because(
        $"The keys folder does not have the private key {key.Kid}, or cannot unwrap it. Nothing was changed: restore the folder from its "
        + "back-up, or let all instances share it, and open the bids then.");

    private string PathOf(ClusterId cluster, RoundId round) => Path.Combine(Folder, $"{cluster.Value}.{round.Value}.jwe");

    private string Wrap(ClusterId cluster, RoundId round)
    {
        using var pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var parameters = pair.ExportParameters(includePrivateParameters: true);
        var key = new Jwk
        {
            Kty = "EC",
            Crv = SealingKey.Curve,
            X = Base64Url.Encode(parameters.Q.X!),
            Y = Base64Url.Encode(parameters.Q.Y!),
            D = Base64Url.Encode(parameters.D!),
        };
        var headers = new Dictionary<string, object>(StringComparer.Ordinal) { ["cty"] = "jwk+json", ["sub"] = NameOf(cluster, round) };
        return JWT.Encode(key.ToJson(JWT.DefaultSettings.JsonMapper), _wrapping, JweAlgorithm.A256KW, JweEncryption.A256GCM, extraHeaders: headers);
    }

    private Jwk Unwrap(string file, ClusterId cluster, RoundId round)
    {
        var json = JWT.Decode(file, _wrapping, JweAlgorithm.A256KW, JweEncryption.A256GCM);
        return JWT.Headers(file).TryGetValue("sub", out var name) && NameOf(cluster, round).Equals(name as string, StringComparison.Ordinal)
            ? Jwk.FromJson(json, JWT.DefaultSettings.JsonMapper)
            : throw new ArgumentException("The file is another round's.", nameof(file));
    }

    private static string NameOf(ClusterId cluster, RoundId round) => $"{cluster.Value}/{round.Value}";
}
