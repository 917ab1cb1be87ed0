using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Awards.Optimum;

/// <summary>A lot to be supplied.</summary>
/// <param name="Quantity">Units per period that are to be ordered.</param>
/// <param name="Members">How many members are served; each pays the fee per member of each winner.</param>
/// <param name="Periods">How often the quantity is supplied; 1 for a one-off.</param>
/// <param name="MinimumWinners">Fewer suppliers may not supply the lot.</param>
/// <param name="MaximumWinners">More suppliers may not supply the lot: 1 if it is not divisible; null for any number.</param>
public sealed record OptimumLot(
    string Id, long Quantity, int Members, int Periods = 1, int MinimumWinners = 0, int? MaximumWinners = null);

/// <summary>What a supplier asks for one lot.</summary>
/// <param name="FixedFee">Paid once, if the supplier supplies anything of the lot.</param>
/// <param name="FeePerMember">Paid once for each member of the lot, if the supplier supplies anything of it.</param>
/// <param name="Capacity">The most units per period, those of packages included; null for any quantity.</param>
/// <param name="FactorMillionths">What the cost is multiplied by to compare it, in millionths; see <see cref="EvaluationFactor"/>.</param>
public sealed record OptimumOffer(
    string LotId,
    PriceSchedule Prices,
    Money FixedFee,
    Money FeePerMember,
    long? Capacity = null,
    long FactorMillionths = EvaluationFactor.One);

/// <summary>Units per period of one lot in a package.</summary>
public sealed record PackageUnits(string LotId, long Quantity);

/// <summary>Units of several lots at one price for the term, all or nothing, at most once.</summary>
/// <param name="XorGroup">At most one package of a bid's group is taken; null if it excludes none.</param>
public sealed record OptimumPackage(
    string Id, string? XorGroup, Money Price, IReadOnlyList<PackageUnits> Units, long FactorMillionths = EvaluationFactor.One);

/// <summary>Percent off all prices of the bid's schedules. The quantity is that of the schedules over all lots, without packages, which
/// have a price of their own.</summary>
public sealed record VolumeDiscount(long FromQuantity, Percent Percent);

/// <summary>A considered bid.</summary>
/// <param name="FixedFee">Paid once, if the supplier wins anything.</param>
/// <param name="Capacity">The most units per period over all lots, those of packages included; null for any quantity.</param>
/// <param name="Discounts">From the smallest quantity to the largest; the last one that is reached holds.</param>
/// <param name="FactorMillionths">For <paramref name="FixedFee"/>, which belongs to no lot.</param>
public sealed record OptimumBid(
    string SupplierId,
    IReadOnlyList<OptimumOffer> Offers,
    IReadOnlyList<OptimumPackage> Packages,
    IReadOnlyList<VolumeDiscount> Discounts,
    Money FixedFee,
    long? Capacity = null,
    long FactorMillionths = EvaluationFactor.One);

/// <summary>What the round as a whole demands of its award.</summary>
/// <param name="MaximumShare">The largest part of the units of all lots that one supplier may supply.</param>
/// <param name="Budget">What the award may cost, as it will be paid.</param>
/// <param name="OverbuyLimit">Units per period that may be ordered of each lot beyond its quantity, if that is cheaper.</param>
public sealed record OptimumRules(
    int MinimumWinners = 0, int? MaximumWinners = null, Percent? MaximumShare = null, Money? Budget = null, long OverbuyLimit = 0);

/// <summary>Everything the best award depends on. The order of the lots matters for ties only, that of bids never.</summary>
public sealed class OptimumProblem
{
    /// <exception cref="ArgumentException">The parts do not fit together; such things are refused long before.</exception>
    public OptimumProblem(Currency currency, IEnumerable<OptimumLot> lots, IEnumerable<OptimumBid> bids, OptimumRules rules)
    {
        (Currency, Rules, Lots) = (currency, rules, [.. lots]);
        Bids = [.. bids.OrderBy(bid => bid.SupplierId, StringComparer.Ordinal).Select(Ordered)];
        var known = Lots.Select(lot => lot.Id).ToHashSet(StringComparer.Ordinal);
        Require(known.Count == Lots.Count, "A lot comes twice.");
        Require(Lots.All(lot => Quantities.IsValid(lot.Quantity) && lot is { Members: >= 0, Periods: >= 1 }), "A lot is out of range.");
        Require(AreDistinct(Bids, bid => bid.SupplierId), "A supplier has two bids.");
        foreach (var bid in Bids)
        {
            Require(bid.Offers.All(o => known.Contains(o.LotId)) && AreDistinct(bid.Offers, o => o.LotId), "An offer's lot comes twice or is unknown.");
            Require(AreDistinct(bid.Packages, p => p.Id), "A package comes twice.");
            foreach (var units in bid.Packages.Select(p => p.Units))
            {
                Require(units.All(u => known.Contains(u.LotId)) && AreDistinct(units, u => u.LotId), "A package's lot comes twice or is unknown.");
                Require(units.Count > 0 && units.All(u => Quantities.IsValid(u.Quantity)), "A package has no units.");
            }

            Require(bid.Discounts.All(d => Quantities.IsValid(d.FromQuantity)), "A discount is out of range.");
            Require(AreDistinct(bid.Discounts, d => $"{d.FromQuantity}"), "A discount comes twice.");
            Require(Fees(bid).All(fee => fee.Currency == currency && fee.MinorUnits >= 0), "A fee is in another currency, or negative.");
        }
    }

    public Currency Currency { get; }

    public IReadOnlyList<OptimumLot> Lots { get; }

    /// <summary>In the order of the suppliers' ids; packages by id, discounts by quantity.</summary>
    public IReadOnlyList<OptimumBid> Bids { get; }

    public OptimumRules Rules { get; }

    /// <summary>The units of all lots, of which a supplier may have a largest share.</summary>
    public long Units => Lots.Sum(lot => lot.Quantity);

    /// <summary>The same bids and lots under other rules.</summary>
    public OptimumProblem With(OptimumRules rules) => new(Currency, Lots, Bids, rules);

    private static OptimumBid Ordered(OptimumBid bid) => bid with
    {
        Packages = [.. bid.Packages.OrderBy(p => p.Id, StringComparer.Ordinal)],
        Discounts = [.. bid.Discounts.OrderBy(d => d.FromQuantity)],
    };

    private static IEnumerable<Money> Fees(OptimumBid bid) =>
    [
        bid.FixedFee, .. bid.Offers.Select(o => o.FixedFee), .. bid.Offers.Select(o => o.FeePerMember), .. bid.Packages.Select(p => p.Price),
    ];

    private static bool AreDistinct<T>(IReadOnlyList<T> all, Func<T, string> key) =>
        all.Select(key).Distinct(StringComparer.Ordinal).Count() == all.Count;

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new ArgumentException(otherwise, nameof(condition));
    }
}
