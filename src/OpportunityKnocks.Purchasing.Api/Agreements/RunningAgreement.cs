using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Api.Settlements;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Agreements;

/// <summary>A lot under contract, held for a change of what is agreed: nothing is posted and nothing else agreed meanwhile.</summary>
public sealed record HeldAgreement(Round Round, Award Award, Lot Lot, AwardedLot Awarded, AgreedLot Agreed, AgreementNow Now);

/// <summary>Takes a round's lot for a change of its agreement. Needs a running transaction.</summary>
public sealed class RunningAgreement(PurchasingDb db, RoundGate gate)
{
    /// <param name="supplier">Whose supply of the lot is meant; null: its only supplier's.</param>
    public async Task<HeldAgreement> HoldAsync(ClusterId cluster, RoundId id, LotId lotId, OrganisationId? supplier, CancellationToken ct)
    {
        var (round, now) = await gate.TakeAsync(cluster, id, "*", ct);
        var award = await db.ActiveAwardAsync(round, ct);
        if (award is null || round.State != RoundState.Contracted)
            throw RoundRefusals.WrongState.Because($"The round is {round.State}. What is agreed is changed while the contracts run.");

        var parts = award.Lots.Where(l => l.LotId == lotId && l.SupplierId is not null && (supplier is null || l.SupplierId == supplier)).ToList();
        if (parts.Count != 1)
        {
            throw parts.Count == 0
                ? AgreementRefusals.NotTaken.Because("The lot is not awarded, or not to this supplier.")
                : AgreementRefusals.Fixed.Because("It has several suppliers.");
        }

        var lot = round.Lots.Single(l => l.Id == lotId);
        var posted = await db.PostedPeriodsAsync(award, ct);
        return new HeldAgreement(
            round,
            award,
            lot,
            parts[0],
            await db.LoadAgreedLotAsync(parts[0], lot.Term, ct),
            new AgreementNow(posted.GetValueOrDefault(lotId), LocalTime.DayOf(now)));
    }
}
