namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>Which way money went at the bank.</summary>
public enum PaymentDirection
{
    /// <summary>Into the cluster's account.</summary>
    Received,

    /// <summary>Out of it.</summary>
    Paid,
}

/// <summary>Money that a member or a supplier paid or was paid. It is never changed; a mistake is paid back.</summary>
public sealed class Payment
{
    private Payment()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public PaymentId Id { get; private set; }

    /// <summary>A member's or a supplier's account.</summary>
    public AccountKind PartyKind { get; private set; }

    public Guid PartyId { get; private set; }

    public PaymentDirection Direction { get; private set; }

    /// <summary>Minor units.</summary>
    public long Amount { get; private set; }

    public DateOnly PaidOn { get; private set; }

    public string Reference { get; private set; } = "";

    /// <summary>The line of a bank statement it comes from; null when it was recorded by hand.</summary>
    public BankLineId? BankLineId { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    public int Version { get; private set; }

    public static Payment Of(
        ClusterId cluster, Account party, PaymentDirection direction, Money amount, DateOnly paidOn, string reference, DateTimeOffset now) => new()
        {
            ClusterId = cluster,
            Id = PaymentId.New(),
            PartyKind = party.Kind,
            PartyId = party.Owner,
            Direction = direction,
            Amount = amount.MinorUnits,
            PaidOn = paidOn,
            Reference = reference,
            RecordedAt = now,
            Version = 1,
        };

    /// <summary>What a line of a bank statement was.</summary>
    public static Payment Of(BankLine line, Account party, Currency currency, DateTimeOffset now)
    {
        var direction = line.Amount > 0 ? PaymentDirection.Received : PaymentDirection.Paid;
        var payment = Of(line.ClusterId, party, direction, new Money(long.Abs(line.Amount), currency), line.BookedOn, line.Reference, now);
        payment.BankLineId = line.Id;
        return payment;
    }

    public Movement Movement()
    {
        var (bank, party, amount) = (Account.BankOf(ClusterId), new Account(PartyKind, PartyId), new NetAndVat(Amount, 0));
        return Direction == PaymentDirection.Received ? new Movement(bank, party, amount) : new Movement(party, bank, amount);
    }
}
