using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>Random splits held to plain arithmetic.</summary>
public sealed class SplittingManyTimes
{
    [Test]
    public void is_exact_fair_and_the_same_in_any_order() => IsExactFairAndTheSameInAnyOrder(5_000);

    [Test]
    [Explicit("Takes a minute or two.")]
    [Category(Effort.CampaignCategory)]
    public void is_exact_fair_and_the_same_in_any_order_1_000_000_times() => IsExactFairAndTheSameInAnyOrder(1_000_000);

    private static void IsExactFairAndTheSameInAnyOrder(int splits)
    {
        var random = new Random(20_261_124);
        for (var i = 0; i < splits; i++)
        {
            var members = Enumerable.Range(1, random.Next(1, 13))
                .Select(m => new MemberQuantity(Member(m), random.Next(1, 1_000), new Percent(random.Next(3) switch { 0 => 0, 1 => 10_000, _ => random.Next(10_001) })))
                .ToArray();
            var periods = random.Next(1, 25);
            var policy = (FeePolicy)random.Next(3);
            var offer = new LotOffer(
                Lot(1).Id,
                PriceSchedule.Create(
                    (PriceBasis)random.Next(2),
                    [new PriceTier(1, new UnitPrice(random.NextInt64(1, 5_000_000))), new PriceTier(random.Next(2, 3_000), new UnitPrice(random.NextInt64(1, 5_000_000)))]),
                new Money(random.Next(2) * random.Next(1_000_000), Gbp),
                new Money(random.Next(2) * random.Next(10_000), Gbp),
                null,
                VatCategory.Standard,
                new Percent(random.Next(1, 2_501)));

            var split = PoolRate.Share(offer, periods, policy, members);

            SumsExactly(split, offer, periods, members);
            NobodyIsMoreThanAPennyOff(split);
            VatIsRightOnEachInvoice(split, offer, periods);
            random.Shuffle(members);
            Assert.That(PoolRate.Share(offer, periods, policy, members).Shares, Is.EqualTo(split.Shares));
        }
    }

    private static void SumsExactly(LotShares split, LotOffer offer, int periods, MemberQuantity[] members)
    {
        var quantity = members.Sum(member => member.Quantity);
        var net = offer.Cost(quantity, periods, members.Length).MinorUnits;
        var line = offer.Prices.LineTotal(quantity, Gbp).MinorUnits;
        var isExact = split.Shares.Sum(share => share.Net.MinorUnits) == net;
        for (var period = 0; period < periods; period++)
        {
            var fees = period == 0 ? offer.FixedFee.MinorUnits + (offer.FeePerMember.MinorUnits * members.Length) : 0;
            isExact &= split.Shares.Sum(share => share.ChargeIn(period).Net.MinorUnits) == line + fees;
        }

        Assert.That(isExact);
    }

    private static void NobodyIsMoreThanAPennyOff(LotShares split)
    {
        foreach (var allocation in new[] { split.Line, split.FixedFee })
        {
            foreach (var entry in allocation.Entries)
            {
                // amount - 1 < total x weight / sum < amount + 1
                var exact = (Int128)allocation.Total * entry.Weight;
                if (exact <= (Int128)(entry.Amount - 1) * allocation.SumOfWeights || exact >= (Int128)(entry.Amount + 1) * allocation.SumOfWeights)
                    Assert.Fail($"{entry} of {allocation.Total} over {allocation.SumOfWeights}");
            }
        }
    }

    private static void VatIsRightOnEachInvoice(LotShares split, LotOffer offer, int periods)
    {
        foreach (var share in split.Shares)
        {
            for (var period = 0; period < periods; period++)
            {
                var charge = share.ChargeIn(period);
                var vat = ((charge.Net.MinorUnits * offer.VatRate.Hundredths) + 5_000) / 10_000;
                var unrecovered = ((vat * (10_000 - share.Member.VatRecovery.Hundredths)) + 5_000) / 10_000;
                if (charge.Vat.MinorUnits != vat || charge.UnrecoveredVat.MinorUnits != unrecovered)
                    Assert.Fail($"{charge}");
            }
        }
    }
}
