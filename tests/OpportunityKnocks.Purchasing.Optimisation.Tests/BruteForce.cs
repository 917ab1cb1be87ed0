using System.Numerics;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Optimisation.Tests;

/// <summary>Tries every award, slowly and plainly, with arithmetic of its own.</summary>
internal sealed class BruteForce
{
    private readonly OptimumProblem _problem;
    private readonly List<(OptimumBid Bid, OptimumPackage Package)> _packages;
    private readonly long[,] _units;
    private (BigInteger Cost, int Winners, long[] Places)? _best;

    private BruteForce(OptimumProblem problem)
    {
        _problem = problem;
        _packages = [.. problem.Bids.SelectMany(bid => bid.Packages, (bid, package) => (bid, package))];
        _units = new long[problem.Lots.Count, problem.Bids.Count];
    }

    public int Tried { get; private set; }

    public BigInteger? Cost => _best?.Cost;

    /// <summary>By lot and supplier with packages; then which packages are taken.</summary>
    public long[]? Places => _best?.Places;

    public static BruteForce Try(OptimumProblem problem)
    {
        var force = new BruteForce(problem);
        for (var taken = 0; taken < 1 << force._packages.Count; taken++)
            force.Fill(taken, 0, 0);
        return force;
    }

    /// <summary>An award's places, as <see cref="Places"/> has them.</summary>
    public static long[] PlacesOf(OptimumProblem problem, OptimumAward award) =>
    [
        .. problem.Lots.SelectMany(lot => problem.Bids, (lot, bid) =>
            award.Supplies.Where(s => s.LotId == lot.Id && s.SupplierId == bid.SupplierId).Sum(s => s.Quantity)
            + award.Packages.Where(p => p.SupplierId == bid.SupplierId)
                .SelectMany(p => bid.Packages.Single(x => x.Id == p.PackageId).Units).Where(u => u.LotId == lot.Id).Sum(u => u.Quantity)),
        .. problem.Bids.SelectMany(bid => bid.Packages, (bid, package) =>
            award.Packages.Any(p => p.SupplierId == bid.SupplierId && p.PackageId == package.Id) ? 1L : 0L),
    ];

    private void Fill(int taken, int lot, int bid)
    {
        if (lot == _problem.Lots.Count)
        {
            Judge(taken);
            return;
        }

        if (bid == _problem.Bids.Count)
        {
            var supplied = Enumerable.Range(0, bid).Sum(b => Total(taken, lot, b));
            if (supplied >= _problem.Lots[lot].Quantity && supplied <= _problem.Lots[lot].Quantity + _problem.Rules.OverbuyLimit)
                Fill(taken, lot + 1, 0);
            return;
        }

        var most = _problem.Lots[lot].Quantity + _problem.Rules.OverbuyLimit;
        var offer = Offer(lot, bid);
        for (var units = 0L; units <= (offer is null ? 0 : most); units++)
        {
            if (units > 0 && units < offer!.Prices.MinimumQuantity)
                continue;
            _units[lot, bid] = units;
            if (offer?.Capacity is { } capacity && Total(taken, lot, bid) > capacity)
                break;
            Fill(taken, lot, bid + 1);
        }

        _units[lot, bid] = 0;
    }

    private void Judge(int taken)
    {
        Tried++;
        var (lots, bids, rules) = (_problem.Lots, _problem.Bids, _problem.Rules);
        var totals = lots.SelectMany((_, l) => bids.Select((_, b) => Total(taken, l, b))).ToArray();
        var ofBid = bids.Select((_, b) => lots.Select((_, l) => totals[(l * bids.Count) + b]).Sum()).ToArray();
        var winners = ofBid.Count(total => total > 0);
        if (winners < rules.MinimumWinners || winners > (rules.MaximumWinners ?? winners))
            return;
        if (rules.MaximumShare is { } share && ofBid.Any(total => total * 10_000 > share.Hundredths * lots.Sum(lot => lot.Quantity)))
            return;
        if (bids.Where((bid, b) => ofBid[b] > (bid.Capacity ?? long.MaxValue)).Any())
            return;
        var inLot = lots.Select((_, l) => totals.Skip(l * bids.Count).Take(bids.Count).Count(t => t > 0)).ToArray();
        if (lots.Where((lot, l) => inLot[l] < lot.MinimumWinners || inLot[l] > (lot.MaximumWinners ?? inLot[l])).Any())
            return;
        if (bids.Any(bid => Taken(taken, bid).Where(p => p.XorGroup is not null).GroupBy(p => p.XorGroup, StringComparer.Ordinal).Any(g => g.Count() > 1)))
            return;

        var (pence, cost) = (0L, BigInteger.Zero);
        for (var b = 0; b < bids.Count; b++)
        {
            if (ofBid[b] == 0)
                continue;
            Pay(bids[b].FixedFee.MinorUnits, bids[b].FactorMillionths);
            foreach (var package in Taken(taken, bids[b]))
                Pay(package.Price.MinorUnits, package.FactorMillionths);
            var bySchedule = lots.Select((_, l) => _units[l, b]).Sum();
            var paid = 10_000 - (bids[b].Discounts.LastOrDefault(d => d.FromQuantity <= bySchedule)?.Percent.Hundredths ?? 0);
            for (var l = 0; l < lots.Count; l++)
            {
                if (totals[(l * bids.Count) + b] == 0 || Offer(l, b) is not { } offer)
                    continue;
                var line = Enumerable.Range(1, (int)_units[l, b]).Sum(unit => PriceOf(offer.Prices, unit, _units[l, b])) * paid;
                pence += (line + 500_000) / 1_000_000 * lots[l].Periods;
                cost += (BigInteger)line * lots[l].Periods * offer.FactorMillionths;
                Pay(offer.FixedFee.MinorUnits + (offer.FeePerMember.MinorUnits * lots[l].Members), offer.FactorMillionths);
            }
        }

        if (pence > (rules.Budget?.MinorUnits ?? long.MaxValue))
            return;
        var places = totals.Concat(Enumerable.Range(0, _packages.Count).Select(i => (long)((taken >> i) & 1))).ToArray();
        if (_best is null || IsBetter(cost, winners, places, _best.Value))
            _best = (cost, winners, places);

        void Pay(long amount, long factor)
        {
            pence += amount;
            cost += (BigInteger)amount * 1_000_000 * factor;
        }
    }

    private static bool IsBetter(BigInteger cost, int winners, long[] places, (BigInteger Cost, int Winners, long[] Places) than)
    {
        if (cost != than.Cost)
            return cost < than.Cost;
        if (winners != than.Winners)
            return winners < than.Winners;
        var first = Enumerable.Range(0, places.Length).FirstOrDefault(i => places[i] != than.Places[i], -1);
        return first >= 0 && places[first] > than.Places[first];
    }

    private static long PriceOf(PriceSchedule prices, long unit, long quantity) =>
        prices.Tiers.LastOrDefault(
            tier => tier.FromQuantity <= (prices.Basis == PriceBasis.AllUnits ? quantity : unit), prices.Tiers[0]).UnitPrice.TenThousandths;

    private long Total(int taken, int lot, int bid) =>
        _units[lot, bid] + Taken(taken, _problem.Bids[bid]).SelectMany(p => p.Units).Where(u => u.LotId == _problem.Lots[lot].Id).Sum(u => u.Quantity);

    private IEnumerable<OptimumPackage> Taken(int taken, OptimumBid bid) =>
        _packages.Where((p, i) => p.Bid == bid && ((taken >> i) & 1) == 1).Select(p => p.Package);

    private OptimumOffer? Offer(int lot, int bid) => _problem.Bids[bid].Offers.FirstOrDefault(o => o.LotId == _problem.Lots[lot].Id);
}
