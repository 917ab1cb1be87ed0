using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Sealing;

/// <summary>Gives a tender its key, and fixes whose approval it takes to use it.</summary>
public sealed class TenderKey(PurchasingDb db, RoundKeys keys)
{
    public async Task GiveAsync(Round round, CancellationToken ct)
    {
        var needs = await db.Clusters.Where(c => c.Id == round.ClusterId).Select(c => c.OpeningNeeds).SingleAsync(ct);
        round.GiveKey(keys.Make(round.ClusterId, round.Id).Write(), needs);
    }
}
