namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>What the supplier charged for one lot and period, whatever was agreed: its whole invoice, fees and all.</summary>
/// <param name="VatRate">The rate it charged.</param>
public sealed record InvoicedTotal(NetAndVat Amount, Percent VatRate);

/// <summary>What became known of a charge period after it was posted.</summary>
/// <param name="Received">Units each member received; who is not named received what was agreed.</param>
/// <param name="Invoice">The latest; null if the supplier charges what was agreed.</param>
/// <param name="Credited">The sum of its credit notes.</param>
/// <param name="Papers">How many papers of the supplier that is: each may be a penny off in its VAT.</param>
public sealed record PeriodFacts(
    IReadOnlyDictionary<MemberId, long> Received, InvoicedTotal? Invoice = null, NetAndVat Credited = default, int Papers = 0)
{
    /// <summary>All went as agreed.</summary>
    public static readonly PeriodFacts None = new(new Dictionary<MemberId, long>());
}
