using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>A document that a supplier uploaded for its bid, sealed like the bid itself, and like it read by nobody before the opening.</summary>
public sealed class BidDocument
{
    private BidDocument()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public BidDocumentId Id { get; private set; }

    public RoundId RoundId { get; private set; }

    public OrganisationId SupplierId { get; private set; }

    public DateTimeOffset UploadedAt { get; private set; }

    /// <summary>An HMAC over its SHA-256, under a key outside the database: a bid's document is found by it, and nothing is told of a guess.</summary>
    public byte[] Fingerprint { get; private set; } = [];

    /// <summary>Media type and bytes, sealed to the round's key: a compact JWE.</summary>
    public string Envelope { get; private set; } = "";

    /// <summary>Null until a bid that names it is opened, as are the next two.</summary>
    public string? Sha256 { get; private set; }

    public string? MediaType { get; private set; }

    public byte[]? Content { get; private set; }

    public static BidDocument Take(ClusterId cluster, RoundId round, OrganisationId supplier, byte[] fingerprint, string envelope, DateTimeOffset now) => new()
    {
        ClusterId = cluster,
        Id = BidDocumentId.New(),
        RoundId = round,
        SupplierId = supplier,
        UploadedAt = now,
        Fingerprint = fingerprint,
        Envelope = envelope,
    };

    public void Open(string sha256, string mediaType, byte[] content) => (Sha256, MediaType, Content) = (sha256, mediaType, content);
}
