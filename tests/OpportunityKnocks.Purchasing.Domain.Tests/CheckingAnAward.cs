using CsCheck;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class CheckingAnAward
{
    [Test]
    public void finds_nothing_wrong_with_what_awarding_computes() =>
        SampleRounds.All.Sample(problem => AwardChecker.Check(problem, Awarding.Compute(problem)).Count == 0, iter: Effort.Daily);

    [Explicit("Takes longer than a daily run should")]
    [Category(Effort.CampaignCategory)]
    [Test]
    public void holds_in_a_campaign() =>
        SampleRounds.All.Sample(problem => AwardChecker.Check(problem, Awarding.Compute(problem)).Count == 0, iter: Effort.Campaign);

    [TestCaseSource(nameof(Faults))]
    public void finds_a_planted_fault(ViolatedRule rule, Func<AwardResult, AwardResult> plant)
    {
        var right = Awarding.Compute(Problem);
        Assume.That(AwardChecker.Check(Problem, right), Is.Empty);

        var violations = AwardChecker.Check(Problem, plant(right));

        Assert.That(violations.Select(violation => violation.Rule), Does.Contain(rule));
    }

    // In the first pass lot 1 costs 9.00 and more; 3 leaves with its bundle in lot 2, then 1 unit costs more. Lots 2 and 3 are tied.
    private static readonly AwardProblem Problem = Round(
        [
            Need(1, member: 1, 6, lot: 1), Need(2, member: 2, 5, ceiling: "13.0000", lot: 1),
            Need(3, member: 3, 4, ceiling: "9.0000", bundle: "b", lot: 1), Need(4, member: 3, 3, bundle: "b", lot: 2),
            Need(5, member: 1, 7, ceiling: "50.0000", lot: 2), Need(6, member: 2, 8, lot: 2), Need(7, member: 1, 1, lot: 3),
            Need(8, member: 4, 1, lot: 4),
        ],
        [
            Bid(1, Offer(AllUnits((1, "10"), (15, "9.3337")), fixedFee: "20.00", feePerMember: "1.00", lot: 1), Offer(Flat("5"), lot: 3)),
            Bid(2, Offer(Flat("12"), lot: 1), Offer(Flat("7.7777"), fixedFee: "5.00", lot: 2), Offer(Flat("5"), lot: 3)),
            Bid(3, Offer(Flat("7.7777"), fixedFee: "5.00", lot: 2), Offer(Flat("1", from: 9), lot: 4)),
            Bid(4, Offer(Flat("1", from: 100), lot: 1)),
        ],
        [Lot(1, 3), Lot(2, 12), Lot(3), Lot(4), Lot(5)],
        FeePolicy.ByQuantity,
        (1, "50"));

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Fault("no pass at all", ViolatedRule.Passes, result => result with { Passes = [] });
        yield return Fault("a pass is missing", ViolatedRule.Demand, result => result with { Passes = [.. result.Passes.Skip(1)] });
        yield return Fault("a wrong number", ViolatedRule.Passes, result => InPass(result, 0, pass => pass with { Number = 2 }));
        yield return Fault(
            "a lot is missing", ViolatedRule.Passes,
            result => InPass(result, 0, pass => pass with { Lots = [.. pass.Lots.Skip(1)] }));
        yield return Fault("another lot", ViolatedRule.Passes, result => InLot(result, 0, lot => lot with { Lot = Lot(1, 4) }));
        yield return Fault("demand", ViolatedRule.Demand, result => InLot(result, 0, lot => lot with { Demand = lot.Demand + 1 }));
        yield return Fault("members", ViolatedRule.Demand, result => InLot(result, 0, lot => lot with { Members = lot.Members + 1 }));
        yield return Fault("no winner", ViolatedRule.Winner, result => InLot(result, 0, lot => lot with { Winner = null }));
        yield return Fault(
            "a dearer winner", ViolatedRule.Winner,
            result => InLot(result, 0, lot => lot with { Winner = lot.Candidates[1] }));
        yield return Fault(
            "a winner that cannot supply", ViolatedRule.Winner,
            result => InLot(result, 0, lot => lot with { Winner = lot.Candidates[^1] }));
        yield return Fault(
            "a winner at another cost", ViolatedRule.Winner,
            result => InLot(result, 0, lot => lot with { Winner = Dearer(lot.Winner!) }));
        yield return Fault(
            "a reason though there is a winner", ViolatedRule.Winner,
            result => InLot(result, 0, lot => lot with { NotAwarded = NotAwardedReason.NoBid }));
        yield return Fault(
            "a winner where nobody can supply", ViolatedRule.Winner,
            result => InLot(result, 3, lot => lot with { Winner = lot.Candidates[0] }));
        yield return Fault(
            "another reason", ViolatedRule.Winner,
            result => InLot(result, 3, lot => lot with { NotAwarded = NotAwardedReason.NoBid }));
        yield return Fault("no reason", ViolatedRule.Winner, result => InLot(result, 4, lot => lot with { NotAwarded = null }));
        yield return Fault(
            "a candidate is missing", ViolatedRule.Candidates,
            result => InLot(result, 0, lot => lot with { Candidates = [.. lot.Candidates.Take(1)] }));
        yield return Fault(
            "candidates out of order", ViolatedRule.Candidates,
            result => InLot(result, 0, lot => lot with { Candidates = [.. lot.Candidates.Reverse()] }));
        yield return Fault(
            "a candidate's bid", ViolatedRule.Candidates,
            result => InCandidate(result, one => one with { BidId = new BidId(Id(9)) }));
        yield return Fault(
            "a candidate's supplier", ViolatedRule.Candidates,
            result => InCandidate(result, one => one with { SupplierId = Supplier(9) }));
        yield return Fault(
            "a candidate set aside", ViolatedRule.Candidates,
            result => InCandidate(result, one => one with { Unsuitable = NotAwardedReason.AboveCapacity }));
        yield return Fault("a candidate's cost", ViolatedRule.Candidates, result => InCandidate(result, Dearer));
        yield return Fault(
            "a factor", ViolatedRule.Candidates,
            result => InEvaluation(result, one => one with { FactorMillionths = one.FactorMillionths + 1 }));
        yield return Fault(
            "an evaluated cost", ViolatedRule.Candidates,
            result => InEvaluation(result, one => one with { EvaluatedTenBillionths = one.EvaluatedTenBillionths - 1 }));
        yield return Fault("a rank", ViolatedRule.Candidates, result => InEvaluation(result, one => one with { Rank = 2 }));
        yield return Fault(
            "more winners than needed", ViolatedRule.Ties,
            result => InLot(result, 2, lot => lot with { Winner = lot.Candidates.Single(one => one.SupplierId == Supplier(2)) }));
        yield return Fault(
            "a larger id", ViolatedRule.Ties,
            result => InLot(result, 1, lot => lot with { Winner = lot.Candidates.Single(one => one.SupplierId == Supplier(3)) }));

        yield return Fault("nobody left", ViolatedRule.CeilingPassed, result => InPass(result, 0, pass => pass with { Left = [] }));
        yield return Fault(
            "its bundle stayed", ViolatedRule.CeilingPassed,
            result => InPass(result, 0, pass => pass with { Left = [.. pass.Left.Take(1)] }));
        yield return Fault(
            "those who left out of order", ViolatedRule.Passes,
            result => InPass(result, 0, pass => pass with { Left = [.. pass.Left.Reverse()] }));
        yield return Fault(
            "one left too many", ViolatedRule.LeftWithoutReason,
            result => InPass(result, 0, pass => pass with { Left = [.. pass.Left, pass.Left[0] with { Need = Problem.Needs[5] }] }));
        yield return Fault(
            "one left for another reason", ViolatedRule.LeftWithoutReason,
            result => InLeft(result, one => one with { Standing = NeedStanding.LeftWithBundle }));
        yield return Fault(
            "one left at another cost", ViolatedRule.LeftWithoutReason,
            result => InLeft(result, one => one with { CostPerUnit = one.CostPerUnit + 1 }));
        yield return Fault(
            "one left in another pass", ViolatedRule.LeftWithoutReason,
            result => InLeft(result, one => one with { LeftInPass = 2 }));
        yield return Fault(
            "somebody leaves in the last pass", ViolatedRule.Passes,
            result => InPass(result, result.Passes.Count - 1, pass => pass with { Left = result.Passes[0].Left }));

        yield return Fault("an outcome is missing", ViolatedRule.Outcomes, result => result with { Needs = [.. result.Needs.Skip(1)] });
        yield return Fault(
            "an outcome's need", ViolatedRule.Outcomes,
            result => InOutcome(result, one => one with { Need = one.Need with { Quantity = 1 } }));
        yield return Fault(
            "an outcome's standing", ViolatedRule.Outcomes,
            result => InOutcome(result, one => one with { Standing = NeedStanding.LotNotAwarded }));
        yield return Fault("an outcome's cost", ViolatedRule.Outcomes, result => InOutcome(result, one => one with { CostPerUnit = null }));
        yield return Fault("an outcome's pass", ViolatedRule.Outcomes, result => InOutcome(result, one => one with { LeftInPass = 1 }));

        yield return Fault("a lot is not shared", ViolatedRule.LotCost, result => result with { Shares = [.. result.Shares.Skip(1)] });
        yield return Fault(
            "shared at another offer", ViolatedRule.LotCost,
            result => InShares(result, lot => lot with { Cost = CostAt(Problem.Bids[1], lot) }));
        yield return Fault(
            "a member does not pay", ViolatedRule.ShareSums,
            result => InShares(result, lot => lot with { Shares = [.. lot.Shares.Skip(1)] }));
        yield return Fault(
            "members out of order", ViolatedRule.ShareSums,
            result => InShares(result, lot => lot with { Shares = [.. lot.Shares.Reverse()] }));
        yield return Fault(
            "a member's quantity", ViolatedRule.ShareSums,
            result => InShare(result, share => share with { Member = share.Member with { Quantity = 1 } }));
        yield return Fault(
            "a member's recovery", ViolatedRule.ShareSums,
            result => InShare(result, share => share with { Member = share.Member with { VatRecovery = Percent.Hundred } }));
        yield return Fault(
            "a penny more", ViolatedRule.ShareSums,
            result => InShare(result, share => share with { FixedFee = share.FixedFee + Penny }));
        yield return Fault(
            "another fee per member", ViolatedRule.ShareSums,
            result => InShare(result, share => share with { FeePerMember = share.FeePerMember + Penny }));
        yield return Fault(
            "another floor", ViolatedRule.ShareSums,
            result => InSpread(result, spread => spread with { Floor = spread.Floor + 1 }));
        yield return Fault(
            "another extra", ViolatedRule.ShareSums,
            result => InSpread(result, spread => spread with { Extras = (spread.Extras + 1) % 4 }));
        yield return Fault(
            "another first extra", ViolatedRule.ShareAmounts,
            result => InSpread(result, spread => spread with { Offset = (spread.Offset + 1) % 3 }));
        yield return Fault(
            "other periods", ViolatedRule.ShareAmounts,
            result => InSpread(result, spread => spread with { Periods = spread.Periods + 1 }));
        yield return Fault(
            "another rate", ViolatedRule.ShareAmounts,
            result => InShare(result, share => share with { VatRate = Percent.Zero }));
        yield return Fault("another VAT", ViolatedRule.Vat, result => InShare(result, share => share with { Vat = share.Vat + Penny }));
        yield return Fault(
            "another unrecovered VAT", ViolatedRule.Vat,
            result => InShare(result, share => share with { UnrecoveredVat = share.UnrecoveredVat - Penny }));
        yield return Fault("a penny from one to another", ViolatedRule.ShareAmounts, MoveAPenny);

        foreach (var (name, plant) in AllocationFaults())
        {
            yield return Fault(
                $"the line's {name}", ViolatedRule.ShareAmounts,
                result => InShares(result, lot => lot with { Line = plant(lot.Line) }));
            yield return Fault(
                $"the fee's {name}", ViolatedRule.ShareAmounts,
                result => InShares(result, lot => lot with { FixedFee = plant(lot.FixedFee) }));
        }
    }

    private static IEnumerable<(string, Func<WeightedAllocation, WeightedAllocation>)> AllocationFaults()
    {
        yield return ("total", allocation => allocation with { Total = allocation.Total + 1 });
        yield return ("sum", allocation => allocation with { SumOfWeights = allocation.SumOfWeights + 1 });
        yield return ("cut-off", allocation => allocation with { CutOff = new Fraction(1, 1_000) });
        yield return ("entries", allocation => allocation with { Entries = [.. allocation.Entries.Reverse()] });
        yield return ("id", allocation => InEntry(allocation, entry => entry with { Id = Id(77) }));
        yield return ("weight", allocation => InEntry(allocation, entry => entry with { Weight = entry.Weight + 1 }));
        yield return ("floor", allocation => InEntry(allocation, entry => entry with { Floor = entry.Floor + 1 }));
        yield return ("fraction", allocation => InEntry(allocation, entry => entry with { FractionNumerator = 999 }));
        yield return ("extra", allocation => InEntry(allocation, entry => entry with { Extra = 1 - entry.Extra }));
    }

    private static readonly Money Penny = new(1, Gbp);

    private static TestCaseData Fault(string name, ViolatedRule rule, Func<AwardResult, AwardResult> plant) =>
        new TestCaseData(rule, plant).SetArgDisplayNames(name);

    private static AwardResult InPass(AwardResult result, int pass, Func<AwardPass, AwardPass> change) =>
        result with { Passes = Changed(result.Passes, pass < 0 ? result.Passes.Count + pass : pass, change) };

    private static AwardResult InLot(AwardResult result, int lot, Func<LotOutcome, LotOutcome> change) =>
        InPass(result, -1, pass => pass with { Lots = Changed(pass.Lots, lot, change) });

    private static AwardResult InCandidate(AwardResult result, Func<Candidate, Candidate> change) =>
        InLot(result, 0, lot => lot with { Candidates = Changed(lot.Candidates, 0, change) });

    private static AwardResult InEvaluation(AwardResult result, Func<Evaluation, Evaluation> change) =>
        InCandidate(result, candidate => candidate with { Evaluation = change(candidate.Evaluation!) });

    private static AwardResult InLeft(AwardResult result, Func<NeedOutcome, NeedOutcome> change) =>
        InPass(result, 0, pass => pass with { Left = Changed(pass.Left, 0, change) });

    private static AwardResult InOutcome(AwardResult result, Func<NeedOutcome, NeedOutcome> change) =>
        result with { Needs = Changed(result.Needs, 0, change) };

    private static AwardResult InShares(AwardResult result, Func<LotShares, LotShares> change) =>
        result with { Shares = Changed(result.Shares, 0, change) };

    private static AwardResult InShare(AwardResult result, Func<MemberShare, MemberShare> change) =>
        InShares(result, lot => lot with { Shares = Changed(lot.Shares, 0, change) });

    private static AwardResult InSpread(AwardResult result, Func<PeriodSpread, PeriodSpread> change) =>
        InShare(result, share => share with { Spread = change(share.Spread) });

    private static AwardResult MoveAPenny(AwardResult result) => InShares(result, lot => lot with
    {
        Shares =
        [
            lot.Shares[0] with { FixedFee = lot.Shares[0].FixedFee + Penny },
            lot.Shares[1] with { FixedFee = lot.Shares[1].FixedFee - Penny },
            .. lot.Shares.Skip(2),
        ],
    });

    private static WeightedAllocation InEntry(WeightedAllocation allocation, Func<AllocatedEntry, AllocatedEntry> change) =>
        allocation with { Entries = Changed(allocation.Entries, 0, change) };

    private static Candidate Dearer(Candidate candidate) =>
        candidate with { Evaluation = candidate.Evaluation! with { Cost = candidate.Evaluation.Cost + Penny } };

    private static LotCost CostAt(BidOffer bid, LotShares lot)
    {
        var offer = bid.Lots.Single(offer => offer.LotId == lot.LotId);
        return new LotCost(offer, lot.Cost.Periods, lot.Cost.Quantity, lot.Cost.Members, FeePolicy.ByQuantity);
    }

    private static IReadOnlyList<T> Changed<T>(IReadOnlyList<T> list, int place, Func<T, T> change) =>
        [.. list.Select((one, i) => i == place ? change(one) : one)];
}
