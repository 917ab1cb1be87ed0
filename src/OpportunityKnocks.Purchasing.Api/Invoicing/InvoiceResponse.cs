using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Invoicing;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>One charge on an invoice.</summary>
/// <param name="Part">Which of the lot's suppliers it is for.</param>
/// <param name="Period">The charge period, from 1.</param>
/// <param name="Quantity">Units per period.</param>
/// <param name="Net">Without the VAT the invoice shows; where it shows none, all that was paid.</param>
/// <param name="Vat">Of this line alone; the invoice's is computed on the sum.</param>
public sealed record InvoiceLineResponse(
    int Number,
    Guid LotId,
    int Part,
    int Period,
    DateOnly From,
    DateOnly Until,
    string Title,
    long Quantity,
    string Unit,
    InvoiceVatCategory VatCategory,
    Percent VatRate,
    Money Net,
    Money Vat);

/// <summary>The VAT of an invoice at one rate.</summary>
/// <param name="Vat">Half up on the sum of the lines.</param>
/// <param name="Reason">Why there is none.</param>
public sealed record InvoiceVatResponse(InvoiceVatCategory VatCategory, Percent VatRate, Money Net, Money Vat, string? Reason);

/// <summary>An invoice that another document corrects.</summary>
public sealed record CorrectedInvoice(string Number, DateOnly IssuedOn);

/// <summary>A lead buyer's invoice or credit note to one member. In a credit note amounts are what is given back.</summary>
/// <param name="Number">Unique among the seller's documents of its kind.</param>
/// <param name="Rounding">The pennies between VAT computed by invoice and by charge, as the ledger posted it.</param>
/// <param name="Payable">Net, VAT and rounding: what the ledger posted to the member's account.</param>
/// <param name="Corrects">For what a correcting settlement posted: the invoice of the settlement it corrects.</param>
public sealed record InvoiceResponse(
    Guid Id,
    InvoiceKind Kind,
    string Number,
    DateOnly IssuedOn,
    DateOnly DueOn,
    Guid RoundId,
    string Reference,
    long SettlementNumber,
    InvoiceParty Seller,
    InvoiceParty Buyer,
    PaymentAccount? Account,
    IReadOnlyList<InvoiceLineResponse> Lines,
    IReadOnlyList<InvoiceVatResponse> VatByRate,
    Money Net,
    Money Vat,
    Money Rounding,
    Money Payable,
    IReadOnlyList<CorrectedInvoice> Corrects,
    int Version) : IVersioned
{
    public static InvoiceResponse Of(Invoice invoice)
    {
        return new InvoiceResponse(
            invoice.Id.Value,
            invoice.Kind,
            invoice.Name,
            invoice.IssuedOn,
            invoice.DueOn,
            invoice.RoundId.Value,
            invoice.Facts.Reference,
            invoice.Facts.SettlementNumber,
            invoice.Facts.Seller,
            invoice.Facts.Buyer,
            invoice.Facts.Account,
            [.. invoice.Lines.OrderBy(l => l.Number).Select(LineOf)],
            [.. invoice.VatSums().Select(s => new InvoiceVatResponse(
                s.Category, s.Rate, Amount(s.Base), Amount(s.Vat), InvoiceVat.ReasonOf(s.Category, invoice.Facts.SellerVat)))],
            Amount(invoice.Net),
            Amount(invoice.Vat),
            Amount(invoice.Rounding),
            Amount(invoice.Payable),
            [.. invoice.Facts.Corrects.Select(c => new CorrectedInvoice(Invoice.NameOf(InvoiceKind.Invoice, c.Number), c.IssuedOn))],
            invoice.Version);

        Money Amount(long minorUnits) => new(minorUnits, invoice.Currency);

        InvoiceLineResponse LineOf(InvoiceLine l) => new(
            l.Number, l.LotId.Value, l.Part, l.Period, l.StartsOn, l.EndsOn, l.Title, l.Quantity, l.Unit, l.Category, l.Rate, Amount(l.Net), Amount(l.Vat));
    }
}
