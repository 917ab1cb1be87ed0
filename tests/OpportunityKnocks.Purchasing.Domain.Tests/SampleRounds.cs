using CsCheck;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;
using FairnessPolicy = OpportunityKnocks.Purchasing.Domain.Rounds.FairnessPolicy;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>Small random rounds. Prices come from a short list, so that ties, ceilings that are just met and lots nobody can supply
/// are common.</summary>
internal static class SampleRounds
{
    private static readonly Gen<long> Prices =
        Gen.Frequency((15, Gen.OneOf(100_000L, 95_000L, 90_000L)), (1, Gen.OneOf(83_333L, 50L, 0L)));

    public static readonly Gen<PriceSchedule> Schedules =
        from basis in Gen.OneOf(PriceBasis.AllUnits, PriceBasis.Incremental)
        from first in Gen.Frequency((4, Gen.Const(1)), (1, Gen.Int[2, 6]))
        from steps in Gen.Int[1, 8].Array[0, 3]
        from prices in Prices.Array[steps.Length + 1]
        select PriceSchedule.Create(basis, prices.Select((price, i) => new PriceTier(first + steps.Take(i).Sum(), new UnitPrice(price))));

    private static readonly Gen<Func<int, LotOffer>> Offers =
        from schedule in Schedules
        from fixedFee in Gen.OneOf("0", "0", "10.00", "31.07")
        from feePerMember in Gen.OneOf("0", "0", "0", "1.25")
        from spare in Gen.Frequency((3, Gen.Const(0L)), (1, Gen.Long[1, 20]))
        from vat in Gen.OneOf("20", "20", "5", "0")
        select (Func<int, LotOffer>)(lot =>
            Offer(schedule, fixedFee, feePerMember, spare == 0 ? null : schedule.MinimumQuantity + spare, vat, lot));

    private static readonly Gen<(int Member, int Lot, long Quantity, string? Ceiling, string? Bundle)> Needs =
        from member in Gen.Int[1, 6]
        from lot in Gen.Int[1, 3]
        from quantity in Gen.Long[1, 9]
        from ceiling in Gen.OneOf(null, null, "12.0000", "11.0000", "10.0000", "9.7500", "9.0000")
        from bundle in Gen.OneOf(null, null, "a", "b")
        select (member, lot, quantity, ceiling, bundle);

    public static readonly Gen<AwardProblem> All =
        from lots in Gen.Int[1, 3]
        from periods in Gen.OneOf(1, 3, 12).Array[lots]
        from needs in Needs.Array[1, 9]
        from offers in Offers.Array[3].Array[4]
        from bidFor in Gen.Frequency((3, Gen.Const(true)), (2, Gen.Const(false))).Array[3].Array[4]
        from recovery in Gen.OneOf("0", "0", "50", "100", "33.33").Array[6]
        from policy in Gen.OneOf(FeePolicy.ByValue, FeePolicy.Equal, FeePolicy.ByQuantity)
        select Round(
            needs.Select((need, i) => Need(i + 1, need.Member, need.Quantity, need.Ceiling, need.Bundle, 1 + (need.Lot % lots))),
            Enumerable.Range(0, 4).Select(supplier => Bid(
                supplier + 1,
                [.. Enumerable.Range(0, lots).Where(lot => bidFor[supplier][lot]).Select(lot => offers[supplier][lot](lot + 1))])),
            periods.Select((count, i) => Lot(i + 1, count)),
            policy,
            [.. recovery.Select((percent, i) => (i + 1, percent))]);

    /// <summary>The same with lots that are ordered in packs, tolerances, and minimums of the lots.</summary>
    public static readonly Gen<AwardProblem> WithPacks =
        from problem in All
        from packs in Gen.OneOf(1L, 2L, 3L, 5L, 10L).Array[3]
        from minimums in Gen.Frequency((4, Gen.Const(1L)), (1, Gen.Long[2, 20])).Array[3]
        from tolerances in Gen.Frequency((2, Gen.Const(0L)), (1, Gen.Long[1, 4])).Array[problem.Needs.Count]
        from minutes in Gen.Int[0, 3].Array[problem.Needs.Count]
        from fairness in Gen.OneOf(FairnessPolicy.ProRata, FairnessPolicy.Equal, FairnessPolicy.EarliestFirst, FairnessPolicy.Lottery)
        select new AwardProblem(
            problem.Currency,
            problem.FeePolicy,
            problem.Lots.Select((lot, i) => lot with { PackSize = packs[i], MinimumQuantity = minimums[i] }),
            problem.Needs.Select((need, i) => need with { Tolerance = tolerances[i], SubmittedAt = DateTimeOffset.UnixEpoch.AddMinutes(minutes[i]) }),
            problem.Needs.Select(need => need.MemberId).Distinct().ToDictionary(member => member, problem.VatRecoveryOf),
            problem.Bids,
            fairness,
            "seed");
}
