using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Api.Previews;

/// <summary>Lots, bids and rules to find the best award for. Ids are the caller's own; ties go to the smallest, letter by letter.
/// Amounts are decimal strings of the one currency.</summary>
/// <param name="PriceWeight">1 to 100, 100 when left out; quality has the rest to 100.</param>
public sealed record TrialAward(
    string Currency, IReadOnlyList<TrialLot> Lots, IReadOnlyList<TrialBid> Bids, int? PriceWeight = null, TrialRules? Rules = null)
{
    public OptimumProblem ToProblem()
    {
        var currency = Domain.Currency.Of(Currency);
        var rules = Rules ?? new TrialRules();
        return new OptimumProblem(
            currency,
            Lots.Select(lot => new OptimumLot(
                lot.Id, lot.Quantity, lot.MemberCount ?? 1, 1, rules.MinimumWinnersPerLot ?? 0, rules.MaximumWinnersPerLot)),
            Bids.Select(bid => bid.ToBid(currency, PriceWeight ?? 100)),
            new OptimumRules(
                rules.MinimumWinners ?? 0,
                rules.MaximumWinners,
                rules.MaximumSharePercent is { } share ? new Percent(share * 100) : null,
                rules.Budget is { } budget ? Money.Parse(budget, currency) : null,
                rules.AllowOverbuy == true ? rules.OverbuyLimit!.Value : 0));
    }
}

/// <param name="Quantity">Units to be supplied; several suppliers may share them, if the rules let them.</param>
/// <param name="MemberCount">How many members are served, each with every winner's fee per member; 1 when left out.</param>
public sealed record TrialLot(string Id, long Quantity, int? MemberCount = null);

/// <param name="Capacity">The most units over all lots, those of packages included; any number when left out.</param>
/// <param name="FixedFee">Paid once, if the supplier wins anything; none when left out.</param>
/// <param name="Quality">The score, a decimal string from "0" to "1" with up to six decimals; "0" when left out.</param>
/// <param name="Lots">What it offers by the unit.</param>
/// <param name="VolumeDiscounts">Quantities strictly rising; the last one reached holds.</param>
public sealed record TrialBid(
    string SupplierId,
    IReadOnlyList<TrialOffer>? Lots = null,
    IReadOnlyList<TrialPackage>? Packages = null,
    IReadOnlyList<TrialDiscount>? VolumeDiscounts = null,
    long? Capacity = null,
    string? FixedFee = null,
    string? Quality = null)
{
    public OptimumBid ToBid(Currency currency, int priceWeight)
    {
        var factor = EvaluationFactor.TryParseScore(Quality ?? "0", out var quality) ? EvaluationFactor.Of(priceWeight, quality) : EvaluationFactor.One;
        return new OptimumBid(
            SupplierId,
            [.. (Lots ?? []).Select(offer => offer.ToOffer(currency, factor))],
            [.. (Packages ?? []).Select(package => package.ToPackage(currency, factor))],
            [.. (VolumeDiscounts ?? []).Select(discount => new VolumeDiscount(discount.FromQuantity, discount.Percent))],
            Money.Parse(FixedFee ?? "0", currency),
            Capacity,
            factor);
    }
}

/// <param name="Tiers">1 to 50, quantities strictly rising; the first is the least the supplier will supply.</param>
/// <param name="Basis">allUnits when left out.</param>
/// <param name="FixedFee">Paid once, if the supplier supplies anything of the lot.</param>
/// <param name="FeePerMember">Paid once for each member of the lot, if the supplier supplies anything of it.</param>
/// <param name="Capacity">The most units of the lot, those of packages included.</param>
public sealed record TrialOffer(
    string LotId,
    IReadOnlyList<TierDetails> Tiers,
    PriceBasis? Basis = null,
    string? FixedFee = null,
    string? FeePerMember = null,
    long? Capacity = null)
{
    public OptimumOffer ToOffer(Currency currency, long factor) => new(
        LotId,
        PriceSchedule.Create(Basis ?? PriceBasis.AllUnits, Tiers.Select(tier => new PriceTier(tier.FromQuantity, tier.UnitPrice))),
        Money.Parse(FixedFee ?? "0", currency),
        Money.Parse(FeePerMember ?? "0", currency),
        Capacity,
        factor);
}

/// <summary>All or nothing, at most once.</summary>
/// <param name="XorGroup">At most one package of a bid's group is taken.</param>
public sealed record TrialPackage(string Id, string Price, IReadOnlyList<TrialPackageLot> Lots, string? XorGroup = null)
{
    public OptimumPackage ToPackage(Currency currency, long factor) => new(
        Id, XorGroup, Money.Parse(Price, currency), [.. Lots.Select(lot => new PackageUnits(lot.LotId, lot.Quantity))], factor);
}

public sealed record TrialPackageLot(string LotId, long Quantity);

/// <param name="FromQuantity">Units by the price schedules of the bid, without packages.</param>
/// <param name="Percent">Off all prices of the bid's schedules.</param>
public sealed record TrialDiscount(long FromQuantity, Percent Percent);

/// <param name="MaximumSharePercent">The largest part of the units of all lots that one supplier may supply.</param>
/// <param name="Budget">What the award may cost at most, as it will be paid.</param>
/// <param name="AllowOverbuy">Whether more than a lot's quantity may be bought, if that is cheaper.</param>
/// <param name="OverbuyLimit">How many units more of each lot; needed with allowOverbuy.</param>
public sealed record TrialRules(
    int? MinimumWinners = null,
    int? MaximumWinners = null,
    int? MinimumWinnersPerLot = null,
    int? MaximumWinnersPerLot = null,
    int? MaximumSharePercent = null,
    string? Budget = null,
    bool? AllowOverbuy = null,
    long? OverbuyLimit = null);
