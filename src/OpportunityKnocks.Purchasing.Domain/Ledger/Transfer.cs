namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>A positive amount moved from one account to another of the same cluster. It is never changed and never deleted, so debits
/// equal credits by construction.</summary>
public sealed class Transfer
{
    private Transfer()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public TransferId Id { get; private set; }

    public SettlementId SettlementId { get; private set; }

    /// <summary>The lot, the one of its suppliers, and the charge period it is for.</summary>
    public LotId LotId { get; private set; }

    public int Part { get; private set; }

    public int Period { get; private set; }

    public AccountKind FromKind { get; private set; }

    public Guid FromOwner { get; private set; }

    public AccountKind ToKind { get; private set; }

    public Guid ToOwner { get; private set; }

    /// <summary>Minor units, VAT included.</summary>
    public long Amount { get; private set; }

    /// <summary>The VAT in it.</summary>
    public long Vat { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <exception cref="ArgumentException">The amount is not positive, or there is only one account: a fault of the program.</exception>
    public static Transfer Move(Account from, Account to, Money gross, Money vat, SettledPeriod reason, DateTimeOffset now)
    {
        if (gross.MinorUnits <= 0)
            throw new ArgumentOutOfRangeException(nameof(gross), "A transfer moves something.");
        if (from == to)
            throw new ArgumentException("A transfer needs two accounts.", nameof(to));

        return new Transfer
        {
            ClusterId = reason.ClusterId,
            Id = TransferId.New(),
            SettlementId = reason.SettlementId,
            LotId = reason.LotId,
            Part = reason.Part,
            Period = reason.Period,
            FromKind = from.Kind,
            FromOwner = from.Owner,
            ToKind = to.Kind,
            ToOwner = to.Owner,
            Amount = gross.MinorUnits,
            Vat = vat.MinorUnits,
            At = now,
        };
    }
}
