using FluentValidation;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>A package's part in one lot.</summary>
/// <param name="Quantity">Units per period.</param>
/// <param name="Price">What they cost per period, without VAT. The prices of all its lots are the price of the package.</param>
public sealed record PackageLotDetails(Guid LotId, long Quantity, Money Price, VatCategory VatCategory, Percent VatRate);

/// <summary>Units of several lots, all or nothing, at most once.</summary>
/// <param name="Id">The supplier's own.</param>
/// <param name="XorGroup">At most one package of a group is taken; left out: it excludes none.</param>
public sealed record BidPackageDetails(string Id, IReadOnlyList<PackageLotDetails> Lots, string? XorGroup = null);

/// <param name="FromQuantity">Units per period by the bid's schedules over all lots, without packages.</param>
/// <param name="Percent">Off every price of the bid's schedules.</param>
public sealed record VolumeDiscountDetails(long FromQuantity, Percent Percent);

/// <summary>What the bid says to one of the tender's quality criteria.</summary>
public sealed record QualityAnswerDetails(Guid CriterionId, string Answer);

/// <summary>A document that belongs to the bid and was uploaded before.</summary>
/// <param name="Sha256">Of its bytes: 64 hexadecimal digits, in lower case.</param>
public sealed record BidDocumentDetails(string Sha256, string Name);

/// <summary>What a bid may say beside its prices for single lots. All of it can be left out.</summary>
public abstract record BidOptions
{
    /// <summary>Paid once, if the supplier wins anything; it falls on the lots it wins by the value of their lines.</summary>
    public Money? FixedFee { get; init; }

    /// <summary>The most units per period over all lots, those of packages included.</summary>
    public long? Capacity { get; init; }

    public IReadOnlyList<BidPackageDetails>? Packages { get; init; }

    /// <summary>Quantities strictly rising; the last one that is reached holds.</summary>
    public IReadOnlyList<VolumeDiscountDetails>? VolumeDiscounts { get; init; }

    /// <summary>Days from the contract to the first delivery.</summary>
    public int? LeadTimeDays { get; init; }

    /// <summary>The last day on which the supplier is bound by the bid.</summary>
    public DateOnly? ValidUntil { get; init; }

    public IReadOnlyList<QualityAnswerDetails>? QualityAnswers { get; init; }

    public IReadOnlyList<BidDocumentDetails>? Documents { get; init; }

    public BidBundle ToBundle() => new(
        [.. (Packages ?? []).Select(package => new BidPackage(
            package.Id,
            package.XorGroup,
            [.. package.Lots.Select(lot => new PackageLot(new LotId(lot.LotId), lot.Quantity, lot.Price, lot.VatCategory, lot.VatRate))]))],
        [.. (VolumeDiscounts ?? []).Select(discount => new VolumeDiscount(discount.FromQuantity, discount.Percent))],
        FixedFee,
        Capacity,
        [.. (QualityAnswers ?? []).Select(answer => new QualityCriterionId(answer.CriterionId))]);
}

public sealed class BidOptionsValidator : AbstractValidator<BidOptions>
{
    private const int MaximumPackages = 50;
    private const int MaximumDiscounts = 10;
    private const int MaximumAnswers = 50;
    private const int MaximumDocuments = 20;
    private const int LongestAnswer = 5_000;

    public BidOptionsValidator()
    {
        RuleFor(b => b.Capacity).InclusiveBetween(1, Quantities.Maximum);
        RuleFor(b => b.LeadTimeDays).InclusiveBetween(0, 3_650);
        RuleFor(b => b.Packages).Must(all => all is null || all.Count <= MaximumPackages).WithMessage($"has at most {MaximumPackages} packages");
        RuleForEach(b => b.Packages).NotNull().ChildRules(package =>
        {
            package.RuleFor(p => p.Id).NotEmpty().MaximumLength(100);
            package.RuleFor(p => p.XorGroup).MinimumLength(1).MaximumLength(100);
            package.RuleFor(p => p.Lots).Must(lots => lots.Count is >= 1 and <= 50).WithMessage("has 1 to 50 lots");
            package.RuleForEach(p => p.Lots).NotNull()
                .ChildRules(lot => lot.RuleFor(l => l.Quantity).InclusiveBetween(1, Quantities.Maximum));
        });
        RuleFor(b => b.VolumeDiscounts).Must(all => all is null || all.Count <= MaximumDiscounts).WithMessage($"has at most {MaximumDiscounts} discounts");
        RuleForEach(b => b.VolumeDiscounts).NotNull()
            .ChildRules(discount => discount.RuleFor(d => d.FromQuantity).InclusiveBetween(1, Quantities.Maximum));
        RuleFor(b => b.QualityAnswers).Must(all => all is null || all.Count <= MaximumAnswers).WithMessage($"has at most {MaximumAnswers} answers");
        RuleForEach(b => b.QualityAnswers).NotNull()
            .ChildRules(answer => answer.RuleFor(a => a.Answer).NotEmpty().MaximumLength(LongestAnswer));
        RuleFor(b => b.Documents).Must(all => all is null || all.Count <= MaximumDocuments).WithMessage($"has at most {MaximumDocuments} documents");
        RuleForEach(b => b.Documents).NotNull().ChildRules(document =>
        {
            document.RuleFor(d => d.Sha256).Matches("^[0-9a-f]{64}$").WithMessage("is 64 hexadecimal digits in lower case");
            document.RuleFor(d => d.Name).NotEmpty().MaximumLength(200);
        });
        RuleFor(b => b.Documents)
            .Must(all => all is null || all.OfType<BidDocumentDetails>().DistinctBy(d => d.Sha256, StringComparer.Ordinal).Count() == all.Count).WithMessage("names a document twice");
    }
}
