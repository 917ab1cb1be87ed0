using System.Numerics;

namespace OpportunityKnocks.Purchasing.Domain.Awards.Checking;

/// <summary>What one unit of an awarded lot costs a member per period, all in, in the currency's major unit, exact.</summary>
/// <param name="supplies">Every member pays a part of each.</param>
internal sealed class UnitCostRule(AwardProblem problem, LotTerms lot, IReadOnlyList<LotSupply> supplies, IReadOnlyDictionary<MemberId, long> quantities)
{
    private readonly Dictionary<(long, Percent), Fraction> _known = [];
    private readonly BigInteger _demand = quantities.Values.Aggregate(BigInteger.Zero, (sum, quantity) => sum + quantity);

    public Fraction For(MemberId member)
    {
        var key = (quantities[member], problem.VatRecoveryOf(member));
        if (!_known.TryGetValue(key, out var cost))
            _known.Add(key, cost = Compute(key.Item1, key.Item2));
        return cost;
    }

    private Fraction Compute(long quantity, Percent recovery)
    {
        var all = Fraction.Zero;
        foreach (var cost in supplies.Select(supply => supply.Cost))
        {
            var offer = cost.Offer;
            var line = PlainRules.Line(offer, cost.Supplied - cost.Part.ByPackages, cost.Part.Discount, cost.Part.PackagesPerPeriod.MinorUnits);
            var part = new Fraction(quantity, _demand);
            var feePart = PlainRules.SharesFeeEqually(problem.FeePolicy, cost) ? new Fraction(1, quantities.Count) : part;
            var net = (part * new Fraction(line * lot.Periods, 1)) + (feePart * offer.FixedFee.MinorUnits) + offer.FeePerMember.MinorUnits;
            all += net + (net * new Fraction(offer.VatRate.Hundredths, 10_000) * new Fraction(10_000 - recovery.Hundredths, 10_000));
        }

        return all / new Fraction((BigInteger)quantity * lot.Periods * BigInteger.Pow(10, problem.Currency.MinorDigits), 1);
    }
}
