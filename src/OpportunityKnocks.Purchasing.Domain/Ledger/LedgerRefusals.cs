namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>Why nothing is posted.</summary>
public static class LedgerRefusals
{
    public static readonly Refusal NothingToSettle = new("nothingToSettle", "No charge period is due that is not posted already.");

    public static readonly Refusal NotPosted = new("periodNotPosted", "There is no posted charge period like this to correct.");

    public static readonly Refusal WhichSupplier = new("supplierNotNamed", "The lot has several suppliers.");

    public static readonly Refusal NotSupplied = new("memberNotSupplied", "The member is supplied with nothing of the lot in this period.");

    public static readonly Refusal NothingToCorrect = new("nothingToCorrect", "What is posted is what is due.");

    public static readonly Refusal NothingToShareBy = new("nothingReceived", "Nobody received anything, so there is nothing to share an invoice by.");

    public static readonly Refusal CreditAboveDue = new("creditAboveDue", "More is credited than is due.");

    public static readonly Refusal VatOutOfLine = new("vatOutOfLine", "The VAT does not fit the net amount and the rate.");

    public static readonly Refusal AlreadyRecorded = new("alreadyRecorded", "The supplier's paper is recorded for this lot and period.");
}
