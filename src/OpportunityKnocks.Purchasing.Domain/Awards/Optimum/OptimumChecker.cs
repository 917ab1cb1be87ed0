using System.Numerics;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

/// <summary>Recomputes an award's feasibility and cost from the problem alone, with no code of those who found and priced it. That it
/// is the best it cannot know; that it is what it says, it does.</summary>
public static class OptimumChecker
{
    /// <exception cref="InvalidOperationException">Something is wrong with it: a fault of the program. Nobody may see it.</exception>
    public static OptimumResult Require(OptimumProblem problem, OptimumResult result)
    {
        var faults = Faults(problem, result);
        return faults.Count == 0 ? result : throw new InvalidOperationException($"The award does not hold: {string.Join(" ", faults)}");
    }

    /// <summary>What is wrong with a result; empty if all holds.</summary>
    public static IReadOnlyList<string> Faults(OptimumProblem problem, OptimumResult result)
    {
        if (result.Award is not { } award)
            return result is { Outcome: OptimumOutcome.Infeasible, Because.Count: > 0 } ? [] : ["There is no award and no reason."];

        var faults = new List<string>();
        var tally = new SupplierTally(problem, award, faults);
        if (faults.Count > 0)
            return faults;

        tally.Check();
        RoundRulesCheck.Of(problem, award, faults);
        Say(result.Outcome == OptimumOutcome.Infeasible || result.Because.Count > 0, "An award was made and called impossible.");
        Say(result.Bound > award.Evaluated, "The bound is above the cost.");
        Say(result.Outcome == OptimumOutcome.ProvedOptimal && result.Bound != award.Evaluated, "It is not proved.");
        return faults;

        void Say(bool isWrong, string fault)
        {
            if (isWrong)
                faults.Add(fault);
        }
    }
}

/// <summary>Recomputes each supplier's part, unit price by unit price.</summary>
file sealed class SupplierTally
{
    private readonly OptimumProblem _problem;
    private readonly OptimumAward _award;
    private readonly List<string> _faults;

    public SupplierTally(OptimumProblem problem, OptimumAward award, List<string> faults)
    {
        (_problem, _award, _faults) = (problem, award, faults);
        var order = problem.Lots.Select((lot, index) => (lot.Id, index)).ToDictionary(x => x.Id, x => x.index, StringComparer.Ordinal);
        Say(award.Supplies.Any(s => !order.ContainsKey(s.LotId) || OfferOf(s) is null), "A supply is of no offer.");
        Say(award.Packages.Any(p => PackageOf(p) is null), "A package is of no bid.");
        if (faults.Count > 0)
            return;
        InOrder(award.Supplies.Select(s => $"{order[s.LotId]:D9} {s.SupplierId}"), "supplies");
        InOrder(award.Packages.Select(p => $"{p.SupplierId}\0{p.PackageId}"), "packages");
        InOrder(award.Winners.Select(w => w.SupplierId), "winners");
    }

    public void Check()
    {
        var (cost, evaluated) = (Fraction.Zero, Fraction.Zero);
        foreach (var bid in _problem.Bids)
        {
            var supplies = _award.Supplies.Where(s => s.SupplierId == bid.SupplierId).ToList();
            var taken = _award.Packages.Where(p => p.SupplierId == bid.SupplierId).Select(p => PackageOf(p)!).ToList();
            var winner = _award.Winners.SingleOrDefault(w => w.SupplierId == bid.SupplierId);
            var wins = taken.Count > 0 || supplies.Any(s => s.Quantity > 0);
            Say(wins != winner is not null, $"{bid.SupplierId} is a winner without winning, or the reverse.");
            if (winner is null)
            {
                Say(supplies.Count > 0, $"{bid.SupplierId} has fees without winning.");
                continue;
            }

            Say(taken.Where(p => p.XorGroup is not null).GroupBy(p => p.XorGroup, StringComparer.Ordinal).Any(g => g.Count() > 1), "Packages exclude each other.");
            Say(winner.FixedFee != bid.FixedFee, $"{bid.SupplierId} has another fee.");
            var total = supplies.Sum(s => s.Quantity);
            var discount = bid.Discounts.Where(d => d.FromQuantity <= total).MaxBy(d => d.FromQuantity)?.Percent ?? Percent.Zero;
            Say(winner.Discount != discount, $"{bid.SupplierId} has another discount.");
            Say(total + taken.SelectMany(p => p.Units).Sum(u => u.Quantity) > bid.Capacity, $"{bid.SupplierId} is above its capacity.");
            Add(Major(bid.FixedFee), bid.FactorMillionths);
            foreach (var package in taken)
                Add(Major(package.Price), package.FactorMillionths);
            Say(
                _award.Packages.Any(p => p.SupplierId == bid.SupplierId && PackageOf(p)!.Price != p.Price), "A package has another price.");
            foreach (var offer in bid.Offers)
                CheckOffer(offer, supplies.SingleOrDefault(s => s.LotId == offer.LotId), taken, discount);
        }

        Say(Major(_award.Cost) != cost, "The cost is another.");
        Say(new Fraction(_award.Evaluated, BigInteger.Pow(10, OptimumAward.Decimals)) != evaluated, "The evaluated cost is another.");

        void Add(Fraction amount, long factor)
        {
            cost += amount;
            evaluated += amount * new Fraction(factor, 1_000_000);
        }

        void CheckOffer(OptimumOffer offer, OptimumSupply? supply, List<OptimumPackage> taken, Percent discount)
        {
            var lot = _problem.Lots.Single(l => l.Id == offer.LotId);
            var inPackages = taken.SelectMany(p => p.Units).Where(u => u.LotId == offer.LotId).Sum(u => u.Quantity);
            var feesDue = inPackages > 0 && (offer.FixedFee.MinorUnits > 0 || (offer.FeePerMember.MinorUnits > 0 && lot.Members > 0));
            if (supply is null)
            {
                Say(feesDue, "Fees are missing.");
                return;
            }

            Say(supply.Quantity == 0 ? !feesDue : supply.Quantity < offer.Prices.Tiers[0].FromQuantity, "A quantity is below the least.");
            Say(supply.Quantity + inPackages > offer.Capacity, $"{supply.SupplierId} is above its capacity in {offer.LotId}.");
            var line = Priced(offer.Prices, supply.Quantity) * discount.Remainder.ToFraction();
            Say(supply.Quantity > 0 && supply.UnitPrice * supply.Quantity != line, "A unit price is another.");
            Say(Major(supply.Line) != HalfUp(line), "A line total is another.");
            Say(supply.FixedFee != offer.FixedFee || Major(supply.MemberFees) != Major(offer.FeePerMember) * lot.Members, "A lot's fee is another.");
            cost += (Major(supply.Line) * lot.Periods) + Major(supply.FixedFee) + Major(supply.MemberFees);
            evaluated += ((line * lot.Periods) + Major(supply.FixedFee) + Major(supply.MemberFees)) * new Fraction(offer.FactorMillionths, 1_000_000);
        }
    }

    private static Fraction Priced(PriceSchedule prices, long quantity)
    {
        var total = Fraction.Zero;
        foreach (var (tier, next) in prices.Tiers.Zip(prices.Tiers.Skip(1).Append(new PriceTier(long.MaxValue, default))))
        {
            var holds = quantity >= tier.FromQuantity && quantity < next.FromQuantity;
            var isFirst = tier == prices.Tiers[0];
            var own = Math.Max(0, Math.Min(quantity, next.FromQuantity - 1) - (isFirst ? 0 : tier.FromQuantity - 1));
            total += tier.UnitPrice.ToFraction() * (prices.Basis == PriceBasis.AllUnits ? holds ? quantity : 0 : own);
        }

        return total;
    }

    private OptimumOffer? OfferOf(OptimumSupply supply) =>
        _problem.Bids.SingleOrDefault(b => b.SupplierId == supply.SupplierId)?.Offers.SingleOrDefault(o => o.LotId == supply.LotId);

    private OptimumPackage? PackageOf(WonPackage won) =>
        _problem.Bids.SingleOrDefault(b => b.SupplierId == won.SupplierId)?.Packages.SingleOrDefault(p => p.Id == won.PackageId);

    private Fraction Major(Money money) => new(money.MinorUnits, _problem.Currency.MinorUnitsPerUnit);

    private Fraction HalfUp(Fraction major)
    {
        var minor = (major * _problem.Currency.MinorUnitsPerUnit) + new Fraction(1, 2);
        return new Fraction(BigInteger.Divide(minor.Numerator, minor.Denominator), _problem.Currency.MinorUnitsPerUnit);
    }

    private void InOrder(IEnumerable<string> keys, string what)
    {
        var all = keys.ToList();
        for (var i = 1; i < all.Count; i++)
            Say(string.CompareOrdinal(all[i - 1], all[i]) >= 0, $"The {what} are not in order.");
    }

    private void Say(bool isWrong, string fault)
    {
        if (isWrong)
            _faults.Add(fault);
    }
}

/// <summary>The rules of the lots and of the round.</summary>
file static class RoundRulesCheck
{
    public static void Of(OptimumProblem problem, OptimumAward award, List<string> faults)
    {
        var units = award.Supplies.Select(s => (s.LotId, s.SupplierId, s.Quantity))
            .Concat(award.Packages.SelectMany(p => problem.Bids.Single(b => b.SupplierId == p.SupplierId).Packages
                .Single(x => x.Id == p.PackageId).Units.Select(u => (u.LotId, p.SupplierId, u.Quantity))))
            .Where(u => u.Quantity > 0)
            .ToList();
        var rules = problem.Rules;
        foreach (var lot in problem.Lots)
        {
            var inLot = units.Where(u => u.LotId == lot.Id).ToList();
            var supplied = inLot.Sum(u => u.Quantity);
            var winners = inLot.Select(u => u.SupplierId).Distinct(StringComparer.Ordinal).Count();
            Say(supplied < lot.Quantity || supplied > lot.Quantity + rules.OverbuyLimit, $"{lot.Id} is supplied with {supplied}.");
            Say(winners < lot.MinimumWinners || winners > lot.MaximumWinners, $"{lot.Id} has {winners} winners.");
        }

        Say(award.Winners.Count < rules.MinimumWinners || award.Winners.Count > rules.MaximumWinners, $"There are {award.Winners.Count} winners.");
        Say(rules.Budget is { } budget && award.Cost.MinorUnits > budget.MinorUnits, "It is above the budget.");
        if (rules.MaximumShare is { } share)
        {
            var largest = units.GroupBy(u => u.SupplierId, StringComparer.Ordinal).Max(g => g.Sum(u => u.Quantity));
            Say((Int128)largest * Percent.Whole > (Int128)share.Hundredths * problem.Lots.Sum(l => l.Quantity), "A supplier has too large a share.");
        }

        void Say(bool isWrong, string fault)
        {
            if (isWrong)
                faults.Add(fault);
        }
    }
}
