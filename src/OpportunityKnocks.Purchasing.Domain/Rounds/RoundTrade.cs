namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>Who has the contract with a round's suppliers.</summary>
public enum LegalShape
{
    /// <summary>Each member: the supplier invoices each of them its share.</summary>
    ContractPerMember,

    /// <summary>One member for all: it gets the supplier's invoices and recharges each of the others its exact share.</summary>
    LeadBuyer,
}

/// <summary>What a lead buyer is for VAT.</summary>
public enum LeadBuyerVat
{
    /// <summary>Registered: it recharges net and VAT, and its members can recover the VAT.</summary>
    Registered,

    /// <summary>Not registered: it recharges what it paid, VAT in it, and shows none. Nobody recovers it.</summary>
    NotRegistered,

    /// <summary>A group that shares its costs without a margin: exempt. Shown like <see cref="NotRegistered"/>, with the reason.</summary>
    CostSharingGroup,
}

/// <summary>Where mail goes, as an invoice has it.</summary>
/// <param name="Country">ISO 3166-1, two letters.</param>
public sealed record PostalAddress(string Street, string City, string Postcode, string Country);

/// <summary>An address of the Peppol network.</summary>
/// <param name="Scheme">A code of the electronic address scheme list: 9932 is a British VAT number.</param>
public sealed record ElectronicAddress(string Scheme, string Id);

/// <summary>The account invoices are paid into.</summary>
/// <param name="Number">IBAN, or sort code and account number.</param>
public sealed record PaymentAccount(string Number, string Name);

/// <summary>The member that buys for all, and what its invoices say of it.</summary>
/// <param name="TaxReference">Its number with the tax authority, when it has no VAT number.</param>
/// <param name="PaymentDays">Days from an invoice's date until it is due.</param>
public sealed record LeadBuyer(
    MemberId MemberId,
    LeadBuyerVat Vat,
    string LegalName,
    PostalAddress Address,
    string? VatNumber,
    string? TaxReference,
    ElectronicAddress? Endpoint,
    PaymentAccount? Account,
    int PaymentDays);

/// <summary>The legal shape of a round: chosen in draft, frozen by its publication.</summary>
/// <param name="LeadBuyer">Only with <see cref="LegalShape.LeadBuyer"/>.</param>
public sealed record RoundTrade(LegalShape Shape, LeadBuyer? LeadBuyer = null)
{
    public static readonly RoundTrade Usual = new(LegalShape.ContractPerMember);

    /// <summary>The share of VAT a member recovers in the round: none where no invoice shows it any.</summary>
    public Percent RecoveryOf(Percent member) => LeadBuyer is null or { Vat: LeadBuyerVat.Registered } ? member : Percent.Zero;
}

public sealed partial class Round
{
    /// <summary>Who has the contract with the suppliers.</summary>
    public RoundTrade Trade { get; private set; } = RoundTrade.Usual;
}
