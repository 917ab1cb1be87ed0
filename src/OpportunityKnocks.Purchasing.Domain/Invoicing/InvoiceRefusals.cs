namespace OpportunityKnocks.Purchasing.Domain.Invoicing;

/// <summary>Why no document is made out.</summary>
public static class InvoiceRefusals
{
    public static readonly Refusal NoLeadBuyer = new("noLeadBuyer", "The round has no lead buyer: suppliers invoice each member.");
    public static readonly Refusal InvoicesIssued = new("invoicesIssued", "The settlement is invoiced already.");
    public static readonly Refusal NothingToInvoice = new("nothingToInvoice", "The settlement posted nothing to another member than the lead buyer.");
    public static readonly Refusal SupplierInvoiceRecorded = new("supplierInvoiceRecorded", "The charge has its supplier's invoice number already.");
    public static readonly Refusal SupplierInvoiceNumberTaken = new("supplierInvoiceNumberTaken", "The supplier gave this number to another charge.");
}
