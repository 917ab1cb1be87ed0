using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;

namespace OpportunityKnocks.Purchasing.Api.Awards.Scenarios;

public static class ScenarioLookUps
{
    public static async Task<AwardScenario> ScenarioAsync(
        this PurchasingDb db, ClusterId cluster, RoundId round, AwardScenarioId id, CancellationToken ct) =>
        await db.AwardScenarios.SingleOrDefaultAsync(s => s.ClusterId == cluster && s.RoundId == round && s.Id == id, ct)
            ?? throw HttpRefusals.NotFound.Because("There is no such scenario of this round.");
}
