using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>A bid after the opening.</summary>
/// <param name="SupplierId">Left out while the round hides suppliers from those who score the bids.</param>
/// <param name="SupplierName">Left out as long.</param>
/// <param name="Label">What the bid is called meanwhile.</param>
/// <param name="State">Stale when it was for terms that changed, invalid when it could not be read: it is not considered.</param>
/// <param name="ExclusionReason">Left out while the bid is considered.</param>
/// <param name="ExclusionNote">Why it is not considered; of an invalid bid, what was wrong with its envelope.</param>
/// <param name="Offer">Left out of a bid that is stale or invalid: it stays sealed.</param>
/// <param name="OfferVersion">The version that counts: the last one the supplier sent.</param>
/// <param name="AcceptedAt">When that version was accepted.</param>
public sealed record BidResponse(
    Guid Id,
    Guid? SupplierId,
    string? SupplierName,
    BidState State,
    ExclusionReason? ExclusionReason,
    string? ExclusionNote,
    int OfferVersion,
    DateTimeOffset AcceptedAt,
    string Commitment,
    BidDetails? Offer,
    int Version,
    string Label = "") : IVersioned
{
    public static BidResponse Of(OpenedBid row) => new(
        row.Bid.Id.Value,
        row.Bid.SupplierId.Value,
        row.SupplierName,
        row.State,
        row.Bid.ExclusionReason,
        row.Bid.ExclusionNote,
        row.Offer.Number,
        row.Offer.AcceptedAt,
        Convert.ToHexStringLower(row.Offer.Commitment),
        row.Offer.Content is { } content ? BidContent.Read(content) : null,
        row.Bid.Version);
}

/// <summary>A bid with the offer that counts, as the database has it.</summary>
public sealed class OpenedBid
{
    public BidId Id { get; init; }

    public required Bid Bid { get; init; }

    public required BidVersion Offer { get; init; }

    public required string SupplierName { get; init; }

    /// <summary>The version of the round's terms.</summary>
    public int TermsVersion { get; init; }

    public BidState State => Bid.StateUnder(Offer.TermsVersion, TermsVersion);
}

/// <summary>How bids are read once they may be: by the coordinator after the opening, by the auditor after the award.</summary>
public static class OpenedBids
{
    /// <summary>Refuses in the same words whether there are bids or none.</summary>
    public static async Task RequireOpenedAsync(this PurchasingDb db, Caller caller, ClusterId cluster, RoundId round, CancellationToken ct)
    {
        var readable = await db.VisibleRounds(caller, cluster).Where(r => r.Id == round)
            .Select(r => (bool?)(caller.Is(Roles.Coordinator) ? r.BidsOpenedAt != null : r.AwardedAt != null))
            .SingleOrDefaultAsync(ct) ?? throw HttpRefusals.NotFound.Because("There is no such round in this cluster, or it is not yours to see.");
        if (!readable)
            throw BidRefusals.Sealed.Because("Whether there are any is not told before. A coordinator reads them once they are opened, an auditor after the award.");
    }

    /// <summary>What was submitted; a bid that its supplier withdrew is nobody's to read.</summary>
    public static IQueryable<OpenedBid> OpenedBidsOf(this PurchasingDb db, ClusterId cluster, RoundId round) =>
        from bid in db.Bids.AsNoTracking()
        where bid.ClusterId == cluster && bid.RoundId == round && bid.State != BidState.Withdrawn
        join offer in db.BidVersions.AsNoTracking()
            on new { bid.ClusterId, BidId = bid.Id, Number = bid.OfferVersion } equals new { offer.ClusterId, offer.BidId, offer.Number }
        join tender in db.Rounds on new { bid.ClusterId, Id = bid.RoundId } equals new { tender.ClusterId, tender.Id }
        join supplier in db.Organisations on bid.SupplierId equals supplier.Id
        select new OpenedBid { Id = bid.Id, Bid = bid, Offer = offer, SupplierName = supplier.Name, TermsVersion = tender.TermsVersion };
}
