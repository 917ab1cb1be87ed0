using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>Finds awards and says who sees how much of them.</summary>
public static class AwardLookUps
{
    /// <summary>The latest award of a round the caller may see, without its lots.</summary>
    public static async Task<Award> AwardOfAsync(this PurchasingDb db, Caller caller, ClusterId cluster, RoundId round, CancellationToken ct)
    {
        if (!await db.VisibleRounds(caller, cluster).AnyAsync(r => r.Id == round, ct))
            throw HttpRefusals.NotFound.Because("There is no such round in this cluster, or it is not yours to see.");

        return await db.Awards.AsNoTracking().Where(a => a.ClusterId == cluster && a.RoundId == round)
                .OrderByDescending(a => a.Id).FirstOrDefaultAsync(ct)
            ?? throw HttpRefusals.NotFound.Because("The round is not awarded yet.");
    }

    /// <summary>An award goes with its round; the round's own journal entry tells so.</summary>
    public static async Task CancelAwardAsync(this PurchasingDb db, Round round, CancellationToken ct)
    {
        var award = await db.Awards
            .SingleOrDefaultAsync(a => a.ClusterId == round.ClusterId && a.RoundId == round.Id && a.State == AwardState.Active, ct);
        award?.Cancel();
    }

    /// <summary>Coordinators and auditors see everybody's part of an award, members their own.</summary>
    public static bool SeesWholeAwards(this Caller caller) => caller.Is(Roles.Coordinator | Roles.Auditor);
}
