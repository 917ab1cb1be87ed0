using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>What a person proposes: to take the award back.</summary>
/// <param name="FailedSupplierId">Whose bid goes with it; null when the fault was not a supplier's.</param>
public sealed record AwardWithdrawal(string ProposedBy, DateTimeOffset ProposedAt, OrganisationId? FailedSupplierId, string Reason);

public sealed partial class Round
{
    /// <summary>The withdrawal of the award that awaits another person; null when none does.</summary>
    public AwardWithdrawal? Withdrawal { get; private set; }

    /// <summary>A person wants the award withdrawn. Where two open bids, two withdraw; the second must mean the same supplier, or it proposes
    /// anew.</summary>
    /// <param name="person">By name: two names that differ only in case or spacing are one person.</param>
    /// <returns>Whether the award is withdrawn, and the round evaluated again.</returns>
    public bool WithdrawAward(string person, OrganisationId? failedSupplier, string reason, DateTimeOffset now)
    {
        Require(RoundStep.WithdrawAward, now);
        if (OpeningNeeds == OpeningNeeds.TwoPersons)
        {
            if (Withdrawal is not { } proposed || proposed.FailedSupplierId != failedSupplier)
            {
                Withdrawal = new AwardWithdrawal(person, now, failedSupplier, reason);
                Version++;
                return false;
            }

            if (PersonName.Plain(proposed.ProposedBy) == PersonName.Plain(person))
                throw RoundRefusals.SecondPersonNeeded.Because($"{proposed.ProposedBy} has proposed it. Another person must confirm it.");
        }

        Become(RoundState.Evaluating);
        (AwardedAt, StandstillEndsAt, AcceptBy, AcceptanceEndedAt, Withdrawal) = (null, null, null, null, null);
        return true;
    }
}
