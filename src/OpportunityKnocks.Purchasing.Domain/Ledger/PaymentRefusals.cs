namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>Why a payment is not recorded.</summary>
public static class PaymentRefusals
{
    public static readonly Refusal UnknownParty = new("unknownParty", "There is no such member or supplier in this cluster.", RefusalKind.Invalid);

    public static readonly Refusal CurrencyDiffers = new("paymentCurrencyDiffers", "The amount is not in the cluster's currency.", RefusalKind.Invalid);

    public static readonly Refusal Unreadable = new("statementUnreadable", "The bank statement cannot be read.", RefusalKind.Invalid);

    public static readonly Refusal Assigned = new("bankLineAssigned", "The line is somebody's payment already.");

    public static readonly Refusal ImportedMeanwhile = new("statementImportedMeanwhile", "Another import brought a line of this statement; send it again.");
}
