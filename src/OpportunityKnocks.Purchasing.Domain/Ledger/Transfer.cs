using OpportunityKnocks.Purchasing.Domain.Awards;

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

    /// <summary>The settlement that posted the period it is for; null for a payment.</summary>
    public SettlementId? SettlementId { get; private set; }

    /// <summary>The lot and charge period it is for; null for a payment, and for what adjusts an award over the round.</summary>
    public LotId? LotId { get; private set; }

    /// <summary>Which of the lot's suppliers it is for.</summary>
    public int? Part { get; private set; }

    public int? Period { get; private set; }

    /// <summary>The settlement that corrects the period with it; null for the period's first posting.</summary>
    public SettlementId? CorrectionId { get; private set; }

    /// <summary>The payment it moves; null for a posting.</summary>
    public PaymentId? PaymentId { get; private set; }

    /// <summary>The award whose adjustment of a member it posts, with the award's first settlement; null for anything else.</summary>
    public AwardId? Adjusts { get; private set; }

    public AccountKind FromKind { get; private set; }

    public Guid FromOwner { get; private set; }

    public AccountKind ToKind { get; private set; }

    public Guid ToOwner { get; private set; }

    /// <summary>Minor units, VAT included.</summary>
    public long Amount { get; private set; }

    /// <summary>The VAT in it.</summary>
    public long Vat { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <param name="correction">What corrects the period; null when it is posted for the first time.</param>
    public static Transfer Of(Movement movement, SettledPeriod period, SettlementId? correction, DateTimeOffset now)
    {
        var transfer = Move(movement, now);
        transfer.ClusterId = period.ClusterId;
        (transfer.SettlementId, transfer.LotId, transfer.Part, transfer.Period) = (period.SettlementId, period.LotId, period.Part, period.Period);
        transfer.CorrectionId = correction;
        return transfer;
    }

    /// <summary>What a member pays more, or less, over the round than its shares of the lots. No VAT: it is money between members.</summary>
    /// <param name="adjustment">Not of nothing.</param>
    public static Transfer Of(AwardAdjustment adjustment, Settlement settlement)
    {
        var (member, clearing) = (Account.Of(adjustment.MemberId), Account.ClearingOf(settlement.RoundId));
        var amount = new NetAndVat(Math.Abs(adjustment.Amount), 0);
        var transfer = Move(adjustment.Amount > 0 ? new Movement(member, clearing, amount) : new Movement(clearing, member, amount), settlement.PostedAt);
        (transfer.ClusterId, transfer.SettlementId, transfer.Adjusts) = (settlement.ClusterId, settlement.Id, adjustment.AwardId);
        return transfer;
    }

    public static Transfer Of(Payment payment)
    {
        ArgumentNullException.ThrowIfNull(payment);
        var transfer = Move(payment.Movement(), payment.RecordedAt);
        (transfer.ClusterId, transfer.PaymentId) = (payment.ClusterId, payment.Id);
        return transfer;
    }

    /// <exception cref="ArgumentException">The amount is not positive, or there is only one account: a fault of the program.</exception>
    private static Transfer Move(Movement movement, DateTimeOffset now)
    {
        var (from, to, amount) = movement;
        if (amount.Gross <= 0 || amount is { Net: < 0 } or { Vat: < 0 })
            throw new ArgumentOutOfRangeException(nameof(movement), "A transfer moves something.");
        if (from == to)
            throw new ArgumentException("A transfer needs two accounts.", nameof(movement));

        return new Transfer
        {
            Id = TransferId.New(),
            FromKind = from.Kind,
            FromOwner = from.Owner,
            ToKind = to.Kind,
            ToOwner = to.Owner,
            Amount = amount.Gross,
            Vat = amount.Vat,
            At = now,
        };
    }
}
