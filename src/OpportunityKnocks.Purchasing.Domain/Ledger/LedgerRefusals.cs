namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>Why nothing is posted.</summary>
public static class LedgerRefusals
{
    public static readonly Refusal NothingToSettle = new("nothingToSettle", "No charge period is due that is not posted already.");
}
