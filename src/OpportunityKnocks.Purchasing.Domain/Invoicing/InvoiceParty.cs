using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Invoicing;

/// <summary>One side of an invoice, as it was on the day it was issued.</summary>
/// <param name="Street">Left out for a buyer: of a member only the postcode district is known.</param>
/// <param name="Country">ISO 3166-1, two letters.</param>
/// <param name="LegalId">An org-id: list code and number, such as GB-CHC-1234567.</param>
/// <param name="TaxReference">Its number with the tax authority, when it has no VAT number.</param>
/// <param name="Endpoint">Where it is reached over Peppol; null where nothing known of it is an address there.</param>
public sealed record InvoiceParty(
    string Name,
    string? Street,
    string? City,
    string? Postcode,
    string Country,
    string? LegalId,
    string? VatNumber,
    string? TaxReference,
    ElectronicAddress? Endpoint)
{
    /// <summary>The lead buyer, in the words of the round.</summary>
    public static InvoiceParty SellerOf(LeadBuyer lead, IReadOnlyCollection<OrganisationIdentifier> identifiers) => new(
        lead.LegalName,
        lead.Address.Street,
        lead.Address.City,
        lead.Address.Postcode,
        lead.Address.Country,
        OrgIds.LegalIdOf(identifiers),
        lead.VatNumber,
        lead.TaxReference,
        lead.Endpoint ?? OrgIds.EndpointOfVat(lead.VatNumber) ?? OrgIds.EndpointOf(identifiers));

    /// <summary>A member, as far as the service knows it.</summary>
    /// <param name="usualCountry">Where an identifier does not say.</param>
    public static InvoiceParty BuyerOf(
        string name, string postcodeDistrict, IReadOnlyCollection<OrganisationIdentifier> identifiers, string usualCountry) => new(
            name,
            null,
            null,
            postcodeDistrict,
            OrgIds.CountryOf(identifiers) ?? usualCountry,
            OrgIds.LegalIdOf(identifiers),
            null,
            null,
            OrgIds.EndpointOf(identifiers));
}

/// <summary>What an org-id tells on an invoice.</summary>
public static class OrgIds
{
    private const string BritishVat = "9932";

    /// <summary>Lists of org-id.guide whose numbers are addresses of the Peppol network: electronic address scheme by list.</summary>
    private static readonly Dictionary<string, string> AddressSchemes = new(StringComparer.Ordinal)
    {
        ["AU-ABN"] = "0151",
        ["DK-CVR"] = "0184",
        ["NL-KVK"] = "0106",
        ["NO-BRC"] = "0192",
        ["XI-LEI"] = "0199",
    };

    /// <summary>The first by list and number, so that it is the same on every invoice.</summary>
    public static string? LegalIdOf(IEnumerable<OrganisationIdentifier> identifiers) =>
        InOrder(identifiers).Select(i => $"{i.Scheme}-{i.Value}").FirstOrDefault();

    public static string? CountryOf(IEnumerable<OrganisationIdentifier> identifiers) =>
        InOrder(identifiers).Select(i => i.Scheme[..2]).FirstOrDefault(Countries.Include);

    public static ElectronicAddress? EndpointOf(IEnumerable<OrganisationIdentifier> identifiers) => InOrder(identifiers)
        .Where(i => AddressSchemes.ContainsKey(i.Scheme))
        .Select(i => new ElectronicAddress(AddressSchemes[i.Scheme], i.Value))
        .FirstOrDefault();

    public static ElectronicAddress? EndpointOfVat(string? vatNumber) =>
        vatNumber?.StartsWith("GB", StringComparison.Ordinal) == true ? new ElectronicAddress(BritishVat, vatNumber) : null;

    private static IEnumerable<OrganisationIdentifier> InOrder(IEnumerable<OrganisationIdentifier> identifiers) =>
        identifiers.OrderBy(i => i.Scheme, StringComparer.Ordinal).ThenBy(i => i.Value, StringComparer.Ordinal);
}
