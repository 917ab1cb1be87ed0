using CsCheck;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>What is kept of an award is enough to tell all of it again.</summary>
public sealed class KeepingAnAward
{
    [Test]
    public void restores_and_explains_every_share_as_it_was_computed() => SampleRounds.All.Sample(
        problem =>
        {
            var result = Awarding.Compute(problem);
            if (result.Shares.Count == 0)
                return true;

            var award = Fix(problem, result);
            return award.Lots.Where(lot => lot.SupplierId is not null).Zip(result.Shares).All(pair => TellsTheSame(pair.First, pair.Second));
        },
        iter: Effort.Daily);

    [Test]
    public void sums_up_what_its_members_pay() => SampleRounds.All.Sample(
        problem =>
        {
            var result = Awarding.Compute(problem);
            if (result.Shares.Count == 0)
                return true;

            var award = Fix(problem, result);
            var shares = result.Shares.SelectMany(lot => lot.Shares).ToList();
            return award.Net == shares.Sum(share => share.Net.MinorUnits)
                && award.Vat == shares.Sum(share => share.Vat.MinorUnits)
                && award.Cost.MinorUnits == shares.Sum(share => share.Cost.MinorUnits)
                && award.Members == shares.Select(share => share.Member.MemberId).Distinct().Count()
                && award.Passes.Sum(pass => pass.NeedsLeft) == result.Needs.Count(need => need.LeftInPass is not null)
                && award.Passes[^1].NeedsLeft == 0;
        },
        iter: Effort.Daily);

    [Test]
    public void is_cancelled_once()
    {
        var problem = Round([Need(1, member: 1, 3)], [Bid(1, Offer(Flat("10")))]);
        var award = Fix(problem, Awarding.Compute(problem));

        award.Cancel();

        Assert.That((award.State, award.Version), Is.EqualTo((AwardState.Cancelled, 2)));
        Assert.Throws<InvalidOperationException>(award.Cancel);
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void moves_only_positive_amounts(long amount)
    {
        var (from, to) = (Account.Of(Member(1)), Account.Of(Supplier(1)));

        Assert.Throws<ArgumentOutOfRangeException>(() => Transfer.Of(new Movement(from, to, new NetAndVat(amount, 0)), null!, null, default));
    }

    [Test]
    public void moves_only_between_two_accounts()
    {
        var account = Account.Of(Member(1));

        Assert.Throws<ArgumentException>(() => Transfer.Of(new Movement(account, account, new NetAndVat(1, 0)), null!, null, default));
    }

    private static Award Fix(AwardProblem problem, AwardResult result) => Award.Fix(
        SampleRound.In(RoundState.Awarded), problem, result, problem.Bids.ToDictionary(bid => bid.BidId, _ => 1), "Best", SampleRound.Awarded);

    private static bool TellsTheSame(AwardedLot lot, LotShares shares)
    {
        CeilingCheck[] ceilings = [];
        var cost = lot.Cost();
        return shares.Shares.All(share =>
        {
            var kept = Share.Of(lot, share);
            var explained = lot.Explain(cost, kept, "units", "months", ceilings);
            return lot.Restore(kept) == share
                && explained == shares.Explain(share.Member.MemberId, "units", "months", ceilings)
                && explained.Recompute().Amounts == share.Amounts
                && cost.CostPerUnit(kept.Quantity, kept.VatRecovery) == shares.Cost.CostPerUnit(kept.Quantity, kept.VatRecovery);
        });
    }
}
