using OpportunityKnocks.Purchasing.Api.Awards;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Invoicing;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>What a member pays one supplier of a lot, in one charge period.</summary>
/// <param name="Part">Which of the lot's suppliers it is for.</param>
/// <param name="Period">From 1.</param>
/// <param name="From">The first day of the period: from then on the supplier can invoice.</param>
/// <param name="Net">With the fees, in the period they fall into.</param>
/// <param name="Settled">Whether it is posted to the ledger; then amounts are as posted, corrections included.</param>
/// <param name="SupplierInvoiceNumber">Once it is recorded.</param>
/// <param name="Version">1; 2 once the supplier's invoice number is recorded.</param>
public sealed record ChargeResponse(
    Guid Id,
    Guid RoundId,
    string RoundTitle,
    Guid LotId,
    string LotTitle,
    int Part,
    NamedOrganisation Supplier,
    int Period,
    DateOnly From,
    DateOnly Until,
    Money Net,
    Percent VatRate,
    Money Vat,
    Money Gross,
    bool Settled,
    string? SupplierInvoiceNumber,
    DateTimeOffset? RecordedAt,
    int Version) : IVersioned;

/// <summary>A charge, and what its address does not tell.</summary>
/// <param name="Round">The round it is of.</param>
public sealed record FoundCharge(ChargeKey Key, RoundId Round, OrganisationId Supplier, ChargeResponse Charge);
