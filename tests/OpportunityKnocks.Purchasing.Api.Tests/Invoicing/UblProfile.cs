using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OpportunityKnocks.Purchasing.Api.Tests.Invoicing;

/// <summary>The order and the number of elements that Peppol BIS Billing 3 lays down over the sequences of UBL 2.1, and the form of their
/// values. The buyer's endpoint may be missing here: not every member has an address on the network.</summary>
internal static partial class UblProfile
{
    private const string Both =
        "TaxCurrencyCode? AccountingCost? BuyerReference? InvoicePeriod? OrderReference? BillingReference*";

    private const string Parties =
        "AccountingSupplierParty AccountingCustomerParty PayeeParty? TaxRepresentativeParty? Delivery? PaymentMeans* PaymentTerms? AllowanceCharge* TaxTotal+ LegalMonetaryTotal";

    private const string Line = "LineExtensionAmount AccountingCost? InvoicePeriod? OrderLineReference? DocumentReference? AllowanceCharge* Item Price";

    private static readonly Dictionary<string, string> Sequences = new(StringComparer.Ordinal)
    {
        ["Invoice"] = "CustomizationID ProfileID ID IssueDate DueDate? InvoiceTypeCode Note? TaxPointDate? DocumentCurrencyCode " + Both
            + " DespatchDocumentReference? ReceiptDocumentReference? OriginatorDocumentReference? ContractDocumentReference? "
            + "AdditionalDocumentReference* ProjectReference? " + Parties + " InvoiceLine+",
        ["CreditNote"] = "CustomizationID ProfileID ID IssueDate TaxPointDate? CreditNoteTypeCode Note? DocumentCurrencyCode " + Both
            + " DespatchDocumentReference? ReceiptDocumentReference? ContractDocumentReference? AdditionalDocumentReference* "
            + "OriginatorDocumentReference? " + Parties + " CreditNoteLine+",
        ["InvoicePeriod"] = "StartDate? EndDate? DescriptionCode?",
        ["BillingReference"] = "InvoiceDocumentReference",
        ["InvoiceDocumentReference"] = "ID IssueDate?",
        ["AccountingSupplierParty"] = "Party",
        ["AccountingCustomerParty"] = "Party",
        ["Party"] = "EndpointID? PartyIdentification* PartyName? PostalAddress PartyTaxScheme* PartyLegalEntity Contact?",
        ["PartyName"] = "Name",
        ["PostalAddress"] = "StreetName? AdditionalStreetName? CityName? PostalZone? CountrySubentity? AddressLine? Country",
        ["Country"] = "IdentificationCode",
        ["PartyTaxScheme"] = "CompanyID TaxScheme",
        ["TaxScheme"] = "ID",
        ["PartyLegalEntity"] = "RegistrationName CompanyID? CompanyLegalForm?",
        ["PaymentMeans"] = "PaymentMeansCode PaymentDueDate? PaymentID? CardAccount? PayeeFinancialAccount? PaymentMandate?",
        ["PayeeFinancialAccount"] = "ID Name? FinancialInstitutionBranch?",
        ["PaymentTerms"] = "Note",
        ["TaxTotal"] = "TaxAmount TaxSubtotal*",
        ["TaxSubtotal"] = "TaxableAmount TaxAmount TaxCategory",
        ["TaxCategory"] = "ID Percent? TaxExemptionReasonCode? TaxExemptionReason? TaxScheme",
        ["ClassifiedTaxCategory"] = "ID Percent? TaxScheme",
        ["LegalMonetaryTotal"] = "LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount? ChargeTotalAmount? PrepaidAmount? "
            + "PayableRoundingAmount? PayableAmount",
        ["InvoiceLine"] = "ID Note? InvoicedQuantity " + Line,
        ["CreditNoteLine"] = "ID Note? CreditedQuantity " + Line,
        ["Item"] = "Description? Name BuyersItemIdentification? SellersItemIdentification? StandardItemIdentification? OriginCountry? "
            + "CommodityClassification* ClassifiedTaxCategory AdditionalItemProperty*",
        ["Price"] = "PriceAmount BaseQuantity? AllowanceCharge?",
    };

    public static IEnumerable<string> Breaches(XDocument document) => document.Root!.DescendantsAndSelf().SelectMany(BreachesOf);

    private static IEnumerable<string> BreachesOf(XElement element)
    {
        var name = element.Name.LocalName;
        if (Sequences.TryGetValue(name, out var sequence))
        {
            var pattern = "^" + string.Concat(sequence.Split(' ').Select(part => part[^1] is '?' or '*' or '+' ? $"({part[..^1]} ){part[^1]}" : $"{part} ")) + "$";
            var children = string.Concat(element.Elements().Select(child => $"{child.Name.LocalName} "));
            if (!Regex.IsMatch(children, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
                yield return $"{name} has {children}and may have {sequence}";
            if (element.Nodes().OfType<XText>().Any())
                yield return $"{name} has text";
            if (element.Elements().Any(child => child.Name.NamespaceName != NamespaceOf(child)))
                yield return $"{name} has a child of a wrong namespace";
        }
        else if (element.HasElements || element.Value.Length == 0)
        {
            yield return $"{name} is not in the profile, or is empty";
        }
        else if (!HasItsForm(element, name))
        {
            yield return $"{name} cannot be {element}";
        }
    }

    private static string NamespaceOf(XElement element) =>
        $"urn:oasis:names:specification:ubl:schema:xsd:Common{(Sequences.ContainsKey(element.Name.LocalName) ? "Aggregate" : "Basic")}Components-2";

    private static bool HasItsForm(XElement element, string name) => name switch
    {
        _ when name.EndsWith("Amount", StringComparison.Ordinal) => Amount().IsMatch(element.Value) && Currency().IsMatch((string?)element.Attribute("currencyID") ?? ""),
        _ when name.EndsWith("Quantity", StringComparison.Ordinal) => Amount().IsMatch(element.Value) && element.Attribute("unitCode") is { Value.Length: > 0 },
        _ when name.EndsWith("Date", StringComparison.Ordinal) => DateOnly.TryParseExact(element.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "Percent" => Amount().IsMatch(element.Value),
        "EndpointID" => element.Attribute("schemeID") is { Value.Length: 4 },
        _ => !element.HasAttributes,
    };

    [GeneratedRegex(@"\A-?[0-9]+(\.[0-9]+)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Amount();

    [GeneratedRegex(@"\A[A-Z]{3}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Currency();
}
