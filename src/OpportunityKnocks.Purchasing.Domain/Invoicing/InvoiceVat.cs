using OpportunityKnocks.Purchasing.Domain.Pricing;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Invoicing;

/// <summary>What VAT a line of an invoice bears; the kinds of UNTDID 5305 that a recharge can be of.</summary>
public enum InvoiceVatCategory
{
    /// <summary>S: at a rate above zero.</summary>
    Standard,

    /// <summary>Z: taxable at 0 %.</summary>
    Zero,

    /// <summary>E: exempt, with a reason.</summary>
    Exempt,

    /// <summary>O: the seller is not registered, so the line is outside VAT.</summary>
    Outside,
}

/// <summary>The VAT of an invoice at one rate (EN 16931, BG-23).</summary>
/// <param name="Base">The sum of the net amounts of its lines, in minor units.</param>
/// <param name="Vat">Half up on that.</param>
public readonly record struct InvoiceVatSum(InvoiceVatCategory Category, Percent Rate, long Base, long Vat);

/// <summary>How a charge the ledger posted is shown, by what the lead buyer is for VAT.</summary>
public static class InvoiceVat
{
    public static InvoiceVatCategory CategoryOf(LeadBuyerVat seller, VatCategory supplied) => (seller, supplied) switch
    {
        (LeadBuyerVat.NotRegistered, _) => InvoiceVatCategory.Outside,
        (LeadBuyerVat.CostSharingGroup, _) => InvoiceVatCategory.Exempt,
        (LeadBuyerVat.Registered, VatCategory.Standard or VatCategory.Reduced) => InvoiceVatCategory.Standard,
        (LeadBuyerVat.Registered, VatCategory.Zero) => InvoiceVatCategory.Zero,
        (LeadBuyerVat.Registered, VatCategory.Exempt or VatCategory.NotRegistered) => InvoiceVatCategory.Exempt,
        _ => throw new ArgumentOutOfRangeException(nameof(seller)),
    };

    /// <summary>The category of a supply whose rate turned out to be another than the bid's.</summary>
    public static VatCategory Supplied(VatCategory bid, Percent rate) => bid.Accepts(rate) ? bid : rate.Hundredths > 0 ? VatCategory.Standard : VatCategory.Zero;

    /// <summary>Why no VAT is shown; null where it is.</summary>
    public static string? ReasonOf(InvoiceVatCategory category, LeadBuyerVat seller) => (category, seller) switch
    {
        (InvoiceVatCategory.Outside, _) => "Not subject to VAT: the seller is not registered for VAT.",
        (InvoiceVatCategory.Exempt, LeadBuyerVat.CostSharingGroup) =>
            "Exempt: supply by an independent group of persons to its members at cost (Value Added Tax Act 1994, Schedule 9, Group 16).",
        (InvoiceVatCategory.Exempt, _) => "Recharged as it was supplied: without VAT.",
        _ => null,
    };

    /// <summary>The VAT by category and rate, in that order; what is not at a rate comes once.</summary>
    public static IReadOnlyList<InvoiceVatSum> SumsOf(IEnumerable<InvoiceLine> lines) =>
    [
        .. lines
            .GroupBy(line => (line.Category, line.Rate))
            .OrderBy(g => g.Key.Category).ThenByDescending(g => g.Key.Rate.Hundredths)
            .Select(g =>
            {
                var net = g.Aggregate(0L, (sum, line) => checked(sum + line.Net));
                return new InvoiceVatSum(g.Key.Category, g.Key.Rate, net, g.Key.Rate.Of(net));
            }),
    ];
}
