using System.Numerics;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.CostSharing.Coalitions;

/// <summary>A computed award as a game: what its winning bids ask, who gets what, and what the pool rate makes of it, all exact.</summary>
/// <param name="Terms">Only what each bid won.</param>
/// <param name="Quantities">Pooled units of each awarded lot, in the order of the terms' lots.</param>
public sealed record AwardedGame(SupplyTerms Terms, IReadOnlyList<long> Quantities, SharingBasis Basis, AwardResult Result)
{
    public static AwardedGame Of(AwardProblem problem, AwardResult result)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var lots = result.Lots.Where(lot => lot.Supplies.Count > 0).ToList();
        var (basis, recovery) = BasisOf(result);
        var winners = lots.SelectMany(lot => lot.Supplies).GroupBy(supply => supply.BidId);
        var bids = winners.Select(won => BidOf(problem.Bids.Single(bid => bid.BidId == won.Key), [.. won], problem.Currency, rate => Factor(basis, rate, recovery)));
        var terms = new SupplyTerms(
            problem.Currency,
            [.. lots.Select(lot => new SupplyLot(IdOf(lot.Lot.Id), lot.Lot.Periods, lot.Lot.PackSize))],
            [.. bids],
            problem.Rules.OverbuyLimit);
        return new AwardedGame(terms, [.. lots.Select(lot => lot.Demand)], basis, result);
    }

    /// <summary>Everyone who is served.</summary>
    public SupplyGame Game()
    {
        var places = Terms.Lots.Select((lot, i) => (lot.Id, i)).ToDictionary(lot => lot.Id, lot => lot.i, StringComparer.Ordinal);
        var quantities = new Dictionary<Guid, long[]>();
        foreach (var lot in Result.Shares)
        {
            foreach (var share in lot.Shares)
            {
                if (!quantities.TryGetValue(share.Member.MemberId.Value, out var takes))
                    quantities.Add(share.Member.MemberId.Value, takes = new long[places.Count]);
                takes[places[IdOf(lot.LotId)]] = share.Member.Quantity;
            }
        }

        return new SupplyGame(Terms, quantities.Select(member => new SupplyMember(member.Key, member.Value)));
    }

    /// <summary>What each member of the game pays by the pool rate over all lots, before any rounding, in the currency's major unit.</summary>
    public IReadOnlyList<Fraction> Pooled(SupplyGame game)
    {
        var places = game.Members.Select((member, i) => (member.Id, i)).ToDictionary(member => member.Id, member => member.i);
        var recovery = BasisOf(Result).Recovery;
        var pooled = new Fraction[places.Count];
        foreach (var lot in Result.Shares)
        {
            var (cost, minor) = (lot.Cost, new Fraction(Terms.Currency.MinorUnitsPerUnit, 1));
            var factor = new Fraction(Factor(Basis, cost.Offer.VatRate, recovery), EvaluationFactor.One);
            var line = UnroundedLine(cost) * cost.Periods / new Fraction(cost.Quantity, 1);
            for (var i = 0; i < lot.Shares.Count; i++)
            {
                var fees = new Fraction(lot.FixedFee.Total, 1) * new Fraction(lot.FixedFee.Entries[i].Weight, lot.FixedFee.SumOfWeights == 0 ? 1 : lot.FixedFee.SumOfWeights)
                    + cost.Offer.FeePerMember.MinorUnits;
                pooled[places[lot.Shares[i].Member.MemberId.Value]] += ((line * lot.Shares[i].Member.Quantity) + (fees / minor)) * factor;
            }
        }

        return pooled;
    }

    /// <summary>What each member of the game pays by its shares of the lots as they are posted, in minor units of the basis.</summary>
    public IReadOnlyList<long> Posted(SupplyGame game)
    {
        var posted = Result.Shares.SelectMany(lot => lot.Shares).GroupBy(share => share.Member.MemberId.Value)
            .ToDictionary(shares => shares.Key, shares => shares.Sum(share => (Basis == SharingBasis.Net ? share.Net : share.Cost).MinorUnits));
        return [.. game.Members.Select(member => posted[member.Id])];
    }

    /// <summary>The most each member of the game has said it will pay, over all lots; null for who takes any price somewhere. In a lot with
    /// several needs of one member the lowest ceiling counts for all.</summary>
    public IReadOnlyList<Fraction?> Ceilings(SupplyGame game)
    {
        var lots = Terms.Lots.Select((lot, i) => (lot, i)).ToDictionary(x => x.lot.Id, x => x, StringComparer.Ordinal);
        var lowest = Result.Needs.Where(need => need.Standing == NeedStanding.Served)
            .GroupBy(need => (need.Need.MemberId.Value, IdOf(need.Need.LotId)))
            .ToDictionary(
                needs => needs.Key,
                needs => needs.Any(need => need.Need.Ceiling is null) ? (UnitPrice?)null : needs.Min(need => need.Need.Ceiling!.Value));
        return [.. game.Members.Select(member =>
        {
            Fraction? most = Fraction.Zero;
            foreach (var (lot, i) in lots.Values.Where(x => member.Quantities[x.i] > 0))
                most += lowest.GetValueOrDefault((member.Id, lot.Id)) is { } ceiling ? ceiling.ToFraction() * member.Quantities[i] * lot.Periods : (Fraction?)null;
            return most;
        })];
    }

    private static Fraction UnroundedLine(LotCost cost)
    {
        var bySchedule = cost.Supplied - cost.Part.ByPackages;
        var scheduled = bySchedule == 0
            ? Fraction.Zero
            : new Fraction((BigInteger)cost.Offer.Prices.UnroundedTotal(bySchedule), UnitPrice.PerUnit) * cost.Part.Discount.Remainder.ToFraction();
        return scheduled + new Fraction(cost.Part.PackagesPerPeriod.MinorUnits, cost.Offer.Currency.MinorUnitsPerUnit);
    }

    /// <summary>Where all recover the same part of their VAT, or there is none, everything is multiplied by what VAT adds to it.</summary>
    private static (SharingBasis Basis, Percent Recovery) BasisOf(AwardResult result)
    {
        var taxed = result.Shares.Where(lot => lot.Cost.Offer.VatRate != Percent.Zero).SelectMany(lot => lot.Shares).Select(share => share.Member.VatRecovery);
        using var all = taxed.GetEnumerator();
        if (!all.MoveNext())
            return (SharingBasis.CostToMembers, Percent.Zero);
        var first = all.Current;
        while (all.MoveNext())
        {
            if (all.Current != first)
                return (SharingBasis.Net, Percent.Zero);
        }

        return (SharingBasis.CostToMembers, first);
    }

    private static long Factor(SharingBasis basis, Percent rate, Percent recovery) =>
        basis == SharingBasis.Net ? EvaluationFactor.One : EvaluationFactor.Of(100, 0, rate.ToFraction() * recovery.Remainder.ToFraction());

    private static OptimumBid BidOf(BidOffer bid, IReadOnlyList<LotSupply> won, Currency currency, Func<Percent, long> factor)
    {
        var lots = won.Select(supply => supply.Cost.Offer.LotId).ToHashSet();
        var packages = won.SelectMany(supply => supply.Packages).ToHashSet(StringComparer.Ordinal);
        var periods = won.ToDictionary(supply => supply.Cost.Offer.LotId, supply => supply.Cost.Periods);
        return new OptimumBid(
            bid.SupplierId.Value.ToString(),
            [.. bid.Lots.Where(offer => lots.Contains(offer.LotId)).Select(offer => new OptimumOffer(
                IdOf(offer.LotId), offer.Prices, offer.FixedFee, offer.FeePerMember, offer.Capacity, factor(offer.VatRate)))],
            [.. bid.Packages.Where(package => packages.Contains(package.Id)).Select(PackageOf)],
            bid.Discounts,
            bid.FixedFee ?? Money.Zero(currency),
            bid.Capacity,
            Mean(won.Select(supply => ((BigInteger)supply.Cost.LineTotalPerPeriod.MinorUnits * supply.Cost.Periods, factor(supply.Cost.Offer.VatRate)))));

        OptimumPackage PackageOf(BidPackage package) => new(
            package.Id,
            package.XorGroup,
            Money.Checked(package.Lots.Aggregate(Int128.Zero, (sum, lot) => sum + ((Int128)lot.Price.MinorUnits * periods[lot.LotId])), currency),
            [.. package.Lots.Select(lot => new PackageUnits(IdOf(lot.LotId), lot.Quantity))],
            Mean(package.Lots.Select(lot => ((BigInteger)lot.Price.MinorUnits * periods[lot.LotId], factor(lot.VatRate)))));
    }

    private static long Mean(IEnumerable<(BigInteger Weight, long Factor)> parts)
    {
        var all = parts.ToList();
        var sum = all.Aggregate(BigInteger.Zero, (total, part) => total + part.Weight);
        return sum.IsZero ? all[0].Factor : (long)Rounding.HalfUp(all.Aggregate(BigInteger.Zero, (total, part) => total + (part.Weight * part.Factor)), sum);
    }

    private static string IdOf(LotId lot) => lot.Value.ToString();
}
