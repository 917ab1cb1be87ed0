using FluentValidation;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>The answer to one requirement of the tender.</summary>
/// <param name="Met">A bid that does not meet a requirement is excluded when the bids are opened.</param>
public sealed record RequirementAnswerDetails(Guid RequirementId, bool Met, string? Note = null);

/// <param name="FromQuantity">Units per period from which the price holds.</param>
/// <param name="UnitPrice">Per unit and period, without VAT.</param>
public sealed record TierDetails(long FromQuantity, UnitPrice UnitPrice);

/// <summary>What the supplier asks for one lot, without VAT.</summary>
/// <param name="Tiers">1 to 50, quantities strictly rising; the first is the least the supplier will supply.</param>
/// <param name="FixedFee">Paid once, if the supplier wins the lot; none when left out.</param>
/// <param name="FeePerMember">Paid once for each member served in the lot; none when left out.</param>
/// <param name="Capacity">The most the supplier can supply per period; any quantity when left out.</param>
/// <param name="VatRate">Above 0 for standard and reduced, else 0.</param>
public sealed record LotOfferDetails(
    Guid LotId,
    PriceBasis Basis,
    IReadOnlyList<TierDetails> Tiers,
    VatCategory VatCategory,
    Percent VatRate,
    Money? FixedFee = null,
    Money? FeePerMember = null,
    long? Capacity = null)
{
    public LotOffer ToOffer(Currency currency) => new(
        new LotId(LotId),
        PriceSchedule.Create(Basis, Tiers.Select(tier => new PriceTier(tier.FromQuantity, tier.UnitPrice))),
        FixedFee ?? Money.Zero(currency),
        FeePerMember ?? Money.Zero(currency),
        Capacity,
        VatCategory,
        VatRate);
}

/// <summary>What a supplier offers.</summary>
/// <param name="VatRegistered">If not, every lot has the category notRegistered and the rate 0.</param>
/// <param name="Requirements">An answer to every requirement of the tender, once.</param>
/// <param name="Lots">The lots it offers by the unit: at least one, or a package.</param>
/// <param name="TermsVersion">The version of the tender's terms it is for; can be left out until they change.</param>
public sealed record BidDetails(
    bool VatRegistered, IReadOnlyList<RequirementAnswerDetails> Requirements, IReadOnlyList<LotOfferDetails> Lots, int? TermsVersion = null)
    : BidOptions
{
    /// <param name="currency">The cluster's: a fee that is left out is nothing in that currency, any other is refused.</param>
    /// <exception cref="DomainException">A refusal of <see cref="BidRefusals"/> or <see cref="PricingRefusals"/>.</exception>
    public BidTerms ToTerms(Currency currency)
    {
        RequireCurrency(currency);
        return new BidTerms(
            VatRegistered,
            [.. Requirements.Select(answer => new RequirementAnswer(new RequirementId(answer.RequirementId), answer.Met, answer.Note))],
            [.. Lots.Select(lot => lot.ToOffer(currency))],
            ToBundle());
    }

    private void RequireCurrency(Currency currency)
    {
        for (var i = 0; i < Lots.Count; i++)
        {
            foreach (var (field, fee) in new[] { ("fixedFee", Lots[i].FixedFee), ("feePerMember", Lots[i].FeePerMember) })
            {
                if (fee is { } money && money.Currency != currency)
                    throw BidRefusals.CurrencyDiffers.Because($"lots[{i}].{field} is in {money.Currency}, the cluster buys in {currency}.");
            }
        }
    }
}

/// <summary>What can be said of a bid without knowing its tender.</summary>
public sealed class BidDetailsValidator : AbstractValidator<BidDetails>
{
    private const int MaximumItems = 200;

    public BidDetailsValidator()
    {
        RuleFor(b => b.TermsVersion).GreaterThan(0);
        RuleFor(b => b.Requirements).Must(all => all.Count <= MaximumItems).WithMessage($"has at most {MaximumItems} answers");
        RuleForEach(b => b.Requirements).NotNull().ChildRules(answer => answer.RuleFor(a => a!.Note).MaximumLength(2000));
        Include(new BidOptionsValidator());
        RuleFor(b => b.Lots).Must((bid, all) => all.Count <= MaximumItems && all.Count + (bid.Packages?.Count ?? 0) > 0)
            .WithMessage($"has 1 to {MaximumItems} lots");
        RuleForEach(b => b.Lots).NotNull().SetValidator(new LotOfferValidator());
        RuleFor(b => b).Custom((bid, context) =>
        {
            for (var i = 0; i < bid.Lots.Count; i++)
            {
                if (bid.Lots[i] is not { } lot)
                    continue;
                if (bid.Lots.Take(i).Any(earlier => earlier?.LotId == lot.LotId))
                    context.AddFailure($"Lots[{i}].LotId", "is offered already");
                if ((lot.VatCategory == VatCategory.NotRegistered) == bid.VatRegistered)
                    context.AddFailure($"Lots[{i}].VatCategory", "must be notRegistered if vatRegistered is false, and another if it is true");
            }
        });
    }

    private sealed class LotOfferValidator : AbstractValidator<LotOfferDetails>
    {
        public LotOfferValidator()
        {
            RuleFor(l => l.Tiers).Must(tiers => tiers.Count is >= 1 and <= PriceSchedule.MaximumTiers)
                .WithMessage($"has 1 to {PriceSchedule.MaximumTiers} tiers");
            RuleForEach(l => l.Tiers).NotNull()
                .ChildRules(tier => tier.RuleFor(t => t.FromQuantity).InclusiveBetween(1, Quantities.Maximum));
            RuleFor(l => l.Tiers).Custom((tiers, context) =>
            {
                for (var i = 1; i < tiers.Count; i++)
                {
                    if (tiers[i - 1]?.FromQuantity >= tiers[i]?.FromQuantity)
                        context.AddFailure($"Tiers[{i}].FromQuantity", "must be larger than that of the tier before");
                }
            });
            RuleFor(l => l.Capacity).InclusiveBetween(1, Quantities.Maximum);
            RuleFor(l => l.Capacity).Must((lot, capacity) => lot.Tiers.Count == 0 || !(capacity < lot.Tiers[0]?.FromQuantity))
                .WithMessage("must not be below the first tier's quantity");
            RuleFor(l => l.VatRate).Must((lot, rate) => lot.VatCategory.Accepts(rate))
                .WithMessage("must be above 0 for the categories standard and reduced, and 0 for all others");
        }
    }
}
