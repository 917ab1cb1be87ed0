using System.Numerics;

namespace OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

/// <summary>Turns a choice into an award with its prices. It does not ask whether the choice keeps the rules.</summary>
public static class OptimumPricing
{
    /// <exception cref="DomainException"><see cref="MoneyRefusals.AmountTooLarge"/></exception>
    public static OptimumAward Price(OptimumProblem problem, OptimumChoice choice)
    {
        var evaluated = BigInteger.Zero;
        var cost = BigInteger.Zero;
        var winners = new List<OptimumWinner>();
        var packages = new List<WonPackage>();
        var supplies = new Dictionary<string, List<OptimumSupply>>(StringComparer.Ordinal);
        foreach (var bid in problem.Bids)
        {
            var taken = bid.Packages.Where(package => choice.Packages.Contains((bid.SupplierId, package.Id))).ToList();
            var byPackage = taken.SelectMany(package => package.Units).Select(units => units.LotId).ToHashSet(StringComparer.Ordinal);
            var quantities = bid.Offers.ToDictionary(
                offer => offer.LotId, offer => choice.Quantities.GetValueOrDefault((offer.LotId, bid.SupplierId)), StringComparer.Ordinal);
            if (taken.Count == 0 && quantities.Values.All(quantity => quantity == 0))
                continue;

            var discount = DiscountAt(bid, quantities.Values.Sum());
            winners.Add(new OptimumWinner(bid.SupplierId, bid.FixedFee, discount));
            Add(bid.FixedFee, bid.FactorMillionths);
            foreach (var package in taken)
            {
                packages.Add(new WonPackage(bid.SupplierId, package.Id, package.Price));
                Add(package.Price, package.FactorMillionths);
            }

            foreach (var offer in bid.Offers.Where(o => quantities[o.LotId] > 0 || byPackage.Contains(o.LotId)))
            {
                var lot = problem.Lots.Single(l => l.Id == offer.LotId);
                var quantity = quantities[offer.LotId];
                var exact = quantity == 0 ? Fraction.Zero : LinePrice(offer, quantity, discount);
                var line = MoneyOf((exact * problem.Currency.MinorUnitsPerUnit).RoundHalfUpExact(), problem.Currency);
                var memberFees = MoneyOf((BigInteger)offer.FeePerMember.MinorUnits * lot.Members, problem.Currency);
                evaluated += (exact * 100_000_000).Numerator * lot.Periods * offer.FactorMillionths;
                cost += (BigInteger)line.MinorUnits * lot.Periods;
                Add(offer.FixedFee, offer.FactorMillionths);
                Add(memberFees, offer.FactorMillionths);
                if (quantity > 0 || offer.FixedFee.MinorUnits > 0 || memberFees.MinorUnits > 0)
                {
                    var price = quantity == 0 ? Fraction.Zero : exact / quantity;
                    In(offer.LotId).Add(new(offer.LotId, bid.SupplierId, quantity, price, line, offer.FixedFee, memberFees));
                }
            }
        }

        return new OptimumAward(
            [.. problem.Lots.SelectMany(lot => In(lot.Id))], packages, winners, MoneyOf(cost, problem.Currency), evaluated);

        List<OptimumSupply> In(string lotId) =>
            supplies.TryGetValue(lotId, out var inLot) ? inLot : supplies[lotId] = [];

        void Add(Money fee, long factor)
        {
            cost += fee.MinorUnits;
            evaluated += (BigInteger)fee.MinorUnits * factor * (BigInteger.Pow(10, 8) / problem.Currency.MinorUnitsPerUnit);
        }
    }

    /// <summary>The discount at so many units of the bid's schedules.</summary>
    public static Percent DiscountAt(OptimumBid bid, long quantity) =>
        bid.Discounts.LastOrDefault(discount => discount.FromQuantity <= quantity)?.Percent ?? Percent.Zero;

    /// <summary>One period's exact price in major units.</summary>
    private static Fraction LinePrice(OptimumOffer offer, long quantity, Percent discount) =>
        new((BigInteger)offer.Prices.UnroundedTotal(quantity) * discount.Remainder.Hundredths, (BigInteger)UnitPrice.PerUnit * Percent.Whole);

    private static Money MoneyOf(BigInteger minorUnits, Currency currency) =>
        minorUnits <= Money.Maximum(currency).MinorUnits
            ? new Money((long)minorUnits, currency)
            : throw MoneyRefusals.AmountTooLarge.Because($"The award costs more than {Money.Maximum(currency)}.");

    private static BigInteger RoundHalfUpExact(this Fraction value) => Rounding.HalfUp(value.Numerator, value.Denominator);
}
