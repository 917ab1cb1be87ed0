using OpportunityKnocks.Purchasing.Domain.Pricing;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Invoicing;

/// <summary>What the ledger posted for one member, lot, supplier and charge period, with what an invoice says of it.</summary>
/// <param name="Part">Which of the lot's suppliers it is for.</param>
/// <param name="Quantity">Units per period.</param>
/// <param name="Unit">UN/CEFACT Recommendation 20.</param>
/// <param name="Rate">Of the supplier's price.</param>
/// <param name="Gross">Minor units, VAT included; below zero where the member gets money back.</param>
/// <param name="Vat">The VAT in it, of the same sign.</param>
public readonly record struct PostedCharge(
    LotId LotId,
    int Part,
    int Period,
    DateOnly StartsOn,
    DateOnly EndsOn,
    string Title,
    long Quantity,
    string Unit,
    VatCategory Supplied,
    Percent Rate,
    long Gross,
    long Vat);

/// <summary>One line of an invoice: a charge at the exact share, without a margin. Amounts are minor units of the invoice's currency.</summary>
public sealed class InvoiceLine
{
    private InvoiceLine()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public InvoiceId InvoiceId { get; private set; }

    /// <summary>1, 2, 3, ...</summary>
    public int Number { get; private set; }

    public LotId LotId { get; private set; }

    public int Part { get; private set; }

    public int Period { get; private set; }

    public DateOnly StartsOn { get; private set; }

    public DateOnly EndsOn { get; private set; }

    public string Title { get; private set; } = "";

    public long Quantity { get; private set; }

    public string Unit { get; private set; } = "";

    public InvoiceVatCategory Category { get; private set; }

    public Percent Rate { get; private set; }

    /// <summary>Without the VAT the invoice shows; what the lead buyer paid, VAT in it, where it shows none.</summary>
    public long Net { get; private set; }

    /// <summary>The VAT the ledger posted with it; that of the invoice is computed on the sum.</summary>
    public long Vat { get; private set; }

    /// <param name="sign">-1 in a credit note, whose amounts are what is given back.</param>
    internal static InvoiceLine Of(Invoice invoice, int number, LeadBuyerVat seller, in PostedCharge charge, int sign)
    {
        var category = InvoiceVat.CategoryOf(seller, charge.Supplied);
        var shown = category == InvoiceVatCategory.Standard ? charge.Vat : 0;
        return new InvoiceLine
        {
            ClusterId = invoice.ClusterId,
            InvoiceId = invoice.Id,
            Number = number,
            LotId = charge.LotId,
            Part = charge.Part,
            Period = charge.Period,
            StartsOn = charge.StartsOn,
            EndsOn = charge.EndsOn,
            Title = charge.Title,
            Quantity = charge.Quantity,
            Unit = charge.Unit,
            Category = category,
            Rate = category == InvoiceVatCategory.Standard ? charge.Rate : Percent.Zero,
            Net = checked(sign * (charge.Gross - shown)),
            Vat = checked(sign * shown),
        };
    }
}
