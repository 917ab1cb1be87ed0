using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using FairnessPolicy = OpportunityKnocks.Purchasing.Domain.Rounds.FairnessPolicy;

namespace OpportunityKnocks.Purchasing.Domain.Awards;

/// <summary>A confirmed need in a lot.</summary>
/// <param name="Quantity">Units per period.</param>
/// <param name="Ceiling">The most the member will pay per unit and period, all in; null if it takes any price.</param>
/// <param name="Bundle">Needs of one member with the same bundle leave together; null if the need stands alone.</param>
/// <param name="Tolerance">How many units more the member accepts, to fill a pack.</param>
/// <param name="SubmittedAt">For a lot whose shortfall goes by who asked first.</param>
public readonly record struct PooledNeed(
    NeedId Id, MemberId MemberId, LotId LotId, long Quantity, UnitPrice? Ceiling, string? Bundle, long Tolerance = 0, DateTimeOffset SubmittedAt = default);

/// <summary>What an award needs to know of a lot.</summary>
/// <param name="Number">The lot's place in the round; ties between suppliers are broken lot by lot in this order.</param>
/// <param name="Periods">How often the quantity is supplied; 1 for a one-off.</param>
/// <param name="PackSize">The units of one pack: only whole packs are ordered.</param>
/// <param name="MinimumQuantity">Units per period below which the lot is not awarded.</param>
/// <param name="Divisible">Whether several suppliers may supply it; goods by the unit.</param>
public readonly record struct LotTerms(LotId Id, int Number, int Periods, long PackSize = 1, long MinimumQuantity = 1, bool Divisible = false);

/// <summary>A considered bid: what one supplier offers for the lots it wants.</summary>
public sealed record BidOffer(BidId BidId, OrganisationId SupplierId, IReadOnlyList<LotOffer> Lots)
{
    public IReadOnlyList<BidPackage> Packages { get; init; } = [];

    /// <summary>From the smallest quantity to the largest.</summary>
    public IReadOnlyList<VolumeDiscount> Discounts { get; init; } = [];

    /// <summary>Paid once, if the supplier wins anything; null for none.</summary>
    public Money? FixedFee { get; init; }

    /// <summary>The most units per period over all lots, those of packages included; null for any quantity.</summary>
    public long? Capacity { get; init; }

    /// <summary>The weighted quality score from 0 to 1, in millionths.</summary>
    public long Quality { get; init; }

    /// <summary>Whether nothing in it ties its lots together.</summary>
    public bool IsPlain => Packages.Count == 0 && Discounts.Count == 0 && FixedFee is null or { MinorUnits: 0 } && Capacity is null;
}

/// <summary>Everything an award depends on. The order of the lists never matters.</summary>
public sealed class AwardProblem
{
    private readonly IReadOnlyDictionary<MemberId, Percent> _vatRecovery;

    /// <param name="vatRecovery">The share of VAT each member recovers; a member without an entry recovers none.</param>
    /// <param name="fairness">How a shortfall to whole packs is shared.</param>
    /// <param name="seed">Of the lottery.</param>
    /// <exception cref="ArgumentException">The parts do not fit together: something comes twice, a lot is unknown, a quantity or a
    /// number of periods is out of range, or a fee is in another currency. Such things are refused long before an award.</exception>
    public AwardProblem(
        Currency currency,
        FeePolicy feePolicy,
        IEnumerable<LotTerms> lots,
        IEnumerable<PooledNeed> needs,
        IReadOnlyDictionary<MemberId, Percent> vatRecovery,
        IEnumerable<BidOffer> bids,
        FairnessPolicy fairness = FairnessPolicy.ProRata,
        string seed = "")
    {
        (Currency, FeePolicy, _vatRecovery, Fairness, Seed) = (currency, feePolicy, vatRecovery, fairness, seed);
        Lots = [.. lots.OrderBy(lot => lot.Number)];
        Needs = [.. needs.OrderBy(need => need.Id.Value)];
        Bids = [.. bids.OrderBy(bid => bid.SupplierId.Value)];

        var lotIds = Lots.Select(lot => lot.Id).ToHashSet();
        Require(nameof(lots), lotIds.Count == Lots.Count && AreDistinct(Lots, lot => lot.Number), "A lot comes twice.");
        Require(nameof(lots), Lots.All(lot => lot.Periods >= 1), "A lot has no period.");
        Require(nameof(lots), Lots.All(lot => lot.PackSize >= 1 && lot.MinimumQuantity >= 1), "A lot has no pack size or no minimum.");
        Require(nameof(needs), AreDistinct(Needs, need => need.Id), "A need comes twice.");
        Require(nameof(needs), Needs.All(need => lotIds.Contains(need.LotId)), "A need is in an unknown lot.");
        Require(nameof(needs), Needs.All(need => Quantities.IsValid(need.Quantity)), "A need's quantity is out of range.");
        Require(nameof(needs), Needs.All(need => need.Tolerance is >= 0 and <= Quantities.Maximum), "A need's tolerance is out of range.");
        Require(nameof(bids), AreDistinct(Bids, bid => bid.BidId), "A bid comes twice.");
        Require(nameof(bids), AreDistinct(Bids, bid => bid.SupplierId), "A supplier has two bids.");
        Require(nameof(bids), Bids.All(bid => AreDistinct(bid.Lots, offer => offer.LotId)), "A bid offers a lot twice.");
        Require(nameof(bids), Bids.All(bid => bid.Lots.All(offer => lotIds.Contains(offer.LotId))), "A bid is for an unknown lot.");
        Require(nameof(bids), Bids.All(bid => bid.Lots.All(offer => offer.Currency == currency)), "A bid is in another currency.");
        Require(
            nameof(bids),
            Bids.All(bid => bid.Packages.All(package => package.Lots.All(lot => lotIds.Contains(lot.LotId) && lot.Price.Currency == currency))),
            "A package is for an unknown lot or in another currency.");
    }

    public Currency Currency { get; }

    public FeePolicy FeePolicy { get; }

    public FairnessPolicy Fairness { get; }

    public string Seed { get; }

    /// <summary>What the price weighs in the evaluation, 1 to 100; quality has the rest.</summary>
    public int PriceWeight { get; init; } = 100;

    public AwardRules Rules { get; init; } = AwardRules.None;

    /// <summary>Whether each lot can be awarded by itself to its cheapest supplier, without a search.</summary>
    public bool IsPlain => Rules == AwardRules.None && Lots.All(lot => !lot.Divisible) && Bids.All(bid => bid.IsPlain);

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<LotTerms> Lots { get; }

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<PooledNeed> Needs { get; }

    /// <summary>In the order of the suppliers' ids, at most one of each.</summary>
    public IReadOnlyList<BidOffer> Bids { get; }

    /// <summary>The same needs and bids under other rules.</summary>
    public AwardProblem With(AwardRules rules) =>
        new(Currency, FeePolicy, Lots, Needs, _vatRecovery, Bids, Fairness, Seed) { PriceWeight = PriceWeight, Rules = rules };

    public Percent VatRecoveryOf(MemberId member) => _vatRecovery.GetValueOrDefault(member);

    private static bool AreDistinct<T, TKey>(IReadOnlyList<T> all, Func<T, TKey> key)
    {
        var seen = new HashSet<TKey>(all.Count);
        return all.All(one => seen.Add(key(one)));
    }

    private static void Require(string parameter, bool condition, string otherwise)
    {
        if (!condition)
            throw new ArgumentException(otherwise, parameter);
    }
}
