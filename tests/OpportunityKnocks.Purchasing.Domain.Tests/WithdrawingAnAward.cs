using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class WithdrawingAnAward
{
    private static readonly OrganisationId Failed = OrganisationId.New();

    [Test]
    public void goes_back_to_the_evaluation_and_can_be_closed_again()
    {
        var round = SampleRound.In(RoundState.Awarded);

        Assert.That(round.WithdrawAward("Asha Patel", Failed, "Insolvent", SampleRound.Awarded), Is.EqualTo(round.OpeningNeeds == OpeningNeeds.OnePerson));
        if (round.State == RoundState.Awarded)
            Assert.That(round.WithdrawAward("Ben Osei", Failed, "Insolvent", SampleRound.Awarded), Is.True);

        Assert.That((round.State, round.AwardedAt, round.StandstillEndsAt, round.Withdrawal), Is.EqualTo((RoundState.Evaluating, (DateTimeOffset?)null, (DateTimeOffset?)null, (AwardWithdrawal?)null)));
        round.Close(SampleRound.StandstillEnds, SampleRound.Awarded);
        Assert.That(round.State, Is.EqualTo(RoundState.Awarded));
    }
}
