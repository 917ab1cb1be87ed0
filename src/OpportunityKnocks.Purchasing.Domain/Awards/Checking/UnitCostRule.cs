using System.Numerics;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Awards.Checking;

/// <summary>What one unit of an awarded lot costs a member per period, all in, in the currency's major unit, exact.</summary>
internal sealed class UnitCostRule(AwardProblem problem, LotTerms lot, LotOffer offer, IReadOnlyDictionary<MemberId, long> quantities)
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
        var part = new Fraction(quantity, _demand);
        var feePart = PlainRules.SharesFeeEqually(problem.FeePolicy, offer, _demand) ? new Fraction(1, quantities.Count) : part;
        var net = (part * new Fraction(PlainRules.Line(offer, _demand) * lot.Periods, 1))
            + (feePart * offer.FixedFee.MinorUnits)
            + offer.FeePerMember.MinorUnits;
        var vat = net * new Fraction(offer.VatRate.Hundredths, 10_000) * new Fraction(10_000 - recovery.Hundredths, 10_000);
        return (net + vat) / new Fraction((BigInteger)quantity * lot.Periods * BigInteger.Pow(10, offer.Currency.MinorDigits), 1);
    }
}
