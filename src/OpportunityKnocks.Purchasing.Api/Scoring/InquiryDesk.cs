using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>A bid that is abnormally low, the lots it is low in, and the inquiry into it. The round is taken.</summary>
public sealed record InquiryOnDesk(Round Round, Bid Bid, PriceInquiry Inquiry, IReadOnlyList<LotId> Lots, DateTimeOffset Now);

/// <summary>Where coordinators look into low prices.</summary>
public sealed class InquiryDesk(PurchasingDb db, RoundGate gate, Caller caller, LowPrices prices, JournalWriter journal)
{
    /// <param name="ifMatch">The inquiry's version, 0 before there is one.</param>
    public async Task<InquiryOnDesk> TakeAsync(ClusterId cluster, RoundId round, BidId id, string? ifMatch, CancellationToken ct)
    {
        await db.RequireOpenedAsync(caller, cluster, round, ct);
        var taken = await gate.TakeBesideWritersAsync(cluster, round, "*", ct);
        var bid = await db.Bids.SingleOrDefaultAsync(b => b.ClusterId == cluster && b.RoundId == round && b.Id == id && b.State != BidState.Withdrawn, ct)
            ?? throw HttpRefusals.NotFound.Because("There is no such bid in this round.");
        var inquiry = await db.PriceInquiries.SingleOrDefaultAsync(i => i.ClusterId == cluster && i.BidId == id, ct);
        ETags.Require(ifMatch, inquiry?.Version ?? 0);
        if (taken.Round.State != RoundState.Evaluating)
            throw EvaluationRefusals.NotEvaluating.Because("The round is not being evaluated.");

        var low = (await prices.FindAsync(cluster, round, ct))[id].Select(l => l.LotId).ToList();
        if (low.Count == 0)
            throw EvaluationRefusals.NotAbnormallyLow.Because("In no lot does it lie so far under the others.");
        return new InquiryOnDesk(taken.Round, bid, inquiry ?? db.PriceInquiries.Add(PriceInquiry.Into(cluster, round, id)).Entity, low, taken.Now);
    }

    /// <summary>Tells what was done, saves, and shows how it stands.</summary>
    public async Task<LowPriceResponse> FinishAsync(InquiryOnDesk desk, EventType type, object payload, string reason, CancellationToken ct)
    {
        var inquiry = desk.Inquiry;
        journal.Record(inquiry.ClusterId, type, SubjectKind.PriceInquiry, inquiry.Id.Value, inquiry.Version, payload).For(Audience.Coordinator, inquiry.RoundId)
            .Because(reason);
        await db.SaveChangesAsync(ct);
        return (await prices.ReadAsync(inquiry.ClusterId, inquiry.RoundId, ct)).Single(low => low.BidId == inquiry.BidId.Value);
    }
}
