using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Sealing;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>A supplier's proof that its bid was accepted, when, and what it said.</summary>
/// <param name="Commitment">SHA-256 over salt and the sealed envelope, in hexadecimal.</param>
/// <param name="Salt">32 bytes, in hexadecimal.</param>
/// <param name="TermsVersion">The version of the tender's terms the bid is for.</param>
/// <param name="Receipt">A JWS (RFC 7515, compact) over cluster, round, bid, version, terms, time, commitments, the tender's key and the head
/// of the cluster's journal at that time; its key is in <c>/.well-known/jwks</c>.</param>
/// <param name="ContentCommitment">SHA-256 over content salt and the bid's canonical text; left out when the supplier sealed it.</param>
/// <param name="ContentSalt">32 bytes, in hexadecimal. With it the content's commitment can be computed again.</param>
public sealed record BidReceipt(
    Guid BidId,
    int Version,
    DateTimeOffset AcceptedAt,
    string Commitment,
    string Salt,
    string Receipt,
    int TermsVersion,
    string? ContentCommitment,
    string? ContentSalt) : IVersioned;

/// <summary>Accepts versions of bids: commits the service to envelope and text and signs the receipt.</summary>
public sealed class BidReceipts(PurchasingDb db, SecretKeys keys)
{
    /// <summary>So that a receipt can never pass for an access token.</summary>
    public const string TokenType = "bid-receipt+jwt";

    /// <param name="gate">Of the round, entered: it says the time and the version of the terms.</param>
    public async Task<BidVersion> AcceptAsync(Bid bid, RoundAtGate gate, Tender tender, SealedOffer offer, CancellationToken ct)
    {
        var head = await db.Feeds.AsNoTracking().SingleAsync(f => f.ClusterId == bid.ClusterId, ct);
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["cluster"] = bid.ClusterId.Value.ToString(),
            ["round"] = bid.RoundId.Value.ToString(),
            ["bid"] = bid.Id.Value.ToString(),
            ["version"] = bid.OfferVersion,
            ["termsVersion"] = gate.TermsVersion,
            ["acceptedAt"] = gate.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'"),
            ["commitment"] = Convert.ToHexStringLower(offer.Commitment),
            ["sealingKey"] = tender.RequireSealingKey().Kid,
            ["journalPosition"] = head.Position,
            ["journalHash"] = Convert.ToHexStringLower(head.Hash),
        };
        if (offer.ContentCommitment is { } content)
            claims["contentCommitment"] = Convert.ToHexStringLower(content);
        var version = BidVersion.Accept(bid, gate.Now, offer, keys.Sign(TokenType, claims), gate.TermsVersion);
        db.BidVersions.Add(version);
        return version;
    }

    public BidReceipt Of(BidVersion version) => Of(
        version.BidId, version.Number, version.AcceptedAt, version.Commitment, version.Salt, version.Receipt, version.TermsVersion, version.ContentCommitment);

    public BidReceipt Of(
        BidId bid, int version, DateTimeOffset acceptedAt, byte[] commitment, byte[] salt, string receipt, int termsVersion, byte[]? content) => new(
            bid.Value,
            version,
            acceptedAt,
            Convert.ToHexStringLower(commitment),
            Convert.ToHexStringLower(salt),
            receipt,
            termsVersion,
            content is null ? null : Convert.ToHexStringLower(content),
            content is null ? null : Convert.ToHexStringLower(SealedOffer.ContentSalt(keys, salt)));
}
