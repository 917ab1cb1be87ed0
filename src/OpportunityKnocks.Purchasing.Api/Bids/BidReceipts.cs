using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>A supplier's proof that its bid was accepted, when, and what it said.</summary>
/// <param name="Commitment">SHA-256 over salt and the bid's canonical text, in hexadecimal.</param>
/// <param name="Salt">32 random bytes, in hexadecimal. Keep it: with it the commitment can be recomputed.</param>
/// <param name="TermsVersion">The version of the tender's terms the bid is for.</param>
/// <param name="Receipt">A JWS (RFC 7515, compact) over cluster, round, bid, version, terms, time, commitment and the head of the cluster's
/// journal at that time; its key is in <c>/.well-known/jwks</c>.</param>
public sealed record BidReceipt(
    Guid BidId, int Version, DateTimeOffset AcceptedAt, string Commitment, string Salt, string Receipt, int TermsVersion) : IVersioned
{
    public static BidReceipt Of(BidVersion version) =>
        Of(version.BidId, version.Number, version.AcceptedAt, version.Commitment, version.Salt, version.Receipt, version.TermsVersion);

    public static BidReceipt Of(
        BidId bid, int version, DateTimeOffset acceptedAt, byte[] commitment, byte[] salt, string receipt, int termsVersion) =>
        new(bid.Value, version, acceptedAt, Convert.ToHexStringLower(commitment), Convert.ToHexStringLower(salt), receipt, termsVersion);
}

/// <summary>Accepts versions of bids: commits the service to the text and signs the receipt.</summary>
public sealed class BidReceipts(PurchasingDb db, SecretKeys keys)
{
    /// <summary>So that a receipt can never pass for an access token.</summary>
    public const string TokenType = "bid-receipt+jwt";

    /// <param name="gate">Of the round, entered: it says the time and the version of the terms.</param>
    public async Task<BidVersion> AcceptAsync(Bid bid, RoundAtGate gate, string content, CancellationToken ct)
    {
        var acceptedAt = gate.Now;
        var commitment = BidContent.Commit(content);
        var head = await db.Feeds.AsNoTracking().SingleAsync(f => f.ClusterId == bid.ClusterId, ct);
        var receipt = Sign(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["cluster"] = bid.ClusterId.Value.ToString(),
            ["round"] = bid.RoundId.Value.ToString(),
            ["bid"] = bid.Id.Value.ToString(),
            ["version"] = bid.OfferVersion,
            ["termsVersion"] = gate.TermsVersion,
            ["acceptedAt"] = acceptedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'"),
            ["commitment"] = Convert.ToHexStringLower(commitment.Hash),
            ["journalPosition"] = head.Position,
            ["journalHash"] = Convert.ToHexStringLower(head.Hash),
        });
        var version = BidVersion.Accept(bid.ClusterId, bid.Id, bid.OfferVersion, acceptedAt, content, commitment, receipt, gate.TermsVersion);
        db.BidVersions.Add(version);
        return version;
    }

    private string Sign(Dictionary<string, object> claims) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
        new SecurityTokenDescriptor
        {
            TokenType = TokenType,
            Claims = claims,
            SigningCredentials = new SigningCredentials(keys.Signing, SecurityAlgorithms.RsaSha256),
        });
}
