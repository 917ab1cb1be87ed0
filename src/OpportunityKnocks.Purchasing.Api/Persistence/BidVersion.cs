using OpportunityKnocks.Purchasing.Api.Sealing;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>One version of a bid as it was accepted: an immutable fact, read by nobody before the opening.</summary>
public sealed class BidVersion
{
    private BidVersion()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public BidId BidId { get; private set; }

    public int Number { get; private set; }

    /// <summary>The database's clock, read after the round's row was locked; before the deadline, by construction.</summary>
    public DateTimeOffset AcceptedAt { get; private set; }

    /// <summary>The offer, sealed to the round's key: a compact JWE. Null of an offer that came before the service sealed them.</summary>
    public string? Envelope { get; private set; }

    /// <summary>The offer as canonical JSON text; null until it is opened.</summary>
    public string? Content { get; private set; }

    public byte[] Salt { get; private set; } = [];

    /// <summary>SHA-256 over salt and envelope: what the receipt holds us to.</summary>
    public byte[] Commitment { get; private set; } = [];

    /// <summary>SHA-256 over another salt, which is not kept, and the text; null when the supplier sealed it.</summary>
    public byte[]? ContentCommitment { get; private set; }

    public string Receipt { get; private set; } = "";

    /// <summary>The version of the tender's terms it was made, or confirmed, for.</summary>
    public int TermsVersion { get; private set; }

    public static BidVersion Accept(
        Bid bid, DateTimeOffset acceptedAt, SealedOffer offer, string receipt, int termsVersion) => new()
        {
            ClusterId = bid.ClusterId,
            BidId = bid.Id,
            Number = bid.OfferVersion,
            AcceptedAt = acceptedAt,
            Envelope = offer.Envelope,
            Salt = offer.Salt,
            Commitment = offer.Commitment,
            ContentCommitment = offer.ContentCommitment,
            Receipt = receipt,
            TermsVersion = termsVersion,
        };

    /// <summary>The opening keeps what was in the envelope, for the evaluation.</summary>
    public void Open(string content) => Content = content;
}

/// <summary>What a supplier did with its bid.</summary>
public enum BidEvent
{
    Submitted,
    Revised,
    Withdrawn,
    Reconfirmed,
}

/// <summary>What happened to the bids of a round before their opening: a log nobody reads until its root joins the journal.</summary>
public sealed class BidLogEntry
{
    private BidLogEntry()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public Guid Id { get; private set; }

    public RoundId RoundId { get; private set; }

    public BidId BidId { get; private set; }

    public int BidVersion { get; private set; }

    public BidEvent Type { get; private set; }

    public string Actor { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>The commitment of a version; empty for a withdrawal.</summary>
    public byte[] Commitment { get; private set; } = [];

    public static BidLogEntry Of(Bid bid, BidEvent type, string actor, DateTimeOffset at, byte[] commitment) => new()
    {
        ClusterId = bid.ClusterId,
        Id = Guid.CreateVersion7(at),
        RoundId = bid.RoundId,
        BidId = bid.Id,
        BidVersion = bid.Version,
        Type = type,
        Actor = actor,
        At = at,
        Commitment = commitment,
    };
}
