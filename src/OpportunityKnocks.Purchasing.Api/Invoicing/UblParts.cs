using System.Globalization;
using System.Xml.Linq;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Invoicing;
using static OpportunityKnocks.Purchasing.Api.Invoicing.UblDocument;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>Amounts of one currency, and quantities.</summary>
internal sealed record UblAmounts(Currency Currency)
{
    public XElement Amount(string name, long minorUnits) =>
        new(Cbc + name, new XAttribute("currencyID", Currency.Code), new Money(minorUnits, Currency).ToAmount());

    public static XElement Quantity(string name, long quantity, string unit) =>
        new(Cbc + name, new XAttribute("unitCode", unit), quantity.ToString(CultureInfo.InvariantCulture));
}

/// <summary>VAT as UBL says it.</summary>
internal static class UblTax
{
    public static XElement Scheme(string id = "VAT") => new(Cac + "TaxScheme", Text("ID", id));

    public static XElement Category(string name, InvoiceVatCategory category, Percent rate, string? reason) => new(
        Cac + name,
        Text("ID", CodeOf(category)),
        category == InvoiceVatCategory.Outside ? null : Text("Percent", rate.ToString()),
        Text("TaxExemptionReason", reason),
        Scheme());

    private static string CodeOf(InvoiceVatCategory category) => category switch
    {
        InvoiceVatCategory.Standard => "S",
        InvoiceVatCategory.Zero => "Z",
        InvoiceVatCategory.Exempt => "E",
        InvoiceVatCategory.Outside => "O",
        _ => throw new ArgumentOutOfRangeException(nameof(category)),
    };
}

/// <summary>A party as UBL says it.</summary>
internal static class UblParty
{
    /// <param name="showsTax">Of the seller only: the buyer's numbers are not known here.</param>
    public static XElement Of(InvoiceParty party, bool showsTax) => new(
        Cac + "Party",
        party.Endpoint is { } endpoint ? new XElement(Cbc + "EndpointID", new XAttribute("schemeID", endpoint.Scheme), endpoint.Id) : null,
        new XElement(Cac + "PartyName", Text("Name", party.Name)),
        new XElement(
            Cac + "PostalAddress",
            Text("StreetName", party.Street),
            Text("CityName", party.City),
            Text("PostalZone", party.Postcode),
            new XElement(Cac + "Country", Text("IdentificationCode", party.Country))),
        showsTax ? Number(party.VatNumber, UblTax.Scheme()) : null,

        // What is not VAT is the number with the tax authority (BT-32).
        showsTax && party.VatNumber is null ? Number(party.TaxReference, UblTax.Scheme("TAX")) : null,
        new XElement(Cac + "PartyLegalEntity", Text("RegistrationName", party.Name), Text("CompanyID", party.LegalId)));

    private static XElement? Number(string? number, XElement scheme) =>
        number is null ? null : new XElement(Cac + "PartyTaxScheme", Text("CompanyID", number), scheme);
}
