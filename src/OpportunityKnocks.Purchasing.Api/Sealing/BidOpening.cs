using System.Text.Json;
using Jose;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Tenders;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Sealing;

/// <summary>Opens the envelopes of the bids that count, once, as part of the opening's transaction, which holds the round. What was
/// withdrawn, revised or is stale stays sealed. A bid that cannot be read becomes invalid, with the reason; it does not stop the others.</summary>
public sealed class BidOpening(PurchasingDb db, RoundKeys keys, SealedDocuments documents, JournalWriter journal)
{
    private static readonly BidDetailsValidator Shape = new();

    /// <exception cref="DomainException"><see cref="RoundRefusals.SealingKeyLost"/>, whether there are bids or none.</exception>
    public async Task OpenAsync(Round round, CancellationToken ct)
    {
        // A tender that an older version of the service ended before it had a key.
        if (round.SealingKey is null)
            return;

        var publicKey = SealingKey.Read(round.SealingKey);
        var key = keys.Take(round.ClusterId, round.Id, publicKey);
        var tender = await db.RequireTenderAsync(round.ClusterId, round.Id, ct);
        foreach (var (bid, offer) in await db.LoadSealedBidsAsync(round, ct))
        {
            try
            {
                var text = Read(offer, publicKey, key, tender);
                await documents.OpenAsync(bid, BidContent.Read(text), publicKey, key, ct);
                offer.Open(text);
            }
            catch (UnreadableEnvelopeException unreadable)
            {
                bid.Invalidate(unreadable.Message);
                Record(bid, named: !round.Evaluation.HideSuppliers);
            }
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>The text of an offer, in its canonical form, if it is one for this tender.</summary>
    public static string Read(BidVersion offer, SealingKey publicKey, Jwk key, Tender tender)
    {
        if (!SealedOffer.Commit(offer.Salt, offer.Envelope!).AsSpan().SequenceEqual(offer.Commitment))
            throw new UnreadableEnvelopeException("The stored envelope is not the one that the receipt was given for.");

        var details = Parse(Envelope.Open(offer.Envelope!, publicKey, key));
        if (Shape.Validate(details) is { IsValid: false, Errors: [var wrong, ..] })
            throw new UnreadableEnvelopeException($"{FieldNames.OnTheWire(wrong.PropertyName)} {wrong.ErrorMessage}".TrimStart());

        // Answers to requirements that an amendment dropped since are of no matter.
        var known = details.Requirements.Where(answer => tender.Requirements.Any(q => q.Id.Value == answer.RequirementId));
        try
        {
            tender.Require((details with { Requirements = [.. known] }).ToTerms(tender.Currency));
        }
        catch (DomainException refused)
        {
            throw new UnreadableEnvelopeException(refused.Message);
        }

        return BidContent.Write(details);
    }

    private static BidDetails Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<BidDetails>(text, StrictJson.Options)
                ?? throw new UnreadableEnvelopeException("The content of the envelope is not a bid.");
        }
        catch (JsonException e)
        {
            var (field, problems) = StrictJson.Explain(e).First();
            throw new UnreadableEnvelopeException($"The content of the envelope is not a bid: {field} {problems[0]}.".Replace(":  ", ": it ", StringComparison.Ordinal));
        }
    }

    private void Record(Bid bid, bool named) =>
        journal.Record(bid.ClusterId, EventType.BidInvalid, SubjectKind.Bid, bid.Id.Value, bid.Version, new { SupplierId = named ? bid.SupplierId.Value : (Guid?)null })
            .For(Audience.Coordinator, bid.RoundId)
            .Because(bid.ExclusionNote);
}
