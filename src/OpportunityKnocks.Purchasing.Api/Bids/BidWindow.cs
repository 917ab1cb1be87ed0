using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>What stands between a supplier and its bid: the round's window, and a need of its own.</summary>
public static class BidWindow
{
    public static void RequireTakesBids(this RoundAtGate gate)
    {
        if (gate.TakesBids)
            return;
        if (gate.State != RoundState.Cancelled && gate.Now >= gate.BidsCloseAt)
            throw BidRefusals.TooLate.Because($"Bids closed at {gate.BidsCloseAt:yyyy-MM-ddTHH:mm:ss.fffZ}.");

        throw BidRefusals.NotTendering.Because("The round is not tendering; see the tender's state.");
    }

    /// <summary>Refuses a bid for other terms than those that hold at the gate. The tender was read before: an amendment can have come between.</summary>
    public static void RequireTerms(this RoundAtGate gate, Tender tender, int? read)
    {
        (tender with { TermsVersion = gate.TermsVersion }).RequireTerms(read);
        tender.RequireTerms(read);
    }

    /// <summary>The supplier's bid in the round, its row held until the transaction ends: two changes of one supplier take turns.</summary>
    public static async Task<Bid?> TakeBidAsync(
        this PurchasingDb db, ClusterId cluster, RoundId round, OrganisationId supplier, CancellationToken ct)
    {
        var bids = await db.Bids.FromSql(
            $"""
            SELECT * FROM bids WHERE cluster_id = {cluster.Value} AND round_id = {round.Value} AND supplier_id = {supplier.Value} FOR UPDATE
            """).ToListAsync(ct);
        return bids.SingleOrDefault();
    }

    public static async Task RequireNoNeedAsync(
        this PurchasingDb db, ClusterId cluster, RoundId round, OrganisationId supplier, CancellationToken ct)
    {
        var hasNeed = await db.Needs
            .Where(n => n.ClusterId == cluster && n.RoundId == round && n.State != NeedState.Withdrawn)
            .AnyAsync(n => db.Members.Any(m => m.ClusterId == cluster && m.Id == n.MemberId && m.OrganisationId == supplier), ct);
        if (hasNeed)
            throw BidRefusals.HasNeed.Because("Your organisation has a need in this round, so it cannot bid in it.");
    }
}
