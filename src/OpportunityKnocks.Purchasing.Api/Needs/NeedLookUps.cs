using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>Who submits, and into which lot; what is not the caller's is not found.</summary>
public static class NeedLookUps
{
    public static async ValueTask<MemberId> RequireMemberAsync(this KnownFacts facts, Caller caller, ClusterId cluster, CancellationToken ct)
    {
        var member = caller.Organisation is { } organisation ? await facts.MemberAsync(cluster, organisation, ct) : null;
        return member ?? throw HttpRefusals.NotFound.Because("There is no such cluster, or you are no member of it.");
    }

    public static async ValueTask<LotToJoin?> RequireLotAsync(this KnownFacts facts, ClusterId cluster, Guid? lotId, CancellationToken ct)
    {
        if (lotId is not { } id)
            return null;

        return await facts.LotAsync(cluster, new LotId(id), ct) is { } lot
            ? new LotToJoin(lot.Round, new LotId(id), lot.Unit)
            : throw HttpRefusals.NotFound.Because("There is no such lot in a published round of this cluster.");
    }

    public static async Task<LotToJoin> RequireLotAsync(this PurchasingDb db, ClusterId cluster, RoundId round, LotId lot, CancellationToken ct) =>
        await db.Lots.Where(l => l.ClusterId == cluster && l.RoundId == round && l.Id == lot)
            .Select(l => new LotToJoin(l.RoundId, l.Id, l.Unit))
            .SingleOrDefaultAsync(ct) ?? throw NoSuchLot();

    /// <summary>A need as its member sees it, with the most it can cost.</summary>
    public static async ValueTask<NeedResponse> ToResponseAsync(this KnownFacts facts, Need need, CancellationToken ct) =>
        NeedResponse.Of(need, need.LotId is { } lot && await facts.LotAsync(need.ClusterId, lot, ct) is { } known
            ? need.MaximumCost(known.Periods, known.Currency)
            : null);

    public static DomainException NoSuchLot() => HttpRefusals.NotFound.Because("There is no such lot in this round.");
}
