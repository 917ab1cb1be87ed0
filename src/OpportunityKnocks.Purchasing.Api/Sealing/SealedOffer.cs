using System.Security.Cryptography;
using System.Text;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Sealing;

/// <summary>A bid as it is kept before the opening, and what the service is held to by its receipt.</summary>
/// <param name="Envelope">A compact JWE to the round's key.</param>
/// <param name="Commitment">SHA-256 over salt and envelope.</param>
/// <param name="ContentCommitment">SHA-256 over a salt of its own and the text; null when the supplier sealed it itself. That salt is the
/// supplier's to know: with it in the database, prices could be guessed.</param>
public sealed record SealedOffer(string Envelope, byte[] Salt, byte[] Commitment, byte[]? ContentCommitment)
{
    /// <summary>Seals a text on its arrival.</summary>
    public static SealedOffer Seal(SealingKey key, string text, SecretKeys secrets)
    {
        var taken = Take(Sealing.Envelope.Seal(key, text));
        return taken with { ContentCommitment = Commit(ContentSalt(secrets, taken.Salt), text) };
    }

    /// <summary>Takes an envelope as its supplier made it.</summary>
    public static SealedOffer Take(string envelope)
    {
        var salt = RandomNumberGenerator.GetBytes(32);
        return new SealedOffer(envelope, salt, Commit(salt, envelope), null);
    }

    /// <summary>The same offer again, when its supplier lets it stand: the same envelope, the same commitments.</summary>
    public static SealedOffer Of(BidVersion version, Tender tender, SecretKeys secrets) => version.Envelope is { } envelope
        ? new SealedOffer(envelope, version.Salt, version.Commitment, version.ContentCommitment)
        : Seal(tender.RequireSealingKey(), version.Content!, secrets);

    public static byte[] Commit(byte[] salt, string text) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(text)]);

    /// <summary>Follows from the stored salt by a key outside the database.</summary>
    public static byte[] ContentSalt(SecretKeys secrets, byte[] salt) => HMACSHA256.HashData(secrets.Derive("bid content"), salt);
}
