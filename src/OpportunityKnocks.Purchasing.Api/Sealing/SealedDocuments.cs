using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Jose;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Sealing;

/// <summary>Documents of bids: sealed when they come, found again by what the bid says of them, opened with the bid.</summary>
public sealed class SealedDocuments(PurchasingDb db, SecretKeys secrets)
{
    public byte[] FingerprintOf(string sha256) => HMACSHA256.HashData(secrets.Derive("bid documents"), Encoding.ASCII.GetBytes(sha256));

    public static string Seal(SealingKey key, string mediaType, byte[] content) =>
        Envelope.Seal(key, JsonSerializer.Serialize(new Sealed(mediaType, content), StrictJson.Options));

    /// <summary>Refuses a bid that names a document its supplier has not uploaded for this tender.</summary>
    /// <exception cref="DomainException"><see cref="BidRefusals.DocumentMissing"/></exception>
    public async Task RequireUploadedAsync(
        ClusterId cluster, RoundId round, OrganisationId supplier, IReadOnlyList<BidDocumentDetails> documents, CancellationToken ct)
    {
        if (documents.Count == 0)
            return;

        var there = await Of(cluster, round, supplier).Select(d => d.Fingerprint).ToListAsync(ct);
        for (var i = 0; i < documents.Count; i++)
        {
            var wanted = FingerprintOf(documents[i].Sha256);
            if (!there.Exists(one => one.AsSpan().SequenceEqual(wanted)))
                throw BidRefusals.DocumentMissing.Because($"documents[{i}]: upload it first, with POST .../bid/documents.");
        }
    }

    /// <summary>Opens what an opened bid names, as part of the opening's transaction.</summary>
    /// <exception cref="UnreadableEnvelopeException">A document is not there, or is not the one the bid speaks of.</exception>
    public async Task OpenAsync(Bid bid, BidDetails details, SealingKey publicKey, Jwk key, CancellationToken ct)
    {
        foreach (var named in details.Documents ?? [])
        {
            var fingerprint = FingerprintOf(named.Sha256);
            var document = await Of(bid.ClusterId, bid.RoundId, bid.SupplierId).SingleOrDefaultAsync(d => d.Fingerprint == fingerprint, ct)
                ?? throw new UnreadableEnvelopeException($"The document {named.Name} ({named.Sha256}) was not uploaded.");
            var (mediaType, content) = JsonSerializer.Deserialize<Sealed>(Envelope.Open(document.Envelope, publicKey, key), StrictJson.Options)!;
            if (Convert.ToHexStringLower(SHA256.HashData(content)) != named.Sha256)
                throw new UnreadableEnvelopeException($"The document {named.Name} is not the one with the SHA-256 {named.Sha256}.");
            document.Open(named.Sha256, mediaType, content);
        }
    }

    private IQueryable<BidDocument> Of(ClusterId cluster, RoundId round, OrganisationId supplier) =>
        db.BidDocuments.Where(d => d.ClusterId == cluster && d.RoundId == round && d.SupplierId == supplier);

    private sealed record Sealed(string MediaType, byte[] Content);
}
