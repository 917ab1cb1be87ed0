using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Bids;

/// <summary>What a supplier might want to look at again before it sends its bid.</summary>
public enum BidWarningCode
{
    /// <summary>The pooled demand is below the first tier: the offer cannot win the lot.</summary>
    DemandBelowMinimum,

    /// <summary>The pooled demand is above the capacity: the offer cannot win the lot.</summary>
    DemandAboveCapacity,

    /// <summary>The lot would cost more than any amount the system keeps: the offer cannot win it.</summary>
    AmountTooLarge,

    /// <summary>The tender has a lot that the bid does not offer.</summary>
    LotNotOffered,

    /// <summary>A requirement is answered with "not met": the bid will not be considered.</summary>
    RequirementNotMet,

    /// <summary>A larger quantity than the demand would cost less in total.</summary>
    HigherTierCheaper,

    /// <summary>A tier is dearer per unit than the one before.</summary>
    UnitPriceRises,

    /// <summary>A package has more units of a lot than are asked for: it cannot be taken.</summary>
    PackageAboveDemand,

    /// <summary>The tender scores something the bid does not answer.</summary>
    CriterionUnanswered,
}

/// <param name="LotId">The lot it is about; null when it is about the whole bid.</param>
public sealed record BidWarning(BidWarningCode Code, LotId? LotId, string Message);

/// <summary>What an offer comes to at the pooled demand. VAT is half up on each period's amount; the members' own invoices add up to the
/// same but for pennies.</summary>
/// <param name="Line">One period's line total, without fees.</param>
/// <param name="FirstPeriod">The first period's charge: line and all fees.</param>
public sealed record LotTotals(TenderLot Lot, LotOffer Offer, Charge Line, Charge FirstPeriod)
{
    public Money FeesPerMember => new(Offer.FeePerMember.MinorUnits * Lot.Members, Offer.Currency);

    public Money Net => new(FirstPeriod.Net.MinorUnits + (Line.Net.MinorUnits * (Lot.Periods - 1)), Offer.Currency);

    public Money Vat => new(FirstPeriod.Vat.MinorUnits + (Line.Vat.MinorUnits * (Lot.Periods - 1)), Offer.Currency);

    public Money Gross => Net + Vat;
}

/// <summary>What a package comes to over the term. VAT is half up on each period's amount.</summary>
public sealed record PackageTotals(string Id, Money Net, Money Vat);

/// <summary>A bid priced at the demand of its tender, by the same code that prices it in the award.</summary>
/// <param name="Lots">The lots that the offer can supply, in the tender's order, each at the whole demand: without volume discounts, which
/// depend on what else is won.</param>
/// <param name="Packages">Those that can be taken.</param>
public sealed record BidCheck(IReadOnlyList<LotTotals> Lots, IReadOnlyList<PackageTotals> Packages, IReadOnlyList<BidWarning> Warnings)
{
    public static BidCheck Of(Tender tender, BidTerms bid)
    {
        tender.Require(bid);
        var offers = bid.Lots.ToDictionary(offer => offer.LotId);
        var totals = new List<LotTotals>();
        var warnings = new List<BidWarning>();
        foreach (var lot in tender.Lots.OrderBy(lot => lot.Number))
        {
            if (!offers.TryGetValue(lot.Id, out var offer))
            {
                if (bid.LotIds.Contains(lot.Id))
                    continue;
                warnings.Add(new BidWarning(BidWarningCode.LotNotOffered, lot.Id, $"Lot {lot.Number} is not offered."));
                continue;
            }

            if (WhyNotSupplied(lot, offer) is { } warning)
                warnings.Add(warning);
            else
                totals.Add(Price(lot, offer));
            warnings.AddRange(OfPrices(lot, offer));
        }

        warnings.AddRange(tender.NotMetBy(bid).Select(requirement => new BidWarning(
            BidWarningCode.RequirementNotMet, null, $"Requirement {requirement.Number} is not met: the bid will not be considered.")));
        warnings.AddRange(tender.Criteria.Where(criterion => !bid.Bundle.Answered.Contains(criterion.Id)).Select(criterion => new BidWarning(
            BidWarningCode.CriterionUnanswered, null, $"Criterion {criterion.Number} is not answered: {criterion.Title}.")));
        var packages = new List<PackageTotals>();
        foreach (var package in bid.Bundle.Packages)
        {
            if (package.Lots.FirstOrDefault(lot => LotOf(lot).Quantity < lot.Quantity) is { } above)
                warnings.Add(new(BidWarningCode.PackageAboveDemand, above.LotId, $"Package {package.Id} has {above.Quantity} units, {LotOf(above).Quantity} are asked for."));
            else
                packages.Add(TotalsOf(package));
        }

        return new BidCheck(totals, packages, warnings);

        TenderLot LotOf(PackageLot part) => tender.Lots.Single(lot => lot.Id == part.LotId);

        PackageTotals TotalsOf(BidPackage package) => new(
            package.Id,
            Sum(package, lot => lot.Price.MinorUnits),
            Sum(package, lot => Charge.Of(lot.Price, lot.VatRate, Percent.Zero).Vat.MinorUnits));

        Money Sum(BidPackage package, Func<PackageLot, long> perPeriod) => Money.Checked(
            package.Lots.Aggregate(Int128.Zero, (sum, lot) => sum + ((Int128)perPeriod(lot) * LotOf(lot).Periods)), tender.Currency);
    }

    private static LotTotals Price(TenderLot lot, LotOffer offer)
    {
        var line = offer.Prices.LineTotal(lot.Quantity, offer.Currency);
        var first = offer.Cost(lot.Quantity, periods: 1, lot.Members);
        return new LotTotals(
            lot, offer, Charge.Of(line, offer.VatRate, Percent.Zero), Charge.Of(first, offer.VatRate, Percent.Zero));
    }

    private static BidWarning? WhyNotSupplied(TenderLot lot, LotOffer offer)
    {
        if (lot.Quantity < offer.Prices.MinimumQuantity)
            return new(BidWarningCode.DemandBelowMinimum, lot.Id, $"The demand is {lot.Quantity}, the first tier begins at {offer.Prices.MinimumQuantity}.");
        if (lot.Quantity > offer.Capacity)
            return new(BidWarningCode.DemandAboveCapacity, lot.Id, $"The demand is {lot.Quantity}, the capacity {offer.Capacity}.");
        return offer.TryCost(lot.Quantity, lot.Periods, lot.Members, out _)
            ? null
            : new(BidWarningCode.AmountTooLarge, lot.Id, $"The lot costs more than {Money.Maximum(offer.Currency)}.");
    }

    private static IEnumerable<BidWarning> OfPrices(TenderLot lot, LotOffer offer)
    {
        var tiers = offer.Prices.Tiers;
        for (var i = 1; i < tiers.Count; i++)
        {
            if (tiers[i].UnitPrice > tiers[i - 1].UnitPrice)
            {
                yield return new(
                    BidWarningCode.UnitPriceRises, lot.Id, $"A unit costs {tiers[i].UnitPrice} from {tiers[i].FromQuantity}, less before.");
            }
        }

        if (!offer.CanSupply(lot.Quantity))
            yield break;

        var cheaper = tiers.FirstOrDefault(tier => tier.FromQuantity > lot.Quantity && offer.CanSupply(tier.FromQuantity)
            && offer.Prices.UnroundedTotal(tier.FromQuantity) < offer.Prices.UnroundedTotal(lot.Quantity));
        if (cheaper.FromQuantity > 0)
        {
            yield return new(
                BidWarningCode.HigherTierCheaper, lot.Id, $"{cheaper.FromQuantity} units would cost less in total than the {lot.Quantity} asked for.");
        }
    }
}
