using FluentValidation;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>The member that buys for all, and what its invoices say of it.</summary>
/// <param name="MemberId">A member of the cluster; its own share is not invoiced.</param>
/// <param name="Vat">What it is for VAT: only <c>registered</c> shows VAT, so with the others no member recovers any.</param>
/// <param name="LegalName">As its invoices name it.</param>
/// <param name="VatNumber">With its country's prefix, such as GB123456789; needed when it is registered, and only then allowed or for a <c>costSharingGroup</c>.</param>
/// <param name="TaxReference">Its number with the tax authority; a <c>costSharingGroup</c> without a VAT number needs one.</param>
/// <param name="Endpoint">Where it is reached over Peppol; left out: its VAT number, when it is British.</param>
/// <param name="Account">Where its invoices are paid; left out: they do not say.</param>
/// <param name="PaymentDays">Days from an invoice's date until it is due.</param>
public sealed record LeadBuyerDetails(
    Guid MemberId,
    LeadBuyerVat Vat,
    string LegalName,
    PostalAddress Address,
    string? VatNumber = null,
    string? TaxReference = null,
    ElectronicAddress? Endpoint = null,
    PaymentAccount? Account = null,
    int PaymentDays = 30);

/// <summary>Who has the contract with the suppliers: each member, or one for all.</summary>
/// <param name="LeadBuyer">Only with <c>leadBuyer</c>.</param>
public sealed record TradeDetails(LegalShape Shape = LegalShape.ContractPerMember, LeadBuyerDetails? LeadBuyer = null)
{
    public RoundTrade ToTrade() => new(Shape, LeadBuyer is { } lead
        ? new LeadBuyer(
            new MemberId(lead.MemberId), lead.Vat, lead.LegalName, lead.Address, lead.VatNumber, lead.TaxReference, lead.Endpoint, lead.Account, lead.PaymentDays)
        : null);

    public static TradeDetails Of(RoundTrade trade) => new(trade.Shape, trade.LeadBuyer is { } lead
        ? new LeadBuyerDetails(
            lead.MemberId.Value, lead.Vat, lead.LegalName, lead.Address, lead.VatNumber, lead.TaxReference, lead.Endpoint, lead.Account, lead.PaymentDays)
        : null);
}

public sealed class TradeDetailsValidator : AbstractValidator<TradeDetails>
{
    public TradeDetailsValidator()
    {
        RuleFor(t => t.LeadBuyer).Must((trade, lead) => (lead is not null) == (trade.Shape == LegalShape.LeadBuyer))
            .WithMessage("goes with leadBuyer, and only with that");
        RuleFor(t => t.LeadBuyer).SetValidator(new LeadBuyerValidator()!);
    }

    private sealed class LeadBuyerValidator : AbstractValidator<LeadBuyerDetails>
    {
        private const int LongestTerm = 120;

        public LeadBuyerValidator()
        {
            RuleFor(l => l.LegalName).IsName();
            RuleFor(l => l.Address.Street).IsName();
            RuleFor(l => l.Address.City).IsName();
            RuleFor(l => l.Address.Postcode).Matches(@"\A[A-Z0-9][A-Z0-9 -]{1,14}\z").WithMessage("is 2 to 15 capitals, digits, spaces and hyphens");
            RuleFor(l => l.Address.Country).Must(Countries.Include).WithMessage("is not a country of ISO 3166-1: two capitals");
            RuleFor(l => l.VatNumber).Must(number => number is null || IsVatNumber(number))
                .WithMessage("is a country's two letters and 2 to 13 capitals and digits")
                .Must((lead, number) => number is not null || lead.Vat != LeadBuyerVat.Registered).WithMessage("is required of a registered lead buyer")
                .Must((lead, number) => number is null || lead.Vat != LeadBuyerVat.NotRegistered).WithMessage("only a registered one has");
            RuleFor(l => l.TaxReference).Matches(@"\A[!-~]([ -~]{0,48}[!-~])?\z").WithMessage("is 1 to 50 visible ASCII characters, without spaces around them")
                .Must((lead, reference) => reference is not null || lead.VatNumber is not null || lead.Vat != LeadBuyerVat.CostSharingGroup)
                .WithMessage("is required of a costSharingGroup without a VAT number");
            RuleFor(l => l.Endpoint!.Scheme).Matches(@"\A[0-9]{4}\z").WithMessage("is four digits").When(l => l.Endpoint is not null);
            RuleFor(l => l.Endpoint!.Id).Matches(@"\A[!-~]{1,50}\z").WithMessage("is 1 to 50 visible ASCII characters").When(l => l.Endpoint is not null);
            RuleFor(l => l.Account!.Number).Matches(@"\A[A-Z0-9][A-Z0-9 -]{3,38}[A-Z0-9]\z").WithMessage("is 5 to 40 capitals, digits, spaces and hyphens")
                .When(l => l.Account is not null);
            RuleFor(l => l.Account!.Name).IsName().When(l => l.Account is not null);
            RuleFor(l => l.PaymentDays).InclusiveBetween(0, LongestTerm);
        }

        private static bool IsVatNumber(string text) =>
            text.Length is >= 4 and <= 15 && (Countries.Include(text[..2]) || text[..2] is "EL" or "XI")
            && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
    }
}
