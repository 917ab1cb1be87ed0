using System.Numerics;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pooling;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Awards.Checking;

/// <summary>The rules of price, VAT and cost in plain big integers, written down a second time, apart from the award.</summary>
internal static class PlainRules
{
    /// <summary>Of what is not negative.</summary>
    public static BigInteger HalfUp(BigInteger numerator, BigInteger denominator) => ((2 * numerator) + denominator) / (2 * denominator);

    /// <summary>The exact price of one period in ten-thousandths.</summary>
    public static BigInteger Price(PriceSchedule schedule, BigInteger quantity)
    {
        var total = BigInteger.Zero;
        var counted = BigInteger.Zero;
        for (var i = schedule.Tiers.Count - 1; i >= 0; i--)
        {
            var tier = schedule.Tiers[i];
            if (quantity < tier.FromQuantity)
                continue;
            if (schedule.Basis == PriceBasis.AllUnits)
                return quantity * tier.UnitPrice.TenThousandths;
            var from = i == 0 ? 1 : tier.FromQuantity;
            var units = quantity - from + 1 - counted;
            total += units * tier.UnitPrice.TenThousandths;
            counted += units;
        }
        return total;
    }

    /// <summary>The line of one period in minor units.</summary>
    public static BigInteger Line(LotOffer offer, BigInteger quantity) => Line(offer, quantity, Percent.Zero, 0);

    /// <summary>The same with a discount off the schedule, and what packages cost beside it.</summary>
    public static BigInteger Line(LotOffer offer, BigInteger scheduled, Percent discount, BigInteger packages) => packages + HalfUp(
        Price(offer.Prices, scheduled) * (10_000 - discount.Hundredths) * BigInteger.Pow(10, offer.Currency.MinorDigits), 100_000_000);

    /// <summary>The net cost in minor units, as paid.</summary>
    public static BigInteger Cost(LotOffer offer, BigInteger quantity, int periods, int members) =>
        (Line(offer, quantity) * periods) + offer.FixedFee.MinorUnits + ((BigInteger)members * offer.FeePerMember.MinorUnits);

    /// <summary>The net cost in ten-thousandths, with no line rounded.</summary>
    public static BigInteger UnroundedCost(LotOffer offer, BigInteger quantity, int periods, int members) =>
        (Price(offer.Prices, quantity) * periods)
        + ((offer.FixedFee.MinorUnits + ((BigInteger)members * offer.FeePerMember.MinorUnits))
            * BigInteger.Pow(10, 4 - offer.Currency.MinorDigits));

    /// <summary>(1 + rate x share of the demand that cannot recover it) / (1 + Wq/Wp x quality), in millionths.</summary>
    public static BigInteger Factor(AwardProblem problem, long quality, Percent vatRate, IReadOnlyDictionary<MemberId, long> quantities)
    {
        BigInteger all = 0, unrecoverable = 0;
        foreach (var (member, quantity) in quantities)
        {
            all += quantity;
            unrecoverable += (BigInteger)quantity * (10_000 - problem.VatRecoveryOf(member).Hundredths);
        }
        var unrecovered = (100_000_000 * all) + (vatRate.Hundredths * unrecoverable);
        var better = (1_000_000L * problem.PriceWeight) + ((100 - problem.PriceWeight) * quality);
        return HalfUp(unrecovered * 1_000_000L * problem.PriceWeight * 1_000_000, 100_000_000 * all * better);
    }

    /// <summary>Why the offer cannot supply the quantity; null if it can.</summary>
    public static NotAwardedReason? Unsuitable(LotOffer offer, BigInteger quantity, int periods, int members)
    {
        if (quantity < offer.Prices.Tiers[0].FromQuantity)
            return NotAwardedReason.BelowMinimumQuantity;
        if (offer.Capacity is { } capacity && quantity > capacity)
            return NotAwardedReason.AboveCapacity;
        var tooMuch = BigInteger.Pow(10, 12 + offer.Currency.MinorDigits);
        return Cost(offer, quantity, periods, members) >= tooMuch ? NotAwardedReason.AmountTooLarge : null;
    }

    /// <summary>Whether all members bear the same part of the fixed fee.</summary>
    public static bool SharesFeeEqually(FeePolicy policy, LotCost cost) =>
        policy == FeePolicy.Equal
        || (policy == FeePolicy.ByValue && cost.Part.PackagesPerPeriod.MinorUnits == 0
            && (Price(cost.Offer.Prices, cost.Supplied - cost.Part.ByPackages) * (10_000 - cost.Part.Discount.Hundredths)).IsZero);

    /// <summary>What each member in the lot gets of it: what it needs, but for lots that are ordered in packs.</summary>
    public static Dictionary<MemberId, long> Quantities(AwardProblem problem, IEnumerable<PooledNeed> needs, LotTerms lot)
    {
        var inLot = needs.Where(need => need.LotId == lot.Id).ToArray();
        var allotted = lot.PackSize == 1 ? null : Allotted(problem, inLot, lot);
        var quantities = new Dictionary<MemberId, long>();
        foreach (var need in inLot)
        {
            if ((allotted is null ? need.Quantity : allotted[need.Id]) is > 0 and var quantity)
                quantities[need.MemberId] = quantities.GetValueOrDefault(need.MemberId) + quantity;
        }

        return quantities;
    }

    /// <summary>What each need gets of a lot that is ordered in packs, by the one function there is for it; <see cref="PackCheck"/> holds its
    /// result against the rules.</summary>
    public static Dictionary<NeedId, long> Allotted(AwardProblem problem, IReadOnlyList<PooledNeed> inLot, LotTerms lot)
    {
        var pooled = LotPooling.Pool([.. inLot.Select(Asks.Of)], new PoolingRules(lot.PackSize, problem.Fairness, problem.Seed));
        var byId = pooled.Allotments.ToDictionary(allotment => allotment.Id, allotment => allotment.Allotted, StringComparer.Ordinal);
        return inLot.ToDictionary(need => need.Id, need => byId[need.Id.Value.ToString()]);
    }
}
