using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>The keys all instances share, kept in one private folder outside the database: the key that signs tokens and receipts, and the
/// one that turns requests into hashes nobody can guess from.</summary>
public sealed class SecretKeys
{
    private readonly byte[] _hashKey;

    private SecretKeys(string folder, RSA signing, byte[] hashKey, byte[] encryptionKey)
    {
        Folder = folder;
        Signing = new RsaSecurityKey(signing) { KeyId = Base64UrlEncoder.Encode(SHA256.HashData(signing.ExportSubjectPublicKeyInfo()).AsSpan(0, 12).ToArray()) };
        Encryption = new SymmetricSecurityKey(encryptionKey);
        _hashKey = hashKey;
    }

    public string Folder { get; }

    public RsaSecurityKey Signing { get; }

    public SymmetricSecurityKey Encryption { get; }

    /// <summary>Reads the keys, making those that are not there yet. Two instances that start at once agree on the first one's.</summary>
    public static SecretKeys Load(string folder)
    {
        KeyFiles.MakePrivateFolder(folder);
        var pem = KeyFiles.ReadOrMake(Path.Combine(folder, "signing.pem"), () =>
        {
            using var fresh = RSA.Create(2048);
            return Encoding.ASCII.GetBytes(fresh.ExportPkcs8PrivateKeyPem());
        });
        var signing = RSA.Create();
        signing.ImportFromPem(Encoding.ASCII.GetString(pem));
        var hashKey = KeyFiles.ReadOrMake(Path.Combine(folder, "requests.key"), () => RandomNumberGenerator.GetBytes(32));
        var encryptionKey = KeyFiles.ReadOrMake(Path.Combine(folder, "encryption.key"), () => RandomNumberGenerator.GetBytes(32));
        return new SecretKeys(folder, signing, hashKey, encryptionKey);
    }

    /// <summary>An HMAC-SHA256 over method, path and body, so that a stored hash tells nothing of a guessed body.</summary>
    public byte[] Hash(string method, string path, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _hashKey);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{method}\n{path}\n"));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    /// <summary>A JWS (RFC 7515, compact) that anybody can check with the key in <c>/.well-known/jwks</c>.</summary>
    /// <param name="tokenType">Tells what is signed, so that it never passes for anything else.</param>
    public string Sign(string tokenType, Dictionary<string, object> claims) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = tokenType,
            Claims = claims,
            SigningCredentials = new SigningCredentials(Signing, SecurityAlgorithms.RsaSha256),
        });

    /// <summary>A key of 32 bytes for one purpose of its own.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _hashKey, 32, info: Encoding.UTF8.GetBytes(purpose));
}
