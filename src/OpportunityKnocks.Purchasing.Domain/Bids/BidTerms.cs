using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Bids;

/// <summary>A supplier's answer to one pass/fail requirement.</summary>
public sealed record RequirementAnswer(RequirementId RequirementId, bool Met, string? Note);

/// <summary>What a bid says beyond its prices for single lots; it ties them together.</summary>
/// <param name="Discounts">Quantities strictly rise.</param>
/// <param name="FixedFee">Paid once, if the supplier wins anything; null for none.</param>
/// <param name="Capacity">The most units per period over all lots, those of packages included; null for any quantity.</param>
/// <param name="Answered">The quality criteria it says something to.</param>
public sealed record BidBundle(
    IReadOnlyList<BidPackage> Packages,
    IReadOnlyList<VolumeDiscount> Discounts,
    Money? FixedFee,
    long? Capacity,
    IReadOnlyList<QualityCriterionId> Answered)
{
    public static readonly BidBundle None = new([], [], null, null, []);
}

/// <summary>What one version of a bid says: an offer for some or all lots, and an answer to every requirement.</summary>
public sealed record BidTerms
{
    /// <param name="vatRegistered">A supplier that is not registered for VAT charges none; one that is names a category that says so.</param>
    /// <exception cref="DomainException"><see cref="BidRefusals.NoLot"/>, <see cref="BidRefusals.LotTwice"/>,
    /// <see cref="BidRefusals.RegistrationDiffers"/>, <see cref="BidRefusals.PackageMalformed"/>, <see cref="BidRefusals.VatDiffersInLot"/> or
    /// <see cref="BidRefusals.DiscountsDoNotRise"/></exception>
    public BidTerms(bool vatRegistered, IReadOnlyList<RequirementAnswer> answers, IReadOnlyList<LotOffer> lots, BidBundle? bundle = null)
    {
        Bundle = bundle ?? BidBundle.None;
        if (lots.Count + Bundle.Packages.Count == 0)
            throw BidRefusals.NoLot.Because("lots: offer at least one lot.");
        if (lots.CountBy(lot => lot.LotId).FirstOrDefault(lot => lot.Value > 1) is { Value: > 1 } twice)
            throw BidRefusals.LotTwice.Because($"lots: the lot {twice.Key.Value} is offered {twice.Value} times.");
        if (lots.FirstOrDefault(lot => (lot.VatCategory == VatCategory.NotRegistered) == vatRegistered) is { } differs)
        {
            throw BidRefusals.RegistrationDiffers.Because(
                $"lots: with vatRegistered {(vatRegistered ? "true" : "false")} the lot {differs.LotId.Value} cannot have this vatCategory.");
        }

        (VatRegistered, Answers, Lots) = (vatRegistered, answers, lots);
        RequirePackages();
        for (var i = 0; i < Bundle.Discounts.Count; i++)
        {
            if (Bundle.Discounts[i].Percent == Percent.Zero || (i > 0 && Bundle.Discounts[i].FromQuantity <= Bundle.Discounts[i - 1].FromQuantity))
                throw BidRefusals.DiscountsDoNotRise.Because($"volumeDiscounts[{i}]: give more than 0 percent, from a larger quantity than the one before.");
        }
    }

    public bool VatRegistered { get; }

    public IReadOnlyList<RequirementAnswer> Answers { get; }

    public IReadOnlyList<LotOffer> Lots { get; }

    public BidBundle Bundle { get; }

    /// <summary>Every lot it offers anything of.</summary>
    public IEnumerable<LotId> LotIds => Lots.Select(lot => lot.LotId).Union(Bundle.Packages.SelectMany(package => package.Lots).Select(lot => lot.LotId));

    private void RequirePackages()
    {
        var vat = Lots.ToDictionary(lot => lot.LotId, lot => (lot.VatCategory, lot.VatRate));
        for (var i = 0; i < Bundle.Packages.Count; i++)
        {
            var package = Bundle.Packages[i];
            if (Bundle.Packages.Take(i).Any(earlier => earlier.Id == package.Id))
                throw BidRefusals.PackageMalformed.Because($"packages[{i}].id: there is a package {package.Id} already.");
            if (package.Lots.Count == 0 || package.Lots.DistinctBy(lot => lot.LotId).Count() != package.Lots.Count)
                throw BidRefusals.PackageMalformed.Because($"packages[{i}].lots: name at least one lot, and each once.");
            foreach (var lot in package.Lots)
            {
                if (!Quantities.IsValid(lot.Quantity) || lot.Price.MinorUnits < 0 || lot.Price.MinorUnits > Money.Maximum(lot.Price.Currency).MinorUnits)
                    throw BidRefusals.PackageMalformed.Because($"packages[{i}].lots: quantity or price of the lot {lot.LotId.Value} is out of range.");
                if (!lot.VatCategory.Accepts(lot.VatRate))
                    throw PricingRefusals.VatRateDoesNotFitCategory.Because($"packages[{i}].lots: {lot.VatRate} % is not a rate of the category {lot.VatCategory}.");
                if ((lot.VatCategory == VatCategory.NotRegistered) == VatRegistered)
                    throw BidRefusals.RegistrationDiffers.Because($"packages[{i}].lots: the lot {lot.LotId.Value} cannot have this vatCategory.");
                if (!vat.TryAdd(lot.LotId, (lot.VatCategory, lot.VatRate)) && vat[lot.LotId] != (lot.VatCategory, lot.VatRate))
                    throw BidRefusals.VatDiffersInLot.Because($"packages[{i}].lots: the lot {lot.LotId.Value} has another vatCategory or vatRate elsewhere in the bid.");
            }
        }
    }
}
